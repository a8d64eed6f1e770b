// `npm run bench codec` runs codec.ts, and `npm run bench server` what server/bench.ts says, `static` what
// static/bench.ts says. What follows the name is for
// the bench: `npm run bench server -- --rounds 9`.

import { runBench } from "./load/run.js";

type Run = (args: readonly string[]) => Promise<unknown>;

const BENCHES: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["codec", () => import("./codec.js")],
  ["lookup", () => import("./router/lookup.js")],
  ["middleware", async (args) => (await import("./middleware.js")).benchMiddleware(args)],
  ["router", runRouter],
  ["static", async (args) => runBench((await import("./static/bench.js")).staticBench, args)],
  ["server", async (args) => runBench((await import("./server/bench.js")).serverBench, args)],
]);

const [name, ...args] = process.argv.slice(2);
const bench = BENCHES.get(name ?? "");
if (bench === undefined) {
  const problem = name === undefined ? "Which bench?" : `There is no bench "${name}".`;
  console.error(`${problem} Choose one: npm run bench <${[...BENCHES.keys()].join(" | ")}>`);
  process.exitCode = 1;
} else {
  await bench(args);
}

/** Look-up alone, unless some cases or servers are asked for; then whole servers. */
async function runRouter(args: readonly string[]): Promise<void> {
  if (args.length === 0) await import("./router/lookup.js");
  await runBench((await import("./router/bench.js")).routerBench, args);
}
