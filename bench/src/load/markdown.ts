// A result as Markdown: for the terminal, and as docs/bench/<name>.md.

import { tableOf } from "../measure.js";
import type { BarResult, BenchResult, CaseResult } from "./result.js";
import { figureOf } from "./result.js";

export function markdownOf(result: BenchResult): string {
  const sections = [settingOf(result), ...result.cases.map(caseTable)];
  if (result.bars.length > 0) sections.push(barTable(result.bars, result.cases));
  return sections.join("\n\n");
}

function settingOf({ date, machine, generator, pinned, rounds, seconds, versions, missing }: BenchResult): string {
  const lines = [
    `${date}, Node ${machine.node.slice(1)}, ${machine.cpu}, ${machine.processors} processors, ${machine.system}.`,
    `Load by ${generator}; ${pinned ? "server and load pinned to a processor each" : "nothing pinned"};`,
    `medians over ${rounds} rounds of ${seconds} s, the servers in turn.`,
    `Servers: ${Object.values(versions).join("; ")}.`,
    ...Object.entries(missing).map(([id, why]) => `**Left out: ${id}, for ${why}.**`),
  ];
  return lines.join("\n");
}

function caseTable({ title, figures, entries }: CaseResult): string {
  const header = ["server", ...figures.map((figure) => figure.title)];
  const rows = entries.map(({ name, median }) => [
    name,
    ...figures.map(({ key, digits }) => {
      const value = figureOf(median, key);
      return Number.isNaN(value) ? "–" : value.toFixed(digits);
    }),
  ]);
  return `## ${title}\n\n${tableOf(header, rows)}`;
}

function barTable(bars: readonly BarResult[], cases: readonly CaseResult[]): string {
  const rows = bars.map((bar) => {
    const { title, most, measured, spread, verdict } = bar;
    const range = spread?.map((value) => value.toFixed(2)).join(" to ") ?? "–";
    return [title, barText(bar, cases), measured?.toFixed(2) ?? "–", range, most.toFixed(2), verdict];
  });
  return `## Bars\n\n${tableOf(["case", "what", "measured", "half of the rounds", "at most", ""], rows)}`;
}

function barText({ case: id, server, against }: BarResult, cases: readonly CaseResult[]): string {
  const result = cases.find((one) => one.id === id);
  const nameOf = (entry: string): string => result?.entries.find((one) => one.id === entry)?.name ?? entry;
  const figure = result?.figures[0]?.title ?? "";
  return against === null ? `${nameOf(server)}, ${figure}` : `${nameOf(server)} ÷ ${nameOf(against)}, ${figure}`;
}
