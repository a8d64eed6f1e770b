// The page that lists a folder, as text. It has no script, and whatever a file is named is text there.

import { encodeSegment } from "../canonical-path.js";
import type { Entry, Sorting, SortKey } from "./entry.js";

/** The page's only style; its hash stands in the page's Content-Security-Policy. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --quiet: color-mix(in srgb, currentColor 60%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
h1 a { color: inherit; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; white-space: nowrap; }
th a { color: inherit; text-decoration: none; }
th a:hover, td a:hover, h1 a:hover { text-decoration: underline; }
td a { text-decoration: none; overflow-wrap: anywhere; }
td + td, th + th { text-align: right; white-space: nowrap; color: var(--quiet); }
tbody tr:hover { background: #8881; }
@media (max-width: 36rem) { td:last-child, th:last-child { display: none; } }
`;

const COLUMNS: readonly (readonly [key: SortKey, title: string])[] = [
  ["name", "Name"],
  ["size", "Size"],
  ["modified", "Modified"],
];

/**
 * @param segments of the folder's path below the root
 * @returns the page up to its first entry
 */
export function pageStart(segments: readonly string[], sorting: Sorting): string {
  const title = escapeHtml(`/${segments.join("/")}`);
  const parent = segments.length === 0 ? "" : '<tr><td><a href="../">../</a></td><td></td><td></td></tr>\n';
  const heads = COLUMNS.map(([key, name]) => columnHead(key, name, sorting)).join("");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${crumbs(segments)}</h1>
<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${parent}`;
}

export function pageEntry({ name, isFolder, size, modified }: Entry): string {
  const slash = isFolder ? "/" : "";
  const time = isoTime(modified);
  const octets = isFolder ? "" : `<span title="${size} octets">${humanSize(size)}</span>`;
  const date = `<time datetime="${time}">${time.slice(0, 16).replace("T", " ")}</time>`;
  return `<tr><td><a href="${hrefOf(name)}${slash}">${escapeHtml(name)}${slash}</a></td><td>${octets}</td><td>${date}</td></tr>\n`;
}

export const PAGE_END = "</tbody>\n</table>\n</body>\n</html>\n";

/** Text that can stand in an element or in an attribute's quotes. Control characters, which could turn lines, show as `�`. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return ENTITIES[character] ?? "\ufffd";
  });
}

/** `1.5 MiB` */
export function humanSize(octets: number): string {
  let size = octets;
  let unit = 0;
  while (size >= 1023.5 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

// "./" keeps a name with a colon from being a scheme, and "//" from being a host.
function hrefOf(name: string): string {
  return `./${escapeHtml(encodeSegment(name))}`;
}

function crumbs(segments: readonly string[]): string {
  const links = ["", ...segments].map((name, i) => {
    const up = "../".repeat(segments.length - i) || "./";
    return `<a href="${up}">${escapeHtml(name)}/</a>`;
  });
  return links.join("");
}

function columnHead(key: SortKey, name: string, { sort, order }: Sorting): string {
  const isSorted = key === sort;
  const next = isSorted && order === "asc" ? "desc" : "asc";
  const mark = isSorted ? (order === "asc" ? " ↑" : " ↓") : "";
  const aria = isSorted ? ` aria-sort="${order === "asc" ? "ascending" : "descending"}"` : "";
  return `<th scope="col"${aria}><a href="?sort=${key}&amp;order=${next}">${name}${mark}</a></th>`;
}

/** In UTC, to the second; the epoch for what no calendar has. */
export function isoTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${(Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString().slice(0, 19)}Z`;
}
