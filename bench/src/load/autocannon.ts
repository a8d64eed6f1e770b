// Load by autocannon (https://github.com/mcollina/autocannon), where wrk is not installed. It runs on Node itself and costs
// several times what wrk costs, so that requests/s and latencies say more of it than of a fast server; CPU time still counts.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Generator, Load, LoadReport } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { runProgram } from "./program-output.js";

const require = createRequire(import.meta.url);

export function autocannon(core: number | null): Generator {
  const { version } = require("autocannon/package.json") as { version: string };
  return { name: `autocannon ${version}`, run: (load) => run(load, core) };
}

async function run(load: Load, core: number | null): Promise<LoadReport> {
  if (load.inTurn !== undefined) throw new BenchError("autocannon cannot ask for paths in turn: install wrk");
  const folder = mkdtempSync(join(tmpdir(), "sockeye-bench-"));
  try {
    const args = autocannonArgs(load, join(folder, "content"));
    if (load.request.content !== null) writeFileSync(join(folder, "content"), load.request.content);
    const output = await runProgram(process.execPath, [require.resolve("autocannon"), ...args], core, load.seconds);
    return parseAutocannon(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param contentFile where the content of the request is, if it has one */
export function autocannonArgs(load: Load, contentFile: string): string[] {
  const { port, request, connections, pipelining, seconds } = load;
  const numbers = ["--connections", connections, "--pipelining", pipelining, "--duration", seconds, "--timeout", 10];
  return [
    "--json",
    ...numbers.map(String),
    ...["--method", request.method],
    ...request.fields.flatMap(([name, value]) => ["--headers", `${name}=${value}`]),
    ...(request.content === null ? [] : ["--input", contentFile]),
    `http://127.0.0.1:${port}${request.path}`,
  ];
}

interface AutocannonResult {
  readonly duration: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly resets: number;
  readonly non2xx: number;
  readonly "2xx": number;
  readonly throughput: { readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
}

/** @param output what `autocannon --json` prints */
export function parseAutocannon(output: string): LoadReport {
  const result = JSON.parse(output) as AutocannonResult;
  return {
    requests: result["2xx"],
    seconds: result.duration,
    octets: result.throughput.total,
    errors: result.errors + result.timeouts + result.resets + result.non2xx,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
