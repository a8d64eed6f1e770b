// The folder that every server of the static bench serves, the same files for all of them.

import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** Names of files by their octets. */
export const FILES = { "1k.bin": KIB, "100k.bin": 100 * KIB, "10m.bin": 10 * MIB, "1g.bin": GIB } as const;
export type FileName = keyof typeof FILES;

/** So many files of 1 KiB, whose paths these are. */
export const MANY: readonly string[] = Array.from({ length: 10_000 }, (_, i) => `/many/${i}.bin`);

/** What the server programs find the folder by. */
export const SITE = "SOCKEYE_BENCH_SITE";

const PIECE: Buffer = Buffer.from("Sockeye salmon swim up the river. ".repeat(40_000).slice(0, MIB));
const LONG_AGO = 1e9;

/** Octets of a file that is small enough to be held. */
export function contentOf(name: FileName): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(FILES[name] / MIB) }, () => PIECE)).subarray(0, FILES[name]);
}

/** The entity-tag that Sockeye gives to content. */
export function tagOf(content: Buffer): string {
  return `"${createHash("sha1").update(content).digest("base64url")}"`;
}

/** Makes the folder the first time; it is gone when the process ends. @returns its path */
export function site(): string {
  const known = process.env[SITE];
  if (known !== undefined) return known;
  const root = mkdtempSync(join(tmpdir(), "sockeye-static-bench-"));
  process.env[SITE] = root;
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  for (const name of ["1k.bin", "100k.bin", "10m.bin"] as const) write(join(root, name), FILES[name]);
  mkdirSync(join(root, "many"));
  for (const path of MANY) write(join(root, path), KIB);
  return root;
}

/** The path of a file, which is made where it is not there yet: the largest takes its time. */
export function fileOf(name: FileName): string {
  const path = join(site(), name);
  if (!existsSync(path)) write(path, FILES[name]);
  return path;
}

function write(path: string, size: number): void {
  if (size <= MIB) writeFileSync(path, PIECE.subarray(0, size));
  else {
    const fd = openSync(path, "w");
    for (let at = 0; at < size; at += MIB) writeSync(fd, PIECE);
    closeSync(fd);
  }
  utimesSync(path, LONG_AGO, LONG_AGO);
}
