// How a pattern of Express 4, or of a router like it, is written here.

import { parse } from "path-to-regexp";

const MENDS: readonly (readonly [old: RegExp, mended: string])[] = [
  // A character that may be missing, or a group of them; a parameter takes the separator with it.
  [/([/.-]?):(\w+)(?:\([^()]*\))?\?/g, "{$1:$2}"],
  [/\(([\w/.-]+)\)\?/g, "{$1}"],
  [/([\w-])\?/g, "{$1}"],
  // A parameter of one segment or more, of none or more, of a form of its own.
  [/:(\w+)(?:\([^()]*\))?\+/g, "*$1"],
  [/([/.-]?):(\w+)(?:\([^()]*\))?\*/g, "{$1*$2}"],
  [/:(\w+)\([^()]*\)/g, ":$1"],
  // Anything at all, which now has a name.
  [/\(\.\*\)/g, "{*splat}"],
  [/\(\.\+\)/g, "*splat"],
  [/^\*$/g, "/{*splat}"],
  [/\*(?![\w$"])/g, "*splat"],
];

/** @returns a pattern that can be read, or `null` where it is not to be guessed */
export function mend(source: string): string | null {
  let mended = MENDS.reduce((pattern, [old, replacement]) => pattern.replace(old, replacement), source);
  let count = 0;
  mended = mended.replace(/\*splat\b/g, (name) => (++count === 1 ? name : `${name}${count}`));
  if (!mended.startsWith("/") && !mended.startsWith("{/")) mended = `/${mended}`;
  try {
    parse(mended);
    return mended;
  } catch {
    return null;
  }
}
