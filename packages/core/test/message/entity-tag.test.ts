import { describe, expect, it } from "vitest";
import {
  isEntityTag,
  matchesStrongly,
  matchesWeakly,
  parseEntityTags,
  weakened,
} from "../../src/message/entity-tag.js";

interface ListCase {
  readonly rule: string;
  readonly value: string;
  readonly expected: readonly string[] | "*" | null;
}

const list = (rule: string, value: string, expected: ListCase["expected"]): ListCase => ({ rule, value, expected });

const LISTS: readonly ListCase[] = [
  list("one", '"a"', ['"a"']),
  list("one that is weak", 'W/"a"', ['W/"a"']),
  list("several", '"a", W/"b","c"', ['"a"', 'W/"b"', '"c"']),
  list("a comma inside", '"a,b", "c"', ['"a,b"', '"c"']),
  list("an empty opaque-tag", '""', ['""']),
  list("white space is OWS", '\t"a"\t ,\t"b" ', ['"a"', '"b"']),
  list("empty elements are passed over", ',"a",, ,"b",', ['"a"', '"b"']),
  list("an empty list", "", []),
  list("nothing but commas", ", ,", []),
  list("obs-text", '"\xe4\xff"', ['"\xe4\xff"']),
  list("a backslash is no escape", '"a\\"', ['"a\\"']),
  list("any", "*", "*"),
  list("any, in a list", '"a", *', null),
  list("any, twice", "*, *", null),
  list("any, quoted, is a tag", '"*"', ['"*"']),
  list("no quotes", "abc", null),
  list("single quotes", "'a'", null),
  list("w/ in lower case", 'w/"a"', null),
  list("white space behind W/", 'W/ "a"', null),
  list("a quote that is not closed", '"a', null),
  list("a quote inside", '"a"b"', null),
  list("a space inside", '"a b"', null),
  list("DEL inside", '"a\x7f"', null),
  list("no comma between", '"a" "b"', null),
  list("a fault behind a tag", '"a", b', null),
];

describe("the lists of If-Match and If-None-Match", () => {
  it.each(LISTS)("$rule: $value", ({ value, expected }) => expect(parseEntityTags(value)).toEqual(expected));

  it("are read in linear time", () => {
    expect(parseEntityTags('"a",'.repeat(100_000))).toHaveLength(100_000);
    expect(parseEntityTags(`${'W/"'.repeat(100_000)}`)).toBeNull();
    expect(parseEntityTags(`${" ".repeat(100_000)}x`)).toBeNull();
  });
});

// The table of RFC 9110 §8.8.3.2.
describe.each([
  ['W/"1"', 'W/"1"', false, true],
  ['W/"1"', 'W/"2"', false, false],
  ['W/"1"', '"1"', false, true],
  ['"1"', 'W/"1"', false, true],
  ['"1"', '"1"', true, true],
  ['"1"', '"2"', false, false],
])("%s and %s", (a, b, strongly, weakly) => {
  it(`match ${strongly ? "" : "not "}strongly`, () => expect(matchesStrongly(a, b)).toBe(strongly));
  it(`match ${weakly ? "" : "not "}weakly`, () => expect(matchesWeakly(a, b)).toBe(weakly));
});

describe("a single tag", () => {
  it.each(['"a"', 'W/"a"', '""', '"a,b"'])("%s is one", (tag) => expect(isEntityTag(tag)).toBe(true));
  it.each(["a", '"a', 'w/"a"', '"a", "b"', '"a b"', "*", "", '"a"\n'])("%j is none", (tag) => {
    expect(isEntityTag(tag)).toBe(false);
  });
  it("is weakened once", () => {
    expect(weakened('"a"')).toBe('W/"a"');
    expect(weakened('W/"a"')).toBe('W/"a"');
  });
});
