// Runs programs from the workspace's root. Only what Node brings, for it is used before anything is installed.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const onWindows = process.platform === "win32";

/** A program ended with another exit code than 0. It has said why itself. */
export class ExitError extends Error {
  /**
   * @param {string} command
   * @param {number} code
   */
  constructor(command, code) {
    super(`${command} ended with exit code ${code}`);
    this.code = code;
  }
}

/**
 * Runs a program to its end with this process's input and output; SIGINT and SIGTERM reach it. It ends too when npm was
 * told to: npm signals the shell between us, and most shells die of that without a word to us.
 * @param {string} command
 * @param {readonly string[]} args
 * @throws {ExitError}
 */
export async function run(command, args) {
  // npx and what stands in node_modules/.bin are .cmd files on Windows, which only a shell starts.
  const child = spawn(command, args, { cwd: root, stdio: "inherit", shell: onWindows && command !== process.execPath });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on("SIGINT", forward).on("SIGTERM", forward);
  const shell = "npm_lifecycle_event" in process.env ? process.ppid : null;
  const watch = setInterval(() => shell !== null && shell !== process.ppid && child.kill(), 250);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status) => resolve(status ?? 1));
    });
    if (code !== 0) throw new ExitError(command, code);
  } finally {
    clearInterval(watch);
    process.off("SIGINT", forward).off("SIGTERM", forward);
  }
}

/**
 * Runs a program that a development dependency brought.
 * @param {string} name
 * @param {readonly string[]} args
 */
export function tool(name, ...args) {
  return run(join("node_modules", ".bin", name), args);
}

/**
 * Runs a JavaScript program of the workspace.
 * @param {string} file
 * @param {readonly string[]} args
 */
export function script(file, ...args) {
  return run(process.execPath, [file, ...args]);
}

/**
 * Runs a TypeScript program of the workspace.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ from: "sources" | "builds" }} options what the workspace's packages resolve to
 */
export function program(file, args, { from }) {
  const conditions = from === "sources" ? ["--conditions=@sockeye/source"] : [];
  return run(process.execPath, [...conditions, "--import", "tsx", file, ...args]);
}

/**
 * Runs the pnpm that package.json names; npx fetches it where it is not there yet.
 * @param {readonly string[]} args
 */
export function pnpm(...args) {
  return run("npx", ["--yes", manifestOf(".").packageManager, ...args]);
}

/** Folders of the packages. */
export function packages() {
  return readdirSync(join(root, "packages")).map((name) => join("packages", name));
}

/** Names of the examples that a user starts: folders of examples/ with a `main.ts`. */
export function examples() {
  const names = readdirSync(join(root, "examples"));
  return names.filter((name) => existsSync(join(root, "examples", name, "main.ts")));
}

/** @param {string} folder */
function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}
