// A link as it stands in a file that somebody brings, and what of it can be taken.

import { Draft } from "../links/link.js";
import type { Entry } from "../links/link-store.js";

export interface FoundLink {
  readonly url: string;
  readonly title: string;
  readonly description?: string | undefined;
  /** Names of the folders or sections that it is in, and its own tags. */
  readonly tags?: readonly string[] | undefined;
  readonly slug?: string | undefined;
  readonly created?: string | undefined;
}

export interface RefusedLink {
  readonly title: string;
  readonly url: string;
  readonly reason: string;
}

/** @returns the link as one can be added, its texts cut to what there is room for; or why it cannot be */
export function entryOf(found: FoundLink): Entry | RefusedLink {
  const url = found.url.trim();
  const title = inOneLine(found.title).slice(0, 200) || url.slice(0, 200);
  const { data, error } = Draft.safeParse({
    url,
    title,
    description: inOneLine(found.description ?? "").slice(0, 1000),
    tags: (found.tags ?? []).map(tagOf).filter(isTag).slice(0, 12),
    slug: Draft.shape.slug.safeParse(found.slug).data,
  });
  if (data === undefined) return { title, url: url.slice(0, 200), reason: error.issues[0]?.message ?? "Not a link" };
  return { ...data, created: found.created };
}

export function isEntry(judged: Entry | RefusedLink): judged is Entry {
  return !("reason" in judged);
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** `"HTTP & the Web"` → `"http-the-web"`: a folder's name is seldom one word. What is a tag stays as it is. */
function tagOf(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}\p{M}+#._-]+/gu) ?? [];
  return words
    .join("-")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .slice(0, 40);
}

function isTag(tag: string): boolean {
  return Draft.shape.tags.safeParse([tag]).success;
}
