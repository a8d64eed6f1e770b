// Each door by itself: what it brings along, and that it runs without Node.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { exports: Record<string, unknown> };
const doors = Object.entries(exports).flatMap(([door, target]) =>
  typeof target === "object" ? [[door, (target as Record<string, string>)["@sockeye/source"] as string] as const] : [],
);

const NEEDS_NODE = new Set(["./compress"]);
// Kilobytes of 1,000 octets, minified: zod's part of it is 23, and every app that serves has it once.
const MOST = 45;
const MOST_WITH_JOSE = 75;

it.each(doors)(
  "%s brings no other middleware along, and no more than it needs",
  { timeout: 30_000 },
  async (door, source) => {
    const { metafile, outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: [source],
      bundle: true,
      minify: true,
      format: "esm",
      platform: NEEDS_NODE.has(door) ? "node" : "browser",
      target: "es2022",
      conditions: ["@sockeye/source"],
      // The app has them anyway.
      external: ["@sockeye/core/*", "@sockeye/router"],
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    const [output] = outputFiles;
    const size = (output?.contents.length ?? 0) / 1000;
    expect(size).toBeGreaterThan(0.5);
    expect(size).toBeLessThan(door === "./jwt" ? MOST_WITH_JOSE : MOST);

    const own = `src/${door.split("/")[1]}/`;
    const files = Object.keys(metafile.inputs).filter((file) => file.startsWith("src/"));
    const strangers = files.filter(
      (file) => !file.startsWith(own) && !/^src\/(?:[^/]+\.ts|(?:addresses|credentials|redis|secrets)\/.*)$/.test(file),
    );
    expect(strangers).toEqual([]);
    const node = Object.values(metafile.inputs).flatMap(({ imports }) =>
      imports.filter(({ path }) => path.startsWith("node:")),
    );
    expect(node.length > 0).toBe(NEEDS_NODE.has(door));
  },
);
