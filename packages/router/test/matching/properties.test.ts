// For any table of patterns and any path, the tree finds what the naive search finds.

import { array, assert, boolean, constantFrom, oneof, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { Matcher } from "../../src/matching/matcher.js";
import { parsePattern } from "../../src/pattern/pattern.js";
import { NaiveRouter } from "./naive.js";

// Few letters, so that texts meet each other and the paths.
const text = constantFrom("a", "b", "ab", "ba", "-", ".", "a-", "-b", "");

const segment = oneof(
  { weight: 3, arbitrary: constantFrom("a", "b", "ab", "", "a-b", "a.b") },
  { weight: 3, arbitrary: constantFrom(":_") },
  {
    weight: 3,
    arbitrary: array(tuple(text, constantFrom(":_", ":_", "")), { minLength: 1, maxLength: 3 }).map((parts) =>
      parts.map(([before, name]) => before + name).join(""),
    ),
  },
  { weight: 1, arbitrary: constantFrom("*_", "a*_", "*_-b", ":_-*_", "*_-:_") },
);
const groups = oneof(
  { weight: 4, arbitrary: segment.map((inside) => `/${inside}`) },
  { weight: 1, arbitrary: segment.map((inside) => `{/${inside}}`) },
  { weight: 1, arbitrary: tuple(segment, segment).map(([outer, inner]) => `{/${outer}{/${inner}}}`) },
);
const pattern = array(groups, { minLength: 1, maxLength: 4 }).map((parts) => named(parts.join("")));
const path = array(array(constantFrom("a", "b", "-", ".", "ab"), { maxLength: 4 }), { minLength: 1, maxLength: 5 }).map(
  (segments) => `/${segments.map((parts) => parts.join("")).join("/")}`,
);

describe("the tree and the naive search over path-to-regexp's expressions", () => {
  it("find the same pattern and the same parameters, in any order of registration", { timeout: 120_000 }, () => {
    let matched = 0;
    void assert(
      property(
        array(pattern, { minLength: 1, maxLength: 8 }),
        array(path, { minLength: 1, maxLength: 8 }),
        (all, paths) => {
          const naive = new NaiveRouter();
          const patterns = all.filter(isReadable).filter((source) => !clashes(source, naive));
          const forwards = matcherOf(patterns);
          const backwards = matcherOf([...patterns].reverse());
          for (const each of paths) {
            const expected = naive.find(each);
            if (expected !== null) matched++;
            for (const matcher of [forwards, backwards]) {
              const match = matcher.find(each);
              expect(shown(match)).toEqual(expected);
            }
          }
        },
      ),
      { numRuns: 3000 },
    );
    // The patterns and the paths do meet.
    expect(matched).toBeGreaterThan(1000);
  });
});

describe("a path and its encodings", () => {
  it("find the same pattern and the same parameters; only an encoded slash is another character", () => {
    void assert(
      property(
        array(pattern, { minLength: 1, maxLength: 8 }),
        path,
        array(boolean(), { maxLength: 40 }),
        (all, plain, encode) => {
          const naive = new NaiveRouter();
          const matcher = matcherOf(all.filter(isReadable).filter((source) => !clashes(source, naive)));
          const encoded = [...plain]
            .map((char, i) => (char !== "/" && encode[i] ? percentEncoded(char) : char))
            .join("");
          expect(shown(matcher.find(encoded))).toEqual(shown(matcher.find(plain)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("with an encoded slash keep its segment", () => {
    void assert(
      property(path, (plain) => {
        const matcher = matcherOf(["/:one", "/:one/:two", "/*rest"]);
        const inside = plain.slice(1).replaceAll("/", "%2F");
        const found = matcher.find(`/${inside}`);
        expect(shown(found)).toEqual(
          inside === "" ? null : { pattern: "/:one", params: { one: decodeURIComponent(inside) } },
        );
      }),
    );
  });
});

function percentEncoded(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

function shown(match: ReturnType<Matcher<string>["find"]>): unknown {
  return match === null || match === "malformed" ? match : { pattern: match.value, params: { ...match.params } };
}

/** `_` becomes a name of its own at each place, in quotes, for text may follow. */
function named(source: string): string {
  let count = 0;
  return source.replace(/_/g, () => `"n${count++}"`);
}

function isReadable(source: string): boolean {
  try {
    parsePattern(source);
    return true;
  } catch {
    return false;
  }
}

/** Adds the pattern, unless another stands for the same paths: which of them is found is told elsewhere. */
function clashes(source: string, naive: NaiveRouter): boolean {
  const probe = new NaiveRouter();
  for (const known of naive.patterns) probe.add(known);
  if (probe.add(source) !== null) return true;
  naive.add(source);
  return false;
}

function matcherOf(patterns: readonly string[]): Matcher<string> {
  const matcher = new Matcher<string>();
  for (const source of patterns) {
    for (const segments of parsePattern(source).alternatives) matcher.add(segments, source);
  }
  return matcher;
}
