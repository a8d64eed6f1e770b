// What a user's bundle grows by: each door bundled and minified by esbuild, from the sources.
//
// The codec's budget is what travels, compressed: a third of it is the sentences of the error catalogue.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

type Platform = "browser" | "node";

interface Budget {
  readonly door: string;
  readonly entry: string;
  /** Kilobytes of 1,000 octets. */
  readonly kilobytes: number;
  readonly measure: "minified" | "minified and compressed by gzip";
  /** @defaultValue `node` */
  readonly platform?: Platform;
}

const BUDGETS: readonly Budget[] = [
  { door: "@sockeye/core", entry: "packages/core/src/index.ts", kilobytes: 115, measure: "minified" },
  {
    door: "@sockeye/core/protocol",
    entry: "packages/core/src/protocol/index.ts",
    kilobytes: 16,
    measure: "minified and compressed by gzip",
  },
  { door: "@sockeye/core/message", entry: "packages/core/src/message/index.ts", kilobytes: 25, measure: "minified" },
  // With what it stands on, the messages among it, and without what it loads on Node only.
  {
    door: "@sockeye/router",
    entry: "packages/router/src/index.ts",
    kilobytes: 90,
    measure: "minified",
    platform: "browser",
  },
];

it.each(BUDGETS)("$door is at most $kilobytes kB, $measure", async ({ door, entry, kilobytes, measure, platform }) => {
  const code = await minified(entry, platform ?? "node");
  const size = (measure === "minified" ? code : gzipSync(code)).length / 1000;
  console.log(`${door}: ${size.toFixed(1)} kB of ${kilobytes} kB, ${measure}`);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(kilobytes);
});

async function minified(entry: string, platform: Platform): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    platform,
    conditions: ["@sockeye/source"],
    target: "es2022",
    charset: "utf8",
    write: false,
  });
  return Buffer.concat(outputFiles.map((file) => file.contents));
}
