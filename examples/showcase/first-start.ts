// A database that is new gets somebody who can sign in, and some links to look at.

import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Entry, LinkStore } from "./links/link-store.js";
import type { PeopleStore } from "./people/people-store.js";
import { entryOf, isEntry } from "./transfer/found-link.js";
import { readMarkdownList } from "./transfer/markdown-list.js";

const SAMPLE = new URL("./sample/links.md", import.meta.url);

export interface Admin {
  readonly name: string;
  readonly password: string;
}

/** @returns the admin, where one was made; the password stands nowhere else */
export async function prepareFirstStart(
  people: PeopleStore,
  links: LinkStore,
  password: string = randomBytes(9).toString("base64url"),
): Promise<Admin | null> {
  if (!people.isEmpty) return null;
  const entries = readMarkdownList(await readFile(SAMPLE, "utf8"))
    .map(entryOf)
    .filter(isEntry);
  const { id, name } = await people.add({ name: "admin", password, role: "admin" });
  links.addAll(mixed(entries), id);
  return { name, password };
}

/** The file is in sections, and people add links in no order: mixed up, always in the same way. */
function mixed(entries: readonly Entry[]): readonly Entry[] {
  const keyOf = ({ url }: Entry): string => createHash("sha256").update(url).digest("hex");
  return [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
