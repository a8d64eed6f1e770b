// The bookmarks file that browsers export and import, Netscape's format: nested lists of folders and links.
//
//   <DT><H3>Folder</H3>
//   <DL><p>
//     <DT><A HREF="https://example.org/" ADD_DATE="1700000000" TAGS="a,b" SHORTCUTURL="name">Title</A>
//     <DD>Description
//   </DL><p>

import { Parser } from "htmlparser2";
import type { Link } from "../links/link.js";
import { escapeHtml } from "./escape-html.js";
import type { FoundLink } from "./found-link.js";

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

export function isBookmarksHtml(text: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<!doctype\s+netscape-bookmark-file/i.test(text);
}

export function readBookmarksHtml(text: string): FoundLink[] {
  const links: Mutable<FoundLink>[] = [];
  /** Names of the folders around; `null` for one that every browser has, such as its toolbar. */
  const folders: (string | null)[] = [];
  let folder: string | null = null;
  let link: Mutable<FoundLink> | null = null;
  let reading: "folder" | "title" | "description" | null = null;

  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "h3") {
        reading = "folder";
        folder = "personal_toolbar_folder" in attributes || "unfiled_bookmarks_folder" in attributes ? null : "";
      } else if (name === "dl") {
        folders.push(folder);
        folder = null;
      } else if (name === "a") {
        reading = "title";
        link = foundLink(attributes, folders);
        links.push(link);
      } else if (name === "dd") reading = "description";
      else if (name === "dt") reading = null;
    },
    ontext(piece) {
      if (reading === "folder" && folder !== null) folder += piece;
      if (link === null) return;
      if (reading === "title") link.title += piece;
      if (reading === "description") link.description = (link.description ?? "") + piece;
    },
    onclosetag(name) {
      if (name === "h3" || name === "a") reading = null;
      if (name === "dl") {
        folders.pop();
        link = null;
      }
    },
  });
  parser.end(text);
  return links;
}

function foundLink(attributes: Readonly<Record<string, string>>, folders: readonly (string | null)[]): FoundLink {
  const { href = "", tags = "", shortcuturl: slug, add_date: added } = attributes;
  const seconds = /^\d{1,11}$/.test(added ?? "") ? Number(added) : null;
  return {
    url: href,
    title: "",
    tags: [...tags.split(","), ...folders.filter((name) => name !== null)],
    slug,
    created: seconds === null ? undefined : new Date(seconds * 1000).toISOString(),
  };
}

/** The file, line by line. */
export function* writeBookmarksHtml(links: Iterable<Link>): Iterable<string> {
  yield `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
`;
  for (const { url, title, description, slug, tags, created } of links) {
    const attributes = [
      ["HREF", url],
      ["ADD_DATE", String(Math.floor(Date.parse(created) / 1000))],
      ["TAGS", tags.join(",")],
      ["SHORTCUTURL", slug],
    ].map(([name, value = ""]) => `${name}="${escapeHtml(value)}"`);
    yield `    <DT><A ${attributes.join(" ")}>${escapeHtml(title)}</A>\n`;
    if (description !== "") yield `    <DD>${escapeHtml(description)}\n`;
  }
  yield "</DL><p>\n";
}
