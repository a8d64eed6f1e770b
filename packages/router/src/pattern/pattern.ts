// What a route's pattern says, after path-to-regexp's grammar.

import { parse, type Token } from "path-to-regexp";

/** A token of a pattern whose optional groups are told apart: each combination is a sequence of its own. */
export type FlatToken = Exclude<Token, { readonly type: "group" }>;

export interface Pattern {
  /** As it was written, behind the prefixes of the mounts around it. */
  readonly source: string;
  readonly tokens: readonly Token[];
}

/** @throws {TypeError} for a pattern that cannot be read */
export function parsePattern(source: string): Pattern {
  return { source, tokens: parse(source).tokens };
}

/** @returns the pattern below a mount's prefix; `/` below a prefix is the prefix itself */
export function joined(prefix: Pattern, pattern: Pattern): Pattern {
  if (prefix.source === "/") return pattern;
  if (pattern.source === "/") return prefix;
  return { source: prefix.source + pattern.source, tokens: [...prefix.tokens, ...pattern.tokens] };
}
