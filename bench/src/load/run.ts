// Runs a bench: the servers of a case stand side by side and are measured in turn, round by round, so that what the machine
// does meanwhile meets all of them.

import { autocannon } from "./autocannon.js";
import type { Bench, Case, Entry, Sample, ServerSpec, Session, Setting } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { buildPrograms } from "./build.js";
import { chooseCores } from "./cores.js";
import { describeMachine } from "./machine.js";
import { markdownOf } from "./markdown.js";
import { type BenchOptions, resolveOptions } from "./options.js";
import { type BenchResult, barResults, type CaseResult, caseResult } from "./result.js";
import { endServers } from "./server-process.js";
import { writeReport } from "./write-report.js";
import { wrk } from "./wrk.js";

const ROUNDS_TO_WRITE = 5;

/** Runs what the command line asks for, prints the tables and writes the report; sets the exit code. */
export async function runBench(bench: Bench, args: readonly string[]): Promise<void> {
  process.once("exit", endServers);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  try {
    const options = resolveOptions(bench, args);
    const result = await measure(bench, options);
    console.log(`\n${markdownOf(result)}`);
    report(bench, options, result);
    if (options.check && result.bars.some(({ verdict }) => verdict === "missed")) process.exitCode = 1;
  } catch (error) {
    console.error(error instanceof BenchError ? `\n${error.message}` : error);
    process.exitCode = 1;
  } finally {
    endServers();
  }
}

async function measure(bench: Bench, options: BenchOptions): Promise<BenchResult> {
  const { rounds, seconds, only, servers: wanted } = options;
  await buildPrograms();
  const cores = chooseCores();
  const generator = wrk(cores.load) ?? autocannon(cores.load);
  const pinned = cores.server !== null;
  console.log(
    `Load by ${generator.name}${pinned ? `, pinned to processor ${cores.load}; servers to ${cores.server}` : ""}`,
  );

  const missing = new Map<string, string>();
  const servers = bench.servers.filter(({ id, name, missing: reason }) => {
    if (wanted !== null && !wanted.includes(id)) return false;
    const why = reason?.() ?? null;
    if (why === null) return true;
    console.warn(`\n!! ${name} IS LEFT OUT: ${why}.\n`);
    missing.set(id, why);
    return false;
  });
  const cases: CaseResult[] = [];
  for (const one of bench.cases) {
    if (only !== null && !only.includes(one.id)) continue;
    const entries = entriesOf(one, servers);
    if (entries.length > 0) cases.push(await measureCase(one, entries, rounds, { cores, generator, seconds }));
  }
  return {
    bench: bench.name,
    title: bench.title,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    generator: generator.name,
    pinned,
    rounds,
    seconds,
    versions: Object.fromEntries(servers.map(({ id, version }) => [id, version()])),
    missing: Object.fromEntries(missing),
    cases,
    bars: barResults(bench, cases),
  };
}

/** The servers that can do the work of a case, and the variants beside them. */
export function entriesOf(one: Case, servers: readonly ServerSpec[]): Entry[] {
  const entries: Entry[] = servers
    .filter(({ works }) => works.includes(one.work))
    .map((server) => ({ id: server.id, name: server.name, work: one.work, server, case: one, answer: one.answer }));
  for (const { server: id, work, name, answer = one.answer } of one.beside ?? []) {
    const server = servers.find((candidate) => candidate.id === id);
    if (server !== undefined) entries.push({ id: `${id}:${work}`, name, work, server, case: one, answer });
  }
  return entries;
}

async function measureCase(
  one: Case,
  entries: readonly Entry[],
  rounds: number,
  setting: Setting,
): Promise<CaseResult> {
  const sessions: { entry: Entry; session: Session; samples: Sample[] }[] = [];
  const times = one.measure.rounds(rounds);
  process.stdout.write(`\n${one.title}: warm-up`);
  try {
    for (const entry of entries) sessions.push({ entry, session: await one.measure.open(entry, setting), samples: [] });
    for (let round = 0; round < times; round++) {
      process.stdout.write(` ${round + 1}/${times}`);
      // Each round begins with another server, so that none always follows the same one.
      const first = round % sessions.length;
      for (const { session, samples } of [...sessions.slice(first), ...sessions.slice(0, first)]) {
        samples.push(await session.sample());
      }
    }
  } finally {
    process.stdout.write("\n");
    for (const { session } of sessions) await session.close();
  }
  return caseResult(one, sessions);
}

function report(bench: Bench, { only, servers, rounds, write }: BenchOptions, result: BenchResult): void {
  if (!write) return;
  if (only !== null || servers !== null || rounds < ROUNDS_TO_WRITE) {
    console.log("Nothing was written: docs/bench holds whole runs of at least 5 rounds.");
    return;
  }
  console.log(`Written: ${writeReport(bench.name, result).join(", ")}`);
}
