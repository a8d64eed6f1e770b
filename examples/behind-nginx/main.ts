// An app behind nginx: `nginx.conf` is the other half. It shows what is left of the client, and that streams go through.

import { setTimeout as sleep } from "node:timers/promises";
import { trustProxy } from "@sockeye/middleware/trust-proxy";
import { createApp } from "@sockeye/router";

const app = createApp()
  .use(trustProxy({ proxies: ["loopback"] }))
  .get("/", (c) => ({ client: c.remote?.address, url: c.url.href, exchanges: c.exchange.connection?.exchanges }))
  .get("/lines", (c) => c.stream(lines()))
  .post("/count", async (c) => {
    let octets = 0;
    for await (const piece of c.request.body ?? []) octets += piece.length;
    return { octets };
  });

async function* lines() {
  for (const line of ["one\n", "two\n", "three\n"]) {
    yield line;
    await sleep(300);
  }
}

// 127.0.0.1: nobody but nginx on this machine comes in here.
const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000), host: "127.0.0.1" });
console.log(`Listening on ${server.url}`);
process.once("SIGTERM", () => void server.stop());
