// The documented precedence over path-to-regexp's regular expressions, in the plainest way: what the tree is held against.

import { match } from "path-to-regexp";
import { parsePattern, type Segment } from "../../src/pattern/pattern.js";

interface Alternative {
  readonly pattern: string;
  readonly segments: readonly Segment[];
  readonly match: (path: string) => false | { params: Partial<Record<string, string | string[]>> };
}

export interface NaiveMatch {
  readonly pattern: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export class NaiveRouter {
  readonly patterns: string[] = [];
  readonly #alternatives: Alternative[] = [];

  /** @returns the pattern that stands for the same paths already, or `null` */
  add(pattern: string): string | null {
    let conflict: string | null = null;
    this.patterns.push(pattern);
    for (const segments of parsePattern(pattern).alternatives) {
      const known = this.#alternatives.find((other) => shapeOfPath(other.segments) === shapeOfPath(segments));
      if (known !== undefined) {
        conflict ??= known.pattern;
        continue;
      }
      const tokens = segments.flatMap((segment) => [{ type: "text" as const, value: "/" }, ...segment]);
      const options = { sensitive: true, trailing: false, decode: false } as const;
      this.#alternatives.push({ pattern, segments, match: match({ tokens: merged(tokens) }, options) });
    }
    return conflict;
  }

  find(path: string): NaiveMatch | null {
    const matches = this.#alternatives.flatMap((alternative) => {
      const found = alternative.match(path);
      return found === false ? [] : [{ ...alternative, params: found.params }];
    });
    const [best] = matches.sort((a, b) => compareAlternatives(a.segments, b.segments));
    if (best === undefined) return null;
    const params = Object.entries(best.params).map(([name, value]) => [name, wildcardOf(best, name, value)]);
    return { pattern: best.pattern, params: Object.fromEntries(params) };
  }
}

type Text = { readonly type: "text"; readonly value: string };

function merged<Token extends { readonly type: string }>(tokens: readonly (Token | Text)[]): (Token | Text)[] {
  const result: (Token | Text)[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (token.type === "text" && last?.type === "text") {
      result[result.length - 1] = { type: "text", value: (last as Text).value + (token as Text).value };
    } else result.push(token);
  }
  return result;
}

// With `decode: false` path-to-regexp leaves a wildcard in one piece.
function wildcardOf({ segments }: Alternative, name: string, value: unknown): unknown {
  const isWildcard = segments.flat().some((piece) => piece.type === "wildcard" && piece.name === name);
  return isWildcard ? (value as string).split("/") : value;
}

const KINDS = ["static", "mixed", "param", "wildcard"];

/** Of two that match the same path: what is static in both is the same. */
function compareAlternatives(a: readonly Segment[], b: readonly Segment[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i] as Segment, b[i] as Segment];
    const kinds = KINDS.indexOf(kind(left)) - KINDS.indexOf(kind(right));
    if (kinds !== 0) return kinds;
    if (kind(left) === "wildcard") return compareTexts(shapeOfPath(a.slice(i)), shapeOfPath(b.slice(i)));
    const texts = kind(left) === "mixed" ? compareTexts(shapeOfPath([left]), shapeOfPath([right])) : 0;
    if (texts !== 0) return texts;
  }
  return 0;
}

function kind(segment: Segment): string {
  if (segment.some(({ type }) => type === "wildcard")) return "wildcard";
  if (segment.every(({ type }) => type === "text")) return "static";
  return segment.length === 1 ? "param" : "mixed";
}

// A parameter is `\u0001`, a wildcard `\u0002`: neither is text of these tests.
function shapeOfPath(segments: readonly Segment[]): string {
  return segments
    .map((segment) =>
      segment
        .map((piece) => (piece.type === "text" ? piece.value : piece.type === "param" ? "\u0001" : "\u0002"))
        .join(""),
    )
    .join("/");
}

function compareTexts(a: string, b: string): number {
  const leading = (text: string): number => text.search(/[\u0001\u0002]/);
  const parameters = (text: string): number => text.split(/[\u0001\u0002]/).length - 1;
  return (
    leading(b) - leading(a) ||
    b.length - parameters(b) - (a.length - parameters(a)) ||
    parameters(a) - parameters(b) ||
    (a < b ? -1 : Number(a > b))
  );
}
