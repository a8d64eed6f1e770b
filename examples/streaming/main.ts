// Answers that have no end yet: lines one by one, server-sent events, a large download. A client that is slow holds the
// generator up, and one that goes away has its `finally` run.

import { setTimeout as sleep } from "node:timers/promises";
import { sse } from "@sockeye/middleware/sse";
import { createApp } from "@sockeye/router";

const INTERVAL = Number(process.env["INTERVAL"] ?? 1000);

async function* lines() {
  for (let line = 1; line <= 5; line++) {
    yield `line ${line}\n`;
    await sleep(INTERVAL);
  }
}

async function* ticks(after: number, signal: AbortSignal) {
  console.log("Somebody listens");
  try {
    for (let id = after + 1; ; id++) {
      yield { id: String(id), event: "tick", data: { now: new Date() } };
      await sleep(INTERVAL, undefined, { signal });
    }
  } finally {
    console.log("Somebody listens no more");
  }
}

function* zeros(octets: number) {
  const piece = new Uint8Array(64 * 1024);
  for (let left = octets; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}

const app = createApp()
  .get("/lines", (c) => c.stream(lines(), { headers: { "Content-Type": "text/plain; charset=utf-8" } }))
  // `signal` aborts when the client is gone, and when the server stops.
  .get("/ticks", (c) => sse(c, ({ lastEventId, signal }) => ticks(Number(lastEventId ?? 0), signal)))
  // The length is known, so the client can show how far it is.
  .get("/zeros", (c) => c.stream(ReadableStream.from(zeros(1e9)), { headers: { "Content-Length": "1000000000" } }));

const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
console.log(`Listening on ${server.url}`);
process.once("SIGTERM", () => void server.stop());
