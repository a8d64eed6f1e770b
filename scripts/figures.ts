// The figures of README.md, from docs/bench/server.json: `npm run figures` writes them, a test holds that they are these.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BenchResult } from "../bench/src/load/result.js";

const path = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

const BEGIN = "<!-- figures of docs/bench/server.json, by `npm run figures` -->\n";
const END = "<!-- end of the figures -->\n";

const CASES: readonly (readonly [id: string, title: string])[] = [
  ["hello", "GET, 13 octets"],
  ["browser", "with a browser's 13 fields"],
  ["json", "POST of 1 KiB JSON"],
  ["pipelined", "GET, 16 pipelined"],
];
const SERVERS = ["sockeye", "bun", "node-http", "fastify", "hono", "koa", "express"];

/** The README as it is to be. */
export function withFigures(readme: string): string {
  const [before = "", rest = ""] = readme.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error("README.md has no place for the figures");
  return `${before}${BEGIN}${figures()}${END}${after}`;
}

function figures(): string {
  const file = path("docs/bench/server.json");
  if (!existsSync(file)) return "`npm run bench server` measures them; no run is on record yet.\n";
  const { cases, versions, machine, date, rounds } = JSON.parse(readFileSync(file, "utf8")) as BenchResult;
  const rows = SERVERS.map((id) => {
    const cells = CASES.map(([caseId]) => {
      const entry = cases.find((one) => one.id === caseId)?.entries.find((one) => one.id === id);
      return entry === undefined ? "" : (entry.median["cpu"] ?? Number.NaN).toFixed(1);
    });
    const name = cases.flatMap(({ entries }) => entries).find((entry) => entry.id === id)?.name ?? id;
    return `| ${[`${name} (${versions[id] ?? ""})`, ...cells].join(" | ")} |\n`;
  });
  const head = `| CPU µs per request | ${CASES.map(([, title]) => title).join(" | ")} |\n|---${"|---".repeat(CASES.length)}|\n`;
  return `${head}${rows.join("")}\nMedians of ${rounds} rounds, ${date}, ${machine.cpu}, Node ${machine.node.slice(1)}; [all of it](docs/bench/server.md).\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(path("README.md"), withFigures(readFileSync(path("README.md"), "utf8")));
}
