// The files that links come in and go out by.

import type { Link } from "../links/link.js";
import { isBookmarksHtml, readBookmarksHtml, writeBookmarksHtml } from "./bookmarks-html.js";
import type { FoundLink } from "./found-link.js";
import { isJsonList, readJsonList, writeJsonList } from "./json-list.js";
import { readMarkdownList, writeMarkdownList } from "./markdown-list.js";

interface Format {
  readonly fileName: string;
  readonly mediaType: string;
  readonly write: (links: Iterable<Link>) => Iterable<string>;
}

export const FORMATS = {
  html: { fileName: "bookmarks.html", mediaType: "text/html; charset=utf-8", write: writeBookmarksHtml },
  markdown: { fileName: "links.md", mediaType: "text/markdown; charset=utf-8", write: writeMarkdownList },
  json: { fileName: "links.json", mediaType: "application/json", write: writeJsonList },
} as const satisfies Record<string, Format>;

/**
 * Reads a file of any of the formats. What is neither of the other two is Markdown, as every text is.
 * @returns `null` where it is broken
 */
export function readLinks(text: string): readonly FoundLink[] | null {
  if (isBookmarksHtml(text)) return readBookmarksHtml(text);
  if (isJsonList(text)) return readJsonList(text);
  return readMarkdownList(text);
}
