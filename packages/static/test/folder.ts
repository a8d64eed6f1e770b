// A folder for a test, and what it takes to ask for the files in it.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Files } from "../src/index.js";

/** Last-Modified of the files that `folder` makes. */
export const MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";
const SECONDS = Date.parse(MODIFIED) / 1000;

/** Makes a folder with these files, last modified long ago, which is gone behind the test. @returns its real path */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "sockeye-static-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) write(root, name, content);
  return root;
}

export function write(root: string, name: string, content: string | Uint8Array): void {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  utimesSync(path, SECONDS, SECONDS);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks a handler, and reads the answer to its end. */
export async function ask(
  files: Files,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method: string = "GET",
): Promise<Answer> {
  const response = await files(new Request(`http://host${path}`, { method, headers }));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The files below a folder that this process has open; none where the system does not say. */
export function openFiles(root: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(root) ? [path] : [];
    } catch {
      return [];
    }
  });
}

/** Waits until a later change of what is written now has another time stamp. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}
