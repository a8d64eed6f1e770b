// What a soak prints at its end.

import type { Crowd, Tally } from "./crowd.js";
import type { Flatness, Sample } from "./samples.js";
import type { Usage } from "./server.js";
import type { SlowHeadsResult } from "./slow-heads.js";

export interface MixedResult {
  readonly crowds: readonly Crowd[];
  readonly samples: readonly Sample[];
  readonly flatness: readonly Flatness[];
  /** What the server used before the first client, and some seconds after the last. */
  readonly before: Usage;
  readonly after: Usage;
  readonly isGood: boolean;
}

const count = (number: number): string => Math.round(number).toLocaleString("en");
const mebi = (octets: number): string => `${(octets / 2 ** 20).toFixed(1)} MiB`;

export function describeSample({ at, rss, files, connections }: Sample, crowds: readonly Crowd[]): string {
  const minutes = `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, "0")}`;
  const { answers, wrong } = sumOf(crowds);
  const use = `${count(connections)} connections, RSS ${mebi(rss)}, ${count(files)} files`;
  return `${minutes}  ${use}, ${count(answers)} answers right, ${count(wrong)} wrong`;
}

export function describeMixed({ crowds, samples, flatness, before, after, isGood }: MixedResult): string {
  const stalls = crowds.reduce((sum, { unjudged }) => sum + unjudged, 0);
  const tallies: [string, Tally][] = [...crowds.flatMap((crowd) => [...crowd.tallies]), ["all", sumOf(crowds)]];
  const rows = tallies.map(([name, { acts, answers, wrong }]) => [name, count(acts), count(answers), count(wrong)]);
  const most = Math.max(...samples.map(({ connections }) => connections));
  return [
    table(["a client that …", "times", "answers right", "wrong"], rows),
    ...(stalls > 0
      ? [`${count(stalls)} more failed while the clients' own process stood still, and are not judged.`]
      : []),
    ...crowds.flatMap(({ complaints }) => complaints).map((complaint) => `  wrong: ${complaint}`),
    "",
    table(
      ["from minute 2 on", "first third", "last third", "at most", ""],
      flatness.map(({ what, first, last, most: bound, isFlat }) => [
        what,
        count(first),
        count(last),
        count(bound),
        isFlat ? "flat" : "GROWS",
      ]),
    ),
    `Up to ${count(most)} connections at a time; ${((samples.at(-1)?.cpu ?? 0) / 1000).toFixed(0)} s of CPU time.`,
    `Before the first client: ${describeUse(before)}.`,
    `After the last: ${describeUse(after)}.`,
    verdict("Mixed clients", isGood),
  ].join("\n");
}

export function describeSlowHeads({ rounds, made, left, told, ratio, isGood }: SlowHeadsResult): string {
  return [
    table(
      ["", "requests", "p50 ms", "p99 ms", "server's CPU, ms a second"],
      rounds.map(({ title, requests, p50, p99, cpu }) => [
        title,
        count(requests),
        p50.toFixed(2),
        p99.toFixed(2),
        cpu.toFixed(0),
      ]),
    ),
    `p99 beside slow heads ÷ that of the other server, median: ${ratio.toFixed(2)} (at most 2).`,
    `${count(made)} slow heads: ${count(told)} were told 408, ${count(left)} are still there after the deadline.`,
    verdict("Slow heads", isGood),
  ].join("\n");
}

function sumOf(crowds: readonly Crowd[]): Tally {
  const sum: Tally = { acts: 0, answers: 0, wrong: 0 };
  for (const { acts, answers, wrong } of crowds.flatMap((crowd) => [...crowd.tallies.values()])) {
    sum.acts += acts;
    sum.answers += answers;
    sum.wrong += wrong;
  }
  return sum;
}

function describeUse({ rss, heap, files, connections }: Usage): string {
  return `RSS ${mebi(rss)}, heap ${mebi(heap)} without garbage, ${count(files)} files, ${count(connections)} connections`;
}

function verdict(what: string, isGood: boolean): string {
  return `${what}: ${isGood ? "good" : "NOT GOOD"}.`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [line(header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
