// What the check prints: a summary for people at a terminal, or the tables of docs/conformance.md.

import { type Difference, isAbout } from "./difference.js";
import type { Observation } from "./observe.js";
import type { PeerName } from "./peer.js";
import type { Side } from "./side.js";
import type { Message, Verdict } from "./verdict.js";

const LONGEST_SHOWN = 160;
const RIGHT = ["ours", "policy", "deviation"] as const;

export function printSummary(side: Side): void {
  const { title, peers, observations, explained, unexplained, stale } = side;
  console.log(`\n${title}\n`);
  const header = ["peer", "version", "cases", "same", ...RIGHT, "unexplained"];
  const rows = peers.map(({ name, version }) => {
    const seen = observations.filter(({ peer }) => peer === name);
    const reasons = seen.map((observation) => explained.get(observation)?.right);
    return [
      name,
      version ?? "not installed",
      seen.length,
      seen.filter(({ disagreement }) => disagreement === null).length,
      ...RIGHT.map((right) => reasons.filter((reason) => reason === right).length),
      unexplained.filter(({ peer }) => peer === name).length,
    ];
  });
  printTable(header, rows);

  console.log("\nExplained differences by rule\n");
  const present = peers.filter(({ version }) => version !== null).map(({ name }) => name);
  const rules = [...new Set([...explained.values()].map(({ rule }) => rule))].sort();
  printTable(
    ["rule", ...present],
    rules.map((rule) => [rule, ...present.map((name) => countOf(explained, name, rule))]),
  );

  for (const observation of unexplained) console.log(`\nNot explained: ${describe(observation)}`);
  for (const { behaviour, rule } of stale) console.log(`\nNo longer seen: ${behaviour} (${rule})`);
}

/** The table of docs/conformance.md. */
export function printMarkdown({ title, peers, observations, rows, explained }: Side): void {
  const present = peers.filter(({ version }) => version !== null);
  console.log(`### ${title}: ${present.map(({ name, version }) => `${name} ${version}`).join(", ")}\n`);
  printLine(["behaviour", "rule", "ours", ...present.map(({ name }) => name), "right", "why"]);
  printLine(Array.from({ length: present.length + 5 }, () => "---"));
  for (const row of rows) {
    const about = observations.filter((observation) => isAbout(row, observation));
    const cells = present.map(({ name }) =>
      cellOf(
        row,
        about.filter(({ peer }) => peer === name),
        explained,
      ),
    );
    printLine([row.behaviour, row.rule, oursOf(row, explained), ...cells, row.right, row.why]);
  }
  console.log("");
}

function countOf(explained: Side["explained"], name: PeerName, rule: string): number {
  return [...explained].filter(([{ peer }, row]) => peer === name && row.rule === rule).length;
}

function oursOf(row: Difference, explained: Side["explained"]): string {
  const mine = [...explained].filter(([, found]) => found === row).map(([observation]) => observation);
  const codes = new Set(mine.filter(({ disagreement }) => disagreement === "accepts").map(({ ours }) => ours.refusal));
  return codes.size === 0 ? "read" : [...codes].join(", ");
}

/** What one peer does about one row, and in how many of those cases where no other row speaks of it. */
function cellOf(row: Difference, about: readonly Observation[], explained: Side["explained"]): string {
  const judged = about.filter((observation) => (explained.get(observation) ?? row) === row);
  const different = judged.filter(({ disagreement }) => disagreement !== null);
  const [first] = different;
  if (first === undefined) return judged.length === 0 ? "–" : "as we";
  const share = different.length === judged.length ? "" : ` ${different.length} of ${judged.length}`;
  return `${first.disagreement}${share}${statusesOf(different)}`;
}

function statusesOf(different: readonly Observation[]): string {
  const statuses = different
    .filter(({ disagreement }) => disagreement === "refuses")
    .map(({ theirs }) => theirs.refusal ?? "")
    .filter((refusal) => /^\d{3}$/.test(refusal));
  return statuses.length === 0 ? "" : ` (${[...new Set(statuses)].sort().join(", ")})`;
}

function describe({ peer, wireCase, ours, theirs, disagreement }: Observation): string {
  return [
    `${peer} ${disagreement} ${wireCase.id}: ${wireCase.rule} (${wireCase.section})`,
    `  octets ${shown(wireCase.wire)}`,
    `  ours   ${verdictText(ours)}`,
    `  theirs ${verdictText(theirs)}`,
  ].join("\n");
}

function verdictText({ messages, refusal }: Verdict): string {
  const read = messages.map(({ start, content }: Message) => (content === "" ? start : `${start} ${shown(content)}`));
  return [...read, refusal === null ? "end" : `refused: ${refusal}`].join(" | ");
}

function shown(octets: string): string {
  const text = JSON.stringify(octets);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}… (${octets.length} octets)`;
}

function printTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const lines = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  const [first, ...others] = lines.map((row) => row.map((cell, column) => cell.padEnd(widths[column] as number)));
  printLine(first as string[]);
  printLine(widths.map((width) => "-".repeat(width)));
  for (const line of others) printLine(line);
}

function printLine(cells: readonly string[]): void {
  console.log(`| ${cells.join(" | ")} |`);
}
