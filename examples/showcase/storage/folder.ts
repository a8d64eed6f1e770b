// Makes the folder of the data.

import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder, and those above it that are missing. `mkdirSync` with `recursive` does not come back where a system says
 * ENOENT to a folder whose parent is there, as Linux does below /proc.
 * @throws {Error} whose message is one line
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  try {
    for (const missing of missingIn(path)) make(missing);
    if (!statSync(path).isDirectory()) throw new Error("it is a file");
  } catch (error) {
    throw new Error(`There can be no folder ${path} for the data: ${(error as Error).message}`);
  }
}

/** The folders that are missing, the outermost first. */
function missingIn(path: string): readonly string[] {
  const parent = dirname(path);
  if (parent === path || statSync(path, { throwIfNoEntry: false }) !== undefined) return [];
  return [...missingIn(parent), path];
}

function make(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process was first.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
