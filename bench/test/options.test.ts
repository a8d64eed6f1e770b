import { expect, it } from "vitest";
import { BenchError } from "../src/load/bench-error.js";
import { resolveOptions } from "../src/load/options.js";
import { serverBench } from "../src/server/bench.js";

const DEFAULTS = { rounds: 5, seconds: 1, only: null, servers: null, check: false, write: true };

it.each([
  { line: "", expected: DEFAULTS },
  { line: "--rounds 9 --seconds=2", expected: { ...DEFAULTS, rounds: 9, seconds: 2 } },
  { line: "--only hello,idle --servers bun", expected: { ...DEFAULTS, only: ["hello", "idle"], servers: ["bun"] } },
  { line: "--check --no-write", expected: { ...DEFAULTS, check: true, write: false } },
])("taken: $line", ({ line, expected }) => {
  expect(resolveOptions(serverBench, words(line))).toEqual(expected);
});

it.each([
  { line: "--round 9", problem: /Unknown option '--round'[\s\S]*--rounds N/ },
  { line: "nine", problem: /Unexpected argument 'nine'/ },
  { line: "--rounds 0", problem: /--rounds takes a whole number from 1 to 9999, not "0"/ },
  { line: "--seconds 1.5", problem: /--seconds takes a whole number/ },
  { line: "--only", problem: /argument missing/ },
  { line: "--only hello,helo", problem: /--only: there is no "helo"\. Choose from hello, browser/ },
  { line: "--servers nginx", problem: /--servers: there is no "nginx"\. Choose from sockeye, net/ },
])("refused: $line", ({ line, problem }) => {
  const resolve = () => resolveOptions(serverBench, words(line));
  expect(resolve).toThrow(BenchError);
  expect(resolve).toThrow(problem);
});

function words(line: string): string[] {
  return line.split(" ").filter((word) => word !== "");
}
