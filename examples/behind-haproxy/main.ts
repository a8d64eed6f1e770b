// An app that HAProxy spreads over two processes: `haproxy.cfg` is the other half. Each can be stopped and started again
// while requests go on: /readyz tells HAProxy in time, and no answer is lost.

import { setTimeout as sleep } from "node:timers/promises";
import { health } from "@sockeye/middleware/health";
import { trustProxy } from "@sockeye/middleware/trust-proxy";
import { createApp } from "@sockeye/router";

const app = createApp()
  .use(trustProxy({ proxies: ["loopback"] }))
  .use(health())
  .get("/", async (c) => {
    await sleep(20);
    return { pid: process.pid, client: c.remote?.address };
  });

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000), host: "127.0.0.1" });
console.log(`Listening on ${server.url}`);

// Two seconds are four looks of HAProxy at /readyz.
process.once("SIGTERM", () => void server.stop({ delay: 2000, grace: 10_000 }));
