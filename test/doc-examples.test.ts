// Type-checks the TypeScript examples of the READMEs and of docs/, and runs those that say what they print.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { docBlocks } from "./doc-blocks.js";
import { documents, root } from "./documents.js";

// Inside examples/, so that a block imports what an example may import.
const folder = join(root, "examples/.doc-examples");

const examples = documents().flatMap((document) =>
  docBlocks(readFileSync(join(root, document), "utf8")).map((block) => ({
    ...block,
    at: `${document}:${block.line}`,
    file: join(folder, `${document.replaceAll("/", "-")}-${block.line}.ts`),
  })),
);

describe("the examples of the documentation", () => {
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    // As many empty lines above as the document has, so that an error names the document's line.
    for (const { file, line, code } of examples) writeFileSync(file, "\n".repeat(line) + code);
    const compilerOptions = { moduleDetection: "force", noUnusedLocals: false, incremental: false };
    const project = { extends: "../../tsconfig.check.json", compilerOptions, include: ["*.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  });

  it("type-check", { timeout: 60_000 }, () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(node(join(root, "node_modules/typescript/bin/tsc"), "-p", folder)).toEqual({ status: 0, output: "" });
  });

  it.each(examples.filter((example) => example.output !== null))(
    "$at prints what it says",
    ({ file, output }) => {
      const printed = node("--conditions=@sockeye/source", "--import", "tsx", file);
      expect(printed).toEqual({ status: 0, output });
    },
    20_000,
  );
});

describe("the scheme", () => {
  it.each([
    { rule: "a ts block is an example", markdown: "a\n```ts\nf();\n```\n", expected: [[2, "f();\n", null]] },
    { rule: "unless it says no-check", markdown: "```ts no-check\nf();\n```\n", expected: [] },
    { rule: "other languages are none", markdown: "```sh\nls\n```\n", expected: [] },
    {
      rule: "one that runs prints the next block",
      markdown: "```ts\n// runs\nf();\n```\n\nprints\n\n```text\n1\n```\n",
      expected: [[1, "// runs\nf();\n", "1\n"]],
    },
  ])("$rule", ({ markdown, expected }) => {
    expect(docBlocks(markdown).map(({ line, code, output }) => [line, code, output])).toEqual(expected);
  });

  it("refuses an example that runs and says not what it prints", () => {
    expect(() => docBlocks("```ts\n// runs\n```\n\n```ts\n```\n")).toThrow("no text block follows");
  });
});

function node(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  return { status, output: stdout + stderr };
}
