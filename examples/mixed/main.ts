// One app with a JSON API, a page made on the server, and files: what most applications are.

import { createApp } from "@sockeye/router";
import { files } from "@sockeye/static";

const started = Date.now();
let visits = 0;

const api = createApp()
  .get("/status", () => ({ seconds: Math.round((Date.now() - started) / 1000), visits }))
  .post("/visits", () => ({ visits: ++visits }));

const app = createApp()
  .mount("/api", api)
  .get("/hello/:name", (c) => c.html(`<!doctype html><title>Hello</title><p>Hello, ${escapeHtml(c.params.name)}!`))
  // What no route answers may be a file; what is no file either is 404.
  .use(files(new URL("public/", import.meta.url)));

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
