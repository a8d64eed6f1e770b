// Paths from patterns.

import { compile, parse } from "path-to-regexp";

/**
 * @param params percent-encoded as they are put in; what stands in an optional group may be missing
 * @throws {TypeError} where a parameter is missing, empty, or a segment that no path can have (`.` and `..`)
 */
export function urlPath(pattern: string, params: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(params).map(([name, value]) => [name, textOf(value)]);
  const path = compile(parse(pattern, { encodePath }))(Object.fromEntries(texts)) || "/";
  // The URL standard takes these out, and another path is what is left.
  if (/\/(?:\.|%2e){1,2}(?=\/|$)/i.test(path)) throw new TypeError(`${path} is not a path that a URL can have`);
  return path;
}

function textOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textOf);
  return typeof value === "number" || typeof value === "bigint" ? String(value) : value;
}

/** The text of a pattern, which may be encoded already. */
function encodePath(text: string): string {
  return text.replace(/[^\x21-\x7e]+|[?#]/g, encodeURIComponent);
}
