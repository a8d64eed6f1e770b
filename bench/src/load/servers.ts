// Servers of a bench: programs for Node, or for the Bun that the npm package brings.

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServerSpec } from "./bench.js";

const BUILT = new URL("../../dist/", import.meta.url);
const LAUNCH = fileURLToPath(new URL("load/launch.js", BUILT));
const require = createRequire(import.meta.url);

export interface Program {
  readonly id: string;
  readonly name: string;
  readonly works: readonly string[];
  /** Its module below `src/`, without `.ts`: `server/programs/koa`. */
  readonly program: string;
  /** Packages whose versions the report names. @defaultValue Node itself */
  readonly packages?: readonly string[];
}

export function nodeServer({ id, name, works, program, packages = [] }: Program): ServerSpec {
  const args = [LAUNCH, new URL(`${program}.js`, BUILT).href];
  return {
    id,
    name,
    works,
    version: () => (packages.length === 0 ? `node ${process.versions.node}` : packages.map(versionOf).join(", ")),
    launch: (work) => ({ command: process.execPath, args: [...args, work], ipc: true }),
  };
}

export function bunServer({ id, name, works, program }: Omit<Program, "packages">): ServerSpec {
  const args = [LAUNCH, new URL(`${program}.js`, BUILT).href];
  const bun = findBun();
  return {
    id,
    name,
    works,
    version: () => versionOf("bun"),
    missing: () =>
      bun === null ? "the npm package bun, an optional dependency, has no binary for this machine" : null,
    launch: (work) => ({ command: bun ?? "bun", args: [...args, work], ipc: true }),
  };
}

// The package `bun` has one optional dependency for each platform, and a build script that links its binary. That script is
// not run here.
export function findBun(): string | null {
  const arch = process.arch === "arm64" ? "aarch64" : process.arch;
  const binary = process.platform === "win32" ? "bun.exe" : "bun";
  const folder = packageFolder("bun");
  if (folder === null) return null;
  const fromBun = createRequire(join(folder, "package.json"));
  for (const suffix of ["", "-musl"]) {
    try {
      const manifest = fromBun.resolve(
        `@oven/bun-${process.platform.replace("win32", "windows")}-${arch}${suffix}/package.json`,
      );
      return join(dirname(manifest), "bin", binary);
    } catch {
      // Not the package of this platform.
    }
  }
  return null;
}

export function versionOf(name: string): string {
  const folder = packageFolder(name);
  if (folder === null) return `${name} (not installed)`;
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return `${name} ${version}`;
}

// Not every package exports its package.json, so it is looked for where require() would look for the package.
function packageFolder(name: string): string | null {
  const places = (require.resolve.paths(name) ?? []).map((place) => join(place, name));
  const place = places.find((folder) => existsSync(join(folder, "package.json")));
  return place === undefined ? null : realpathSync(place);
}
