// The test suite, on sources, under every Node that is supported. The npm package `node` brings them.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitError, run } from "./workspace.mjs";

const RELEASES = [20, 22, 24, 26];

/** @throws {ExitError} where a release fails, after all of them have run */
export async function runMatrix() {
  const folder = mkdtempSync(join(tmpdir(), "sockeye-matrix-"));
  const rows = [];
  try {
    for (const release of RELEASES) rows.push(await runUnder(release, join(folder, `${release}.json`)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.table(rows);
  if (rows.some((row) => row.result !== "passed")) throw new ExitError("test:matrix", 1);
}

/**
 * @param {number} release
 * @param {string} report where vitest leaves its counts
 */
async function runUnder(release, report) {
  const start = performance.now();
  const node = ["--yes", `node@${release}`];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  /** @type {unknown} */
  let failure;
  try {
    await run("npx", [...node, "--version"]);
    await run("npx", [...node, "node_modules/vitest/vitest.mjs", "run", ...reporters]);
  } catch (error) {
    failure = error;
  }
  return {
    node: release,
    result: failure === undefined ? "passed" : "failed",
    ...countsOf(report),
    seconds: Math.round((performance.now() - start) / 1000),
  };
}

/** @param {string} report */
function countsOf(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 }; // vitest did not come as far as a report.
  }
}
