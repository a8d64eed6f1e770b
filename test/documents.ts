// The Markdown texts that a user reads: the READMEs and docs/.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("..", import.meta.url));

/** Paths from the workspace's root, with slashes. */
export function documents(): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  return [
    "README.md",
    ...docs.map((file) => `docs/${file.replaceAll("\\", "/")}`).filter((file) => file.endsWith(".md")),
    ...readmesIn("packages"),
    ...readmesIn("examples"),
  ];
}

function readmesIn(folder: string): string[] {
  const readmes = readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`);
  return readmes.filter((file) => existsSync(join(root, file)));
}
