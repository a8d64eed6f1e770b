// docs/adapters-conformance.md cites tests by file and by name: each has to be there.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const tests = new URL("../", import.meta.url);
const document = readFileSync(new URL("../../../docs/adapters-conformance.md", tests), "utf8");

// `apps/adapters` "name of a describe or it", "another"
const CITATION = /`(?<file>(?:apps|message|transport|server)\/[\w-]+)`(?<names>(?: "[^"]+",?)*)/g;

const citations = [...document.matchAll(CITATION)].map(({ groups }) => ({
  file: groups?.["file"] as string,
  names: [...(groups?.["names"] ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1] as string),
}));

it("cites tests", () => {
  expect(citations.length).toBeGreaterThan(40);
});

it.each(citations)("$file $names", ({ file, names }) => {
  const path = [`${file}.test.ts`, `${file}.ts`].map((name) => fileURLToPath(new URL(name, tests))).find(existsSync);
  expect(path, "no such file").toBeDefined();
  const text = readFileSync(path as string, "utf8");
  for (const name of names) expect(text).toContain(name);
});
