// Checks each package as it would be published: packed by pnpm, read by publint and by are-the-types-wrong.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pnpm, publishedPackages, tool } from "./workspace.mjs";

export async function checkPackages() {
  for (const folder of publishedPackages()) {
    const packed = mkdtempSync(join(tmpdir(), "sockeye-pack-"));
    try {
      await pnpm("--dir", folder, "pack", "--pack-destination", packed);
      for (const file of readdirSync(packed)) {
        await tool("publint", join(packed, file), "--strict");
        await tool("attw", join(packed, file), "--profile", "esm-only");
      }
    } finally {
      rmSync(packed, { recursive: true });
    }
  }
}
