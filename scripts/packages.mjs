// Packs each package as it would be published, and has the packages read by publint and by are-the-types-wrong.

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packages, pnpm, root, tool } from "./workspace.mjs";

const packed = join(root, "packed");

/** Leaves a tarball of each package in `packed/`. */
export async function packPackages() {
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed);
  for (const folder of packages()) await pnpm("--dir", folder, "pack", "--pack-destination", packed);
}

export async function checkPackages() {
  await packPackages();
  for (const file of readdirSync(packed)) {
    await tool("publint", join(packed, file), "--strict");
    await tool("attw", join(packed, file), "--profile", "esm-only");
  }
}
