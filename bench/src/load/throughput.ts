// Requests as fast as the server answers them: what one costs it in CPU time.

import { setTimeout as delay } from "node:timers/promises";
import type { Entry, Figure, LoadReport, Measure, Sample, Session, Setting } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { ServerProcess } from "./server-process.js";
import { verifyAnswers } from "./verify.js";

const WARM_UP_SECONDS = 2;
// The server closes the connections that the load left.
const SETTLE_MS = 50;
const MOST_ATTEMPTS = 5;
const MIB = 1024 * 1024;

const FIGURES: readonly Figure[] = [
  { key: "cpu", title: "CPU µs per request", digits: 1 },
  { key: "user", title: "user", digits: 1 },
  { key: "system", title: "system", digits: 1 },
  { key: "rate", title: "requests/s", digits: 0 },
  { key: "p50", title: "p50 ms", digits: 2 },
  { key: "p99", title: "p99 ms", digits: 2 },
  { key: "rss", title: "RSS MiB", digits: 0 },
];

// wrk corrects latencies for requests that should have been sent meanwhile, and reckons as if none were pipelined.
const PIPELINED_FIGURES = FIGURES.filter(({ key }) => key !== "p50" && key !== "p99");

export interface ThroughputOptions {
  readonly connections: number;
  /** Requests that a connection sends before it waits. @defaultValue 1 */
  readonly pipelining?: number;
}

export function throughput({ connections, pipelining = 1 }: ThroughputOptions): Measure {
  return { figures: pipelining > 1 ? PIPELINED_FIGURES : FIGURES, rounds: (rounds) => rounds, open };

  async function open(entry: Entry, { cores, generator, seconds }: Setting): Promise<Session> {
    const { request, inTurn } = entry.case;
    const { answer } = entry;
    const server = await ServerProcess.start(entry.name, entry.server.launch(entry.work), cores.server);
    const { port } = server;
    await server.alive(verifyAnswers(entry.name, port, request, answer, pipelining));
    await load(WARM_UP_SECONDS);
    return { sample: () => load(seconds), close: () => server.stop() };

    async function load(duration: number): Promise<Sample> {
      for (let attempt = 1; ; attempt++) {
        const before = await server.usage();
        const report = await server.alive(
          generator.run({ port, request, inTurn, connections, pipelining, seconds: duration }),
        );
        await delay(SETTLE_MS);
        const after = await server.usage();
        if (isStarved(report, connections * pipelining) && attempt < MOST_ATTEMPTS) continue;
        const problem = problemOf(report, answer.content.length);
        if (problem !== null) throw new BenchError(`${entry.name} failed under load: ${problem}`);
        return sampleOf(report, before, after);
      }
    }
  }
}

/** Whether the load hardly ran, as where a busy machine leaves it no time: not even each connection had its first answers. */
export function isStarved({ requests, errors }: LoadReport, firstRequests: number): boolean {
  return errors === 0 && requests < firstRequests;
}

/** @returns what went wrong under load; `null` where every request got its answer */
export function problemOf({ requests, octets, errors }: LoadReport, contentLength: number): string | null {
  if (errors > 0) return `${errors} of ${requests + errors} requests failed`;
  if (requests === 0) return "not one request was answered";
  if (octets >= requests * contentLength) return null;
  return `${octets} octets came back for ${requests} answers with ${contentLength} octets of content each`;
}

interface Spent {
  readonly user: number;
  readonly system: number;
  readonly rss: number;
}

export function sampleOf(report: LoadReport, before: Spent, after: Spent): Sample {
  const user = (after.user - before.user) / report.requests;
  const system = (after.system - before.system) / report.requests;
  const rate = report.requests / report.seconds;
  return { cpu: user + system, user, system, rate, p50: report.p50, p99: report.p99, rss: after.rss / MIB };
}
