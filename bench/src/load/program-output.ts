// Runs a load generator to its end.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { BenchError } from "./bench-error.js";
import { pinned } from "./cores.js";

const GRACE_MS = 20_000;

/**
 * @param seconds how long it means to run
 * @returns what it wrote to stdout
 * @throws {BenchError} where it fails, or runs 20 s longer than it meant to
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  core: number | null,
  seconds: number,
): Promise<string> {
  const child = spawn(...pinned(core, command, args), {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: seconds * 1000 + GRACE_MS,
  });
  const exit = once(child, "exit") as Promise<[code: number | null, signal: string | null]>;
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  if (code !== 0) throw new BenchError(`${command} failed (${signal ?? `exit code ${code}`}).\n${stderr || stdout}`);
  return stdout;
}
