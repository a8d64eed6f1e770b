// Markdown lists of links, as they stand in READMEs. Headings below the first level are tags of what follows, and so are the
// words at the end of an item that begin with `#`: a description that ends with such words does not come back as it was.
//
//   ## Databases
//   - [SQLite](https://sqlite.org/docs.html) — the documentation #sql #embedded

import { Parser } from "htmlparser2";
import { marked } from "marked";
import type { Link } from "../links/link.js";
import type { FoundLink } from "./found-link.js";

interface Item {
  url: string | null;
  title: string;
  /** What stands behind the link. */
  rest: string;
}

export function readMarkdownList(text: string): FoundLink[] {
  const links: FoundLink[] = [];
  /** Text of the headings around, by their level. */
  const headings: string[] = new Array(7).fill("");
  let level = 0;
  const items: Item[] = [];
  let isInLink = false;

  // What Markdown means is what its HTML says; only its text is used.
  const parser = new Parser({
    onopentag(name, { href = "" }) {
      if (headingLevel(name) > 0) {
        level = headingLevel(name);
        headings.fill("", level);
      }
      if (name === "ul" || name === "ol") endItem(items.at(-1));
      if (name === "li") items.push({ url: null, title: "", rest: "" });
      const item = items.at(-1);
      if (name === "a" && item?.url === null) {
        item.url = href;
        isInLink = true;
      }
    },
    ontext(piece) {
      if (level > 0) headings[level] += piece;
      const item = items.at(-1);
      if (item === undefined || item.url === null) return;
      if (isInLink) item.title += piece;
      else item.rest += piece;
    },
    onclosetag(name) {
      if (headingLevel(name) > 0) level = 0;
      if (name === "a") isInLink = false;
      if (name === "li") endItem(items.pop());
    },
  });

  // An item with a list inside ends before that: it is of the section, and its text is its own.
  const endItem = (item: Item | undefined): void => {
    if (item === undefined || item.url === null) return;
    const { description, tags } = descriptionOf(item.rest);
    links.push({ url: item.url, title: item.title, description, tags: [...tags, ...headings.slice(2)] });
    item.url = null;
    item.title = "";
    item.rest = "";
  };
  parser.end(marked.parse(text, { async: false }));
  return links;
}

function headingLevel(name: string): number {
  return /^h[1-6]$/.test(name) ? Number(name[1]) : 0;
}

function descriptionOf(rest: string): { description: string; tags: readonly string[] } {
  const [, text = "", words = ""] = /^(.*?)((?:\s+#\S+)*)$/s.exec(rest.trimEnd()) ?? [];
  return {
    description: text.replace(/^\s*(?:[-–—:]\s+)?/, "").trim(),
    tags: words.split(/\s+#/).filter((word) => word !== ""),
  };
}

/** The list, line by line. */
export function* writeMarkdownList(links: Iterable<Link>): Iterable<string> {
  yield "# Links\n\n";
  for (const { url, title, description, tags } of links) {
    const text = description === "" ? "" : ` — ${escapeMarkdown(description)}`;
    yield `- [${escapeMarkdown(title)}](<${url}>)${text}${tags.map((tag) => ` #${escapeMarkdown(tag)}`).join("")}\n`;
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>&#+.!|~()-]/g, "\\$&");
}
