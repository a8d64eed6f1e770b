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
  printTable(
    ["behaviour", "rule", "right", "ours", ...present.map(({ name }) => name)],
    rows.map((row) => {
      const about = observations.filter((observation) => isAbout(row, observation));
      const cells = present.map(({ name }) =>
        cellOf(
          row,
          about.filter(({ peer }) => peer === name),
          explained,
        ),
      );
      return [row.behaviour, row.rule, row.right, oursOf(row, explained), ...cells];
    }),
  );
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

/** What one peer does about one row: `as we`, `accepts`, or in how many of its cases it differs. */
function cellOf(row: Difference, about: readonly Observation[], explained: Side["explained"]): string {
  const different = about.filter((observation) => explained.get(observation) === row);
  const [first] = different;
  if (first === undefined) return "as we";
  const share = different.length === about.length ? "" : ` ${different.length} of ${about.length}`;
  return `${first.disagreement}${share}`;
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
  const print = (line: readonly string[]): void => {
    console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column] as number)).join(" | ")} |`);
  };
  print(lines[0] as string[]);
  print(widths.map((width) => "-".repeat(width)));
  for (const line of lines.slice(1)) print(line);
}
