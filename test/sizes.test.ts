// What a user's bundle grows by: each door bundled and minified by esbuild, from the sources.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

interface Budget {
  readonly door: string;
  readonly entry: string;
  /** Kilobytes of 1,000 octets, minified, not compressed. */
  readonly kilobytes: number;
}

const BUDGETS: readonly Budget[] = [
  { door: "@sockeye/core", entry: "packages/core/src/index.ts", kilobytes: 40 },
  { door: "@sockeye/core/protocol", entry: "packages/core/src/protocol/index.ts", kilobytes: 16 },
];

it.each(BUDGETS)("$door is at most $kilobytes kB", async ({ door, entry, kilobytes }) => {
  const size = (await minifiedOctets(entry)) / 1000;
  console.log(`${door}: ${size.toFixed(1)} kB of ${kilobytes} kB`);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(kilobytes);
});

async function minifiedOctets(entry: string): Promise<number> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    write: false,
  });
  return outputFiles.reduce((sum, file) => sum + file.contents.length, 0);
}
