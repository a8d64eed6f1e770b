// Runs a server program in its own process, under Node or Bun: `launch.js <module> <work>`. Prints `READY <port> <ms>` once it
// listens, and answers the bench's questions over the IPC channel.

import type { Listen, Question, Usage } from "./program.js";

const [module = "", work = ""] = process.argv.slice(2);
const start = performance.now();
const { listen } = (await import(module)) as { listen: Listen<string> };
const port = await listen(work);
console.log(`READY ${port} ${(performance.now() - start).toFixed(2)}`);

// A bench that is gone leaves no server behind.
process.once("disconnect", () => process.exit());
process.on("message", async (question: Question) => {
  if (question === "collect-garbage") await collectGarbage();
  process.send?.(usage());
});

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { user, system, rss: process.memoryUsage.rss() };
}

async function collectGarbage(): Promise<void> {
  if ("Bun" in globalThis) return (globalThis as unknown as { Bun: { gc(full: boolean): void } }).Bun.gc(true);
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What the first one finalizes the second one frees.
  collect();
  collect();
}
