// Packs each package as it would be published, and has the packages read by publint and by are-the-types-wrong; and checks
// that a build leaves middleware their names, by which logs and `explain` know them.

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ExitError, packages, pnpm, root, tool } from "./workspace.mjs";

const packed = join(root, "packed");

/** @type {[file: string, name: string, ...options: unknown[]][]} */
const NAMED = [
  ["packages/middleware/dist/csrf/index.js", "csrf"],
  ["packages/middleware/dist/secure-headers/index.js", "secureHeaders"],
  ["packages/middleware/dist/health/index.js", "health"],
  ["packages/static/dist/index.js", "files", root],
];

/** Leaves a tarball of each package in `packed/`. */
export async function packPackages() {
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed);
  for (const folder of packages()) await pnpm("--dir", folder, "pack", "--pack-destination", packed);
}

export async function checkPackages() {
  for (const [file, name, ...options] of NAMED) {
    const made = (await import(pathToFileURL(join(root, file)).href))[name](...options);
    if (made.name === name) continue;
    console.error(`${file}: what ${name}() gives has the name "${made.name}"`);
    throw new ExitError("names", 1);
  }
  await packPackages();
  for (const file of readdirSync(packed)) {
    await tool("publint", join(packed, file), "--strict");
    await tool("attw", join(packed, file), "--profile", "esm-only");
  }
}
