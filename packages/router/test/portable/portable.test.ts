// The router runs where there is no Node: bundled for a browser's platform, in a context without Node's globals, and on Bun.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { findBun } from "../../../../bench/src/load/servers.js";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// What every runtime of the web platform has. The language's own globals are the context's.
const WEB = [
  "AbortController",
  "AbortSignal",
  "Blob",
  "File",
  "FormData",
  "Headers",
  "ReadableStream",
  "Request",
].concat(["Response", "TextDecoder", "TextEncoder", "URL", "URLSearchParams", "console", "queueMicrotask"]);

const OUTCOME = {
  answers: [
    ["Response", 200, "200", "text"],
    ["Response", 200, "200", ""],
    ["Response", 200, "200", '{"id":"a/b","query":"1","accepts":"json"}'],
    ["Response", 200, "200", '{"a":[1,"\u20ac"]}'],
    ["Response", 400, "400", expect.stringContaining("JSON_MALFORMED")],
    ["Response", 200, "200", '[["a","1"]]'],
    ["Response", 200, "200", "ab"],
    ["Response", 200, "200", "d"],
    ["Response", 409, "409", '{"title":"Conflict","status":409,"detail":"taken"}'],
    ["Response", 500, "500", '{"title":"Internal Server Error","status":500}'],
    ["Response", 200, "200", '["ada","7","/7"]'],
    ["Response", 404, "404", '{"title":"Not Found","status":404}'],
    ["Response", 405, "405", '{"title":"Method Not Allowed","status":405}'],
    ["Response", 400, "400", expect.stringContaining("PATH_MALFORMED")],
  ],
  verdicts: 0,
  explained: "/users/:id",
  listening: "Error: listen() needs Node; elsewhere give the runtime app.fetch",
};

async function bundle(): Promise<{ code: string; inputs: string[] }> {
  const { metafile, outputFiles } = await build({
    entryPoints: [here("scenario.ts")],
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    conditions: ["@sockeye/source"],
    metafile: true,
    write: false,
  });
  return { code: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

describe("bundled for a browser's platform", () => {
  let code: string;
  let inputs: string[];
  beforeAll(async () => {
    ({ code, inputs } = await bundle());
  });

  it("has nothing of Node, of our server, and of a schema library", () => {
    const needless = /core\/src\/(?!message\/|protocol\/(?:grammar|start-line\/reason-phrases))|zod|busboy/;
    expect(inputs.filter((input) => needless.test(input) && !input.startsWith("(disabled)"))).toEqual([]);
    expect(inputs.length).toBeGreaterThan(40);
    expect(code).not.toMatch(/["']node:/);
  });

  it("runs in a context without Node's globals", async () => {
    const globals = Object.fromEntries(WEB.map((name) => [name, (globalThis as Record<string, unknown>)[name]]));
    const context = createContext(globals);
    expect(runInContext("typeof process + typeof Buffer + typeof require + typeof setImmediate", context)).toBe(
      "undefined".repeat(4),
    );
    runInContext(code, context);
    expect(JSON.parse(await (globals["outcome"] as Promise<string>))).toEqual(OUTCOME);
  });

  const bun = findBun();
  if (bun === null) console.warn("SKIPPED: the router on Bun. The npm package bun has no binary for this machine.");

  it.skipIf(bun === null)("runs on Bun", { timeout: 30_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "sockeye-bun-"));
    try {
      writeFileSync(join(folder, "scenario.mjs"), `${code}\nconsole.log(await globalThis.outcome);\n`);
      const { status, stderr, stdout } = spawnSync(bun as string, [join(folder, "scenario.mjs")], { encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(JSON.parse(stdout)).toEqual(OUTCOME);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("on Node", () => {
  it("an app without schemas loads neither zod nor our server nor a parser for multipart", () => {
    // Later releases of Node have other hooks, and say so.
    const args = ["--no-deprecation", "--conditions=@sockeye/source", "--import", "tsx", here("loads.ts")];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: here("../.."), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const loaded = stdout.split("\n");
    expect(loaded.some((url) => url.includes("/packages/router/src/application.ts"))).toBe(true);
    expect(loaded.filter((url) => /zod|busboy|core\/src\/(?:index|server|transport)/.test(url))).toEqual([]);
  });
});
