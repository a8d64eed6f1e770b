// Load by wrk (https://github.com/wg/wrk), the generator that costs least itself.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Generator, Load, LoadReport } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { runProgram } from "./program-output.js";
import { requestOctets } from "./request.js";

const SCRIPT = fileURLToPath(new URL("./wrk.lua", import.meta.url));
const MICROSECONDS: Readonly<Record<string, number>> = { us: 1, ms: 1e3, s: 1e6, m: 60e6, h: 3600e6 };

/** @returns `null` where wrk is not installed */
export function wrk(core: number | null): Generator | null {
  const { stdout, error } = spawnSync("wrk", ["-v"], { encoding: "utf8" });
  if (error !== undefined) return null;
  return { name: wrkName(stdout), run: (load) => run(load, core) };
}

/** @param version what `wrk -v` prints: `wrk debian/4.1.0-3+b2 [epoll] Copyright …` */
export function wrkName(version: string): string {
  return `wrk ${/\d+(?:\.\d+)+/.exec(version)?.[0] ?? "of an unknown version"}`;
}

async function run(
  { port, request, inTurn, connections, pipelining, seconds }: Load,
  core: number | null,
): Promise<LoadReport> {
  const folder = mkdtempSync(join(tmpdir(), "sockeye-bench-"));
  try {
    const file = join(folder, "requests");
    const requests = (inTurn ?? [request.path]).map((path) => requestOctets({ ...request, path }));
    const once = requests.length === 1 ? Array.from({ length: pipelining }, () => requests[0] as Buffer) : requests;
    writeFileSync(file, Buffer.concat(once));
    const options = [
      "--threads=1",
      `--connections=${connections}`,
      `--duration=${seconds}s`,
      "--timeout=10s",
      "--latency",
    ];
    const url = `http://127.0.0.1:${port}/`;
    return parseWrk(
      await runProgram(
        "wrk",
        [...options, `--script=${SCRIPT}`, url, "--", file, ...(inTurn === undefined ? [] : ["in-turn"])],
        core,
        seconds,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws {BenchError} where the output is not that of wrk with wrk.lua */
export function parseWrk(output: string): LoadReport {
  const summary = /^SUMMARY requests=(\d+) microseconds=(\d+) octets=(\d+) errors=(\d+)$/m.exec(output);
  if (summary === null) throw new BenchError(`wrk printed no summary:\n${output}`);
  const [requests, microseconds, octets, errors] = summary.slice(1).map(Number) as [number, number, number, number];
  return {
    requests,
    seconds: microseconds / 1e6,
    octets,
    errors,
    p50: percentile(output, "50"),
    p99: percentile(output, "99"),
  };
}

// `     99%    1.70ms`. Where its correction put latencies below the least that it saw, wrk finds none and prints 0.
function percentile(output: string, percent: string): number {
  const line = new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s|m|h)\\s*$`, "m").exec(output);
  const unit = MICROSECONDS[line?.[2] ?? ""];
  if (line === null || unit === undefined) throw new BenchError(`wrk printed no latency of ${percent}%:\n${output}`);
  return (Number(line[1]) * unit) / 1000 || Number.NaN;
}
