// Every pattern and path of path-to-regexp's own tables, given to it and to the tree.

import { match } from "path-to-regexp";
import { describe, expect, it } from "vitest";
import { Matcher } from "../../src/matching/matcher.js";
import { PatternError, parsePattern } from "../../src/pattern/pattern.js";
import { CASES } from "./path-to-regexp-cases.js";

/** Refused here, for no path begins as they do; with a slash before them they are held against path-to-regexp again. */
const REFUSED: readonly string[] = [
  "{/:test}-bar",
  "test",
  ":test",
  "{:test}",
  "{/:foo}{/:bar}-ext",
  "$:foo{$:bar}",
  "name{/:attr1}{-:attr2}{-:attr3}",
  "*path",
  "{*path}",
  "{:foo/}{:bar.}",
  ":foo\\@:bar",
];

interface Difference {
  readonly rule: string;
  readonly pattern: string;
  readonly path: string;
  /** `null` where nothing matches, `"malformed"` where the path cannot be decoded. */
  readonly ours: Readonly<Record<string, unknown>> | null | "malformed";
}

const DIFFERENCES: readonly Difference[] = [
  { rule: "a pattern that is missing altogether is the root", pattern: "", path: "/", ours: {} },
  { rule: "a pattern that is missing altogether is the root", pattern: "{/route}", path: "/", ours: {} },
  { rule: "a pattern that is missing altogether is the root", pattern: "{/:test}", path: "/", ours: {} },
  {
    rule: "a path that cannot be decoded is malformed, whether or not it matches",
    pattern: "/:a-:b^*c@*d%:e",
    path: "/a-b^c@d%e",
    ours: "malformed",
  },
];

describe("path-to-regexp's cases", () => {
  it.each(REFUSED)("%s is refused: it does not begin with a slash", (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(PatternError);
    expect(() => parsePattern(pattern)).toThrow("does not begin with a slash");
  });

  const rows = CASES.flatMap(({ pattern, paths }) => {
    const before = REFUSED.includes(pattern) ? "/" : "";
    return paths.map((path) => ({ pattern: before + pattern, path: before + path }));
  });

  it.each(rows)("$pattern and $path", ({ pattern, path }) => {
    const difference = DIFFERENCES.find((each) => each.pattern === pattern && each.path === path);
    const ours = find(pattern, path);
    if (difference === undefined) {
      expect(ours).toEqual(theirs(pattern, path));
    } else {
      expect(ours).toEqual(difference.ours);
      expect(attempt(() => theirs(pattern, path))).not.toEqual(difference.ours);
    }
  });

  it("have the rows of all differences", () => {
    const missing = DIFFERENCES.filter(
      (each) => !rows.some(({ pattern, path }) => pattern === each.pattern && path === each.path),
    );
    expect(missing).toEqual([]);
  });
});

function find(pattern: string, path: string): unknown {
  const matcher = new Matcher<string>();
  for (const segments of parsePattern(pattern).alternatives) matcher.add(segments, pattern);
  const result = matcher.find(path);
  return result === null || result === "malformed" ? result : { ...result.params };
}

function theirs(pattern: string, path: string): unknown {
  const result = match(pattern, { sensitive: true, trailing: false })(path);
  return result === false ? null : { ...result.params };
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
