// The router without our server: on Bun's own. `bun examples/bun/main.ts` runs it.

import { createApp } from "@sockeye/router";

declare const Bun: { serve(options: { port: number; fetch: typeof app.fetch }): { readonly url: URL } };

const app = createApp()
  .get("/", () => "Hello from Bun\n")
  .get("/users/:id", (c) => ({ id: c.params.id, agent: c.headers.get("user-agent") }))
  .post("/echo", async (c) => c.json(await c.json()));

const server = Bun.serve({ port: Number(process.env["PORT"] ?? 8000), fetch: (request) => app.fetch(request) });
console.log(`Listening on ${server.url}`);
