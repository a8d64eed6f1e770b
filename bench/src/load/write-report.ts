// docs/bench: a result as JSON, as a page and as a chart.

import { mkdirSync, writeFileSync } from "node:fs";
import { chartOf } from "./chart.js";
import { markdownOf } from "./markdown.js";
import type { BenchResult } from "./result.js";

const FOLDER = new URL("../../../docs/bench/", import.meta.url);

/** @returns the files, from the root of the workspace */
export function writeReport(name: string, result: BenchResult): string[] {
  const files: Record<string, string> = {
    [`${name}.json`]: `${JSON.stringify(result, null, 2)}\n`,
    [`${name}.svg`]: chartOf(result),
    [`${name}.md`]: pageOf(name, result),
  };
  mkdirSync(FOLDER, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(new URL(file, FOLDER), text);
  return Object.keys(files).map((file) => `docs/bench/${file}`);
}

function pageOf(name: string, result: BenchResult): string {
  const open = `# ${result.title}\n\nMade by \`npm run bench ${name}\`; [bench/README.md](../../bench/README.md) says how to read it.`;
  return `${open}\n\n![CPU time of each server, case by case; the tables below have the figures](${name}.svg)\n\n${markdownOf(result)}\n`;
}
