// Server programs run as a user's would: as JavaScript, without a loader. Each file is translated by itself into bench/dist.

import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export async function buildPrograms(): Promise<void> {
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  rmSync(new URL("../../dist", import.meta.url), { recursive: true, force: true });
  await build({
    absWorkingDir: folder,
    entryPoints: ["src/**/*.ts"],
    outdir: "dist",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
}
