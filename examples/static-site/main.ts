// A folder as a site: core and static, no router.

import { serve } from "@sockeye/core";
import { files } from "@sockeye/static";

const site = files(new URL("public/", import.meta.url), {
  extensions: ["html"], // /about is about.html
  immutable: /\.[0-9a-f]{8}\./, // style.3f2a9c51.css never changes under its name
  compress: true,
  fallback: { file: "404.html", status: 404 },
});

const server = await serve(site, { port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
