// A stop that loses no answer: readiness says so first, then what runs is finished, then idle connections are ended.

import { setTimeout as sleep } from "node:timers/promises";
import { health } from "@sockeye/middleware/health";
import { createApp } from "@sockeye/router";

const DELAY = Number(process.env["DELAY"] ?? 5000); // what the load balancer needs to look at /readyz again
const GRACE = Number(process.env["GRACE"] ?? 10_000); // what running requests get

const app = createApp()
  .use(health())
  .get("/slow", async (c) => {
    await sleep(Number(c.query.get("milliseconds") ?? 2000), undefined, { signal: c.signal });
    return "done\n";
  });

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);

for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) process.exit(1); // A second signal: somebody is in a hurry.
  isStopping = true;
  console.log("Stopping");
  const { finished, cut } = await server.stop({ delay: DELAY, grace: GRACE });
  console.log(`Stopped: ${finished} finished, ${cut} cut`);
  process.exitCode = cut > 0 ? 1 : 0;
}
