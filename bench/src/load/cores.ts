// Which processors the server and the load get: one each, so that neither is moved and neither takes the other's time.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Cores } from "./bench.js";

/** The first two processors that this process may use; none where there is no `taskset`, or but one processor. */
export function chooseCores(): Cores {
  const none = { server: null, load: null };
  if (process.platform !== "linux" || spawnSync("taskset", ["--version"]).status !== 0) return none;
  const [server, load] = allowedCores(readFileSync("/proc/self/status", "latin1"));
  return server === undefined || load === undefined ? none : { server, load };
}

/** @param status the text of /proc/self/status, where `Cpus_allowed_list: 0-1,4` stands */
export function allowedCores(status: string): number[] {
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status)?.[1];
  if (list === undefined) return [];
  return list.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** A command that keeps to one processor; it becomes the program itself, so that its process is the program's. */
export function pinned(core: number | null, command: string, args: readonly string[]): [string, string[]] {
  return core === null ? [command, [...args]] : ["taskset", ["-c", String(core), command, ...args]];
}
