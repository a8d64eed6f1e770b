// The links of the documentation: each relative one leads to a file of the repository, and to a heading where it names one.

import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, it } from "vitest";
import { documents, root } from "./documents.js";

const links = documents().flatMap((document) =>
  [...proseOf(document).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = ""]) => ({ document, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target)),
);

it("there are some", () => {
  expect(links.length).toBeGreaterThan(20);
});

it.each(links)("$document: $target", ({ document, target }) => {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? document : posix.join(posix.dirname(document), path);
  expect(existsSync(`${root}${file}`), `${file} exists`).toBe(true);
  if (heading !== undefined) expect(headingsOf(file)).toContain(heading);
});

function proseOf(document: string): string {
  return readFileSync(`${root}${document}`, "utf8").replaceAll(/^```.*?^```/gms, "");
}

/** Headings as the usual renderers make anchors of them. */
function headingsOf(document: string): string[] {
  return [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
