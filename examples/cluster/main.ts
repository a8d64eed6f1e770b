// Several processes on one port, by node:cluster. SIGHUP replaces them one after the other, with the program as it is on disk
// by then, and no request is lost; SIGTERM stops them all. One that crashes is replaced.

import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { createApp } from "@sockeye/router";

if (cluster.isPrimary) await lead();
else await serve();

async function serve(): Promise<void> {
  const app = createApp().get("/", () => ({ pid: process.pid }));
  const server = await app.listen({ port: Number(process.env["PORT"] ?? 8000) });
  process.once("SIGTERM", async () => {
    await server.stop();
    process.disconnect();
  });
}

async function lead(): Promise<void> {
  const workers = new Set<Worker>();

  async function start(): Promise<{ port: number }> {
    const worker = cluster.fork();
    workers.add(worker);
    worker.once("exit", (code, signal) => {
      if (!workers.delete(worker)) return;
      console.error(`Process ${worker.process.pid} ended with ${signal ?? code}`);
      setTimeout(start, 1000);
    });
    const [address] = await once(worker, "listening");
    return address;
  }

  async function stop(worker: Worker): Promise<void> {
    workers.delete(worker);
    worker.process.kill("SIGTERM");
    await once(worker, "exit");
  }

  const count = Number(process.env["WORKERS"] ?? availableParallelism());
  const [address] = await Promise.all(Array.from({ length: count }, start));
  console.log(`Listening on http://127.0.0.1:${address?.port} in ${count} processes`);

  let isReplacing = false;
  process.on("SIGHUP", async () => {
    if (isReplacing) return;
    isReplacing = true;
    for (const worker of [...workers]) {
      await start();
      await stop(worker);
    }
    isReplacing = false;
    console.log("Replaced all processes");
  });
  // The workers get a terminal's Ctrl-C as well: it is for the one that leads them.
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      await Promise.all([...workers].map(stop));
      process.exit();
    });
  }
}
