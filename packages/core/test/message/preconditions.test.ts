// RFC 9110 §13 as rows: what the request says, what the representation is, and the verdict.

import { describe, expect, it } from "vitest";
import {
  evaluatePreconditions,
  type PreconditionVerdict,
  rangeIsWanted,
  type Validators,
} from "../../src/message/preconditions.js";

const MODIFIED = Date.parse("1994-11-06T08:49:37Z") / 1000;
const BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
const SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
const AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

const STRONG: Validators = { etag: '"a"', lastModified: MODIFIED };
const WEAK: Validators = { etag: 'W/"a"', lastModified: MODIFIED };
const TAG_ONLY: Validators = { etag: '"a"' };
const DATE_ONLY: Validators = { lastModified: MODIFIED };
const BARE: Validators = {};

type Fields = Readonly<Record<string, string>>;
type Row = readonly [rule: string, method: string, fields: Fields, current: Validators | null, PreconditionVerdict];

const match = (value: string): Fields => ({ "if-match": value });
const noneMatch = (value: string): Fields => ({ "if-none-match": value });
const unmodified = (value: string): Fields => ({ "if-unmodified-since": value });
const modified = (value: string): Fields => ({ "if-modified-since": value });

const NONE: readonly Row[] = [
  ["no precondition", "GET", {}, STRONG, "proceed"],
  ["no precondition, HEAD", "HEAD", {}, STRONG, "proceed"],
  ["no precondition, PUT", "PUT", {}, STRONG, "proceed"],
  ["no precondition, nothing there", "PUT", {}, null, "proceed"],
  ["Range is no precondition of its own", "GET", { range: "bytes=0-1" }, STRONG, "proceed"],
  ["If-Range is for Range alone", "GET", { "if-range": '"b"' }, STRONG, "proceed"],
];

const IF_MATCH: readonly Row[] = [
  ["the tag", "GET", match('"a"'), STRONG, "proceed"],
  ["the tag, PUT", "PUT", match('"a"'), STRONG, "proceed"],
  ["the tag, DELETE", "DELETE", match('"a"'), STRONG, "proceed"],
  ["another", "GET", match('"b"'), STRONG, "failed"],
  ["another, HEAD", "HEAD", match('"b"'), STRONG, "failed"],
  ["another, PUT", "PUT", match('"b"'), STRONG, "failed"],
  ["one of several", "PUT", match('"b", "a"'), STRONG, "proceed"],
  ["none of several", "PUT", match('"b", "c"'), STRONG, "failed"],
  ["strong comparison: weak asked", "GET", match('W/"a"'), STRONG, "failed"],
  ["strong comparison: weak there", "GET", match('"a"'), WEAK, "failed"],
  ["strong comparison: both weak", "GET", match('W/"a"'), WEAK, "failed"],
  ["strong comparison: both weak, PUT", "PUT", match('W/"a"'), WEAK, "failed"],
  ["weak and strong asked", "GET", match('W/"a", "a"'), STRONG, "proceed"],
  ["any, and there is one", "PUT", match("*"), STRONG, "proceed"],
  ["any, and it is weak", "PUT", match("*"), WEAK, "proceed"],
  ["any, and it has no tag", "PUT", match("*"), BARE, "proceed"],
  ["any, and there is none", "PUT", match("*"), null, "failed"],
  ["a tag, and there is none", "PUT", match('"a"'), null, "failed"],
  ["a tag, and it has none", "PUT", match('"a"'), DATE_ONLY, "failed"],
  ["letter case", "GET", match('"A"'), STRONG, "failed"],
  ["no quotes", "GET", match("a"), STRONG, "failed"],
  ["malformed behind a match", "PUT", match('"a", b'), STRONG, "failed"],
  ["any in a list", "PUT", match('*, "a"'), STRONG, "failed"],
  ["an empty list", "PUT", match(""), STRONG, "failed"],
  ["empty elements", "PUT", match(', ,"a"'), STRONG, "proceed"],
  ["two field lines", "PUT", match('"b", "a"'), STRONG, "proceed"],
  ["a comma inside the tag", "GET", match('"a,b"'), { etag: '"a,b"' }, "proceed"],
  ["half of a tag with a comma", "GET", match('"a'), { etag: '"a,b"' }, "failed"],
  ["an empty tag", "GET", match('""'), { etag: '""' }, "proceed"],
  ["a prefix is no match", "GET", match('"aa"'), STRONG, "failed"],
];

const IF_UNMODIFIED_SINCE: readonly Row[] = [
  ["the same second", "GET", unmodified(SAME), STRONG, "proceed"],
  ["later", "GET", unmodified(AFTER), STRONG, "proceed"],
  ["earlier", "GET", unmodified(BEFORE), STRONG, "failed"],
  ["earlier, HEAD", "HEAD", unmodified(BEFORE), STRONG, "failed"],
  ["earlier, PUT", "PUT", unmodified(BEFORE), STRONG, "failed"],
  ["earlier, DELETE", "DELETE", unmodified(BEFORE), DATE_ONLY, "failed"],
  ["a fraction of a second is cut", "GET", unmodified(SAME), { lastModified: MODIFIED + 0.9 }, "proceed"],
  ["no date known", "PUT", unmodified(BEFORE), TAG_ONLY, "proceed"],
  ["nothing there", "PUT", unmodified(BEFORE), null, "proceed"],
  ["malformed", "PUT", unmodified("yesterday"), STRONG, "proceed"],
  ["a year for Date.parse", "GET", unmodified("1000"), STRONG, "proceed"],
  ["empty", "GET", unmodified(""), STRONG, "proceed"],
  ["two members", "GET", unmodified(`${BEFORE}, ${BEFORE}`), STRONG, "proceed"],
  ["RFC 850", "GET", unmodified("Sunday, 06-Nov-94 08:49:36 GMT"), STRONG, "failed"],
  ["asctime", "GET", unmodified("Sun Nov  6 08:49:36 1994"), STRONG, "failed"],
  ["asctime, the same second", "GET", unmodified("Sun Nov  6 08:49:37 1994"), STRONG, "proceed"],
  ["beside If-Match that is true", "PUT", { ...match('"a"'), ...unmodified(BEFORE) }, STRONG, "proceed"],
  ["beside If-Match that is false", "PUT", { ...match('"b"'), ...unmodified(AFTER) }, STRONG, "failed"],
  ["beside If-Match for any", "GET", { ...match("*"), ...unmodified(BEFORE) }, STRONG, "proceed"],
];

const IF_NONE_MATCH: readonly Row[] = [
  ["the tag", "GET", noneMatch('"a"'), STRONG, "not-modified"],
  ["the tag, HEAD", "HEAD", noneMatch('"a"'), STRONG, "not-modified"],
  ["the tag, PUT", "PUT", noneMatch('"a"'), STRONG, "failed"],
  ["the tag, POST", "POST", noneMatch('"a"'), STRONG, "failed"],
  ["the tag, DELETE", "DELETE", noneMatch('"a"'), STRONG, "failed"],
  ["get is another method", "get", noneMatch('"a"'), STRONG, "failed"],
  ["another", "GET", noneMatch('"b"'), STRONG, "proceed"],
  ["another, PUT", "PUT", noneMatch('"b"'), STRONG, "proceed"],
  ["weak comparison: weak asked", "GET", noneMatch('W/"a"'), STRONG, "not-modified"],
  ["weak comparison: weak there", "GET", noneMatch('"a"'), WEAK, "not-modified"],
  ["weak comparison: both weak", "GET", noneMatch('W/"a"'), WEAK, "not-modified"],
  ["weak comparison: both weak, PUT", "PUT", noneMatch('W/"a"'), WEAK, "failed"],
  ["one of several", "GET", noneMatch('"b", W/"c", "a"'), STRONG, "not-modified"],
  ["none of several", "GET", noneMatch('"b", W/"c"'), STRONG, "proceed"],
  ["any", "GET", noneMatch("*"), STRONG, "not-modified"],
  ["any, HEAD", "HEAD", noneMatch("*"), STRONG, "not-modified"],
  ["any, no tag known", "GET", noneMatch("*"), BARE, "not-modified"],
  ["any, PUT over something", "PUT", noneMatch("*"), STRONG, "failed"],
  ["any, PUT over nothing", "PUT", noneMatch("*"), null, "proceed"],
  ["any, quoted, is a tag", "GET", noneMatch('"*"'), STRONG, "proceed"],
  ["a tag, and nothing there", "PUT", noneMatch('"a"'), null, "proceed"],
  ["a tag, and none known", "GET", noneMatch('"a"'), DATE_ONLY, "proceed"],
  ["letter case", "GET", noneMatch('"A"'), STRONG, "proceed"],
  ["no quotes", "GET", noneMatch("a"), STRONG, "proceed"],
  ["no quotes, PUT: no change is let through", "PUT", noneMatch("a"), STRONG, "failed"],
  ["no quotes, PUT over nothing", "PUT", noneMatch("a"), null, "failed"],
  ["malformed behind a match", "GET", noneMatch('"a", b'), STRONG, "proceed"],
  ["any in a list", "GET", noneMatch('*, "a"'), STRONG, "proceed"],
  ["w/ in lower case", "GET", noneMatch('w/"a"'), STRONG, "proceed"],
  ["an empty list", "GET", noneMatch(""), STRONG, "proceed"],
  ["empty elements", "GET", noneMatch(',, "a" ,'), STRONG, "not-modified"],
  ["no white space", "GET", noneMatch('"b","a"'), STRONG, "not-modified"],
  ["a comma inside the tag", "GET", noneMatch('"b", "a,b"'), { etag: '"a,b"' }, "not-modified"],
  ["an empty tag", "GET", noneMatch('""'), { etag: '""' }, "not-modified"],
  ["obs-text", "GET", noneMatch('"\xe4"'), { etag: '"\xe4"' }, "not-modified"],
];

const IF_MODIFIED_SINCE: readonly Row[] = [
  ["the same second", "GET", modified(SAME), STRONG, "not-modified"],
  ["the same second, HEAD", "HEAD", modified(SAME), DATE_ONLY, "not-modified"],
  ["later", "GET", modified(AFTER), STRONG, "not-modified"],
  ["a year to come", "GET", modified("Thu, 01 Jan 2099 00:00:00 GMT"), STRONG, "not-modified"],
  ["earlier", "GET", modified(BEFORE), STRONG, "proceed"],
  ["a fraction of a second is cut", "GET", modified(SAME), { lastModified: MODIFIED + 0.9 }, "not-modified"],
  ["ignored for PUT", "PUT", modified(SAME), STRONG, "proceed"],
  ["ignored for POST", "POST", modified(SAME), STRONG, "proceed"],
  ["ignored for QUERY", "QUERY", modified(SAME), STRONG, "proceed"],
  ["no date known", "GET", modified(SAME), TAG_ONLY, "proceed"],
  ["nothing there", "GET", modified(SAME), null, "proceed"],
  ["malformed", "GET", modified("tomorrow"), STRONG, "proceed"],
  ["a year for Date.parse", "GET", modified("99999"), STRONG, "proceed"],
  ["ISO 8601", "GET", modified("2099-01-01T00:00:00Z"), STRONG, "proceed"],
  ["another zone", "GET", modified("Sun, 06 Nov 1994 08:49:37 CET"), STRONG, "proceed"],
  ["empty", "GET", modified(""), STRONG, "proceed"],
  ["two members", "GET", modified(`${SAME}, ${SAME}`), STRONG, "proceed"],
  ["a length behind, as old browsers had it", "GET", modified(`${SAME}; length=5`), STRONG, "proceed"],
  ["RFC 850", "GET", modified("Sunday, 06-Nov-94 08:49:37 GMT"), STRONG, "not-modified"],
  ["asctime", "GET", modified("Sun Nov  6 08:49:37 1994"), STRONG, "not-modified"],
  ["the epoch", "GET", modified("Thu, 01 Jan 1970 00:00:00 GMT"), { lastModified: 0 }, "not-modified"],
  ["before the epoch", "GET", modified("Wed, 31 Dec 1969 23:59:59 GMT"), { lastModified: 0 }, "proceed"],
  ["beside If-None-Match that is true", "GET", { ...noneMatch('"b"'), ...modified(SAME) }, STRONG, "proceed"],
  ["beside If-None-Match that is false", "GET", { ...noneMatch('"a"'), ...modified(BEFORE) }, STRONG, "not-modified"],
  ["beside a malformed If-None-Match", "GET", { ...noneMatch("a"), ...modified(SAME) }, STRONG, "proceed"],
  ["beside If-None-Match, no tag known", "GET", { ...noneMatch('"a"'), ...modified(SAME) }, DATE_ONLY, "proceed"],
];

const ORDER: readonly Row[] = [
  ["If-Match first", "GET", { ...match('"b"'), ...noneMatch('"a"') }, STRONG, "failed"],
  ["then If-None-Match", "GET", { ...match('"a"'), ...noneMatch('"a"') }, STRONG, "not-modified"],
  ["If-Match true, If-Modified-Since false", "GET", { ...match('"a"'), ...modified(SAME) }, STRONG, "not-modified"],
  ["If-Match false, If-Modified-Since false", "GET", { ...match('"b"'), ...modified(SAME) }, STRONG, "failed"],
  ["If-Unmodified-Since first", "GET", { ...unmodified(BEFORE), ...noneMatch('"a"') }, STRONG, "failed"],
  ["then If-None-Match too", "GET", { ...unmodified(SAME), ...noneMatch('"a"') }, STRONG, "not-modified"],
  ["both dates, both the same second", "GET", { ...unmodified(SAME), ...modified(SAME) }, STRONG, "not-modified"],
  ["both dates, both earlier", "GET", { ...unmodified(BEFORE), ...modified(BEFORE) }, STRONG, "failed"],
  [
    "all four",
    "GET",
    { ...match('"a"'), ...unmodified(BEFORE), ...noneMatch('"b"'), ...modified(SAME) },
    STRONG,
    "proceed",
  ],
  ["all four, PUT", "PUT", { ...match('"a"'), ...unmodified(BEFORE), ...noneMatch("*") }, STRONG, "failed"],
];

const IGNORED: readonly Row[] = ["OPTIONS", "TRACE", "CONNECT"].flatMap((method): Row[] => [
  [`If-Match, ${method}`, method, match('"b"'), STRONG, "proceed"],
  [`If-None-Match, ${method}`, method, noneMatch("*"), STRONG, "proceed"],
  [`If-Unmodified-Since, ${method}`, method, unmodified(BEFORE), STRONG, "proceed"],
  [`If-Modified-Since, ${method}`, method, modified(SAME), STRONG, "proceed"],
]);

describe.each([
  ["without any", NONE],
  ["If-Match, §13.1.1", IF_MATCH],
  ["If-Unmodified-Since, §13.1.4", IF_UNMODIFIED_SINCE],
  ["If-None-Match, §13.1.2", IF_NONE_MATCH],
  ["If-Modified-Since, §13.1.3", IF_MODIFIED_SINCE],
  ["the order, §13.2.2", ORDER],
  ["methods that select nothing, §13.2.1", IGNORED],
])("%s", (_, rows) => {
  it.each(rows)("%s: %s %j", (_rule, method, fields, current, verdict) => {
    expect(evaluatePreconditions(method, new Headers(fields), current)).toBe(verdict);
  });
});

type RangeRow = readonly [
  rule: string,
  method: string,
  fields: Fields,
  current: Validators,
  wanted: boolean,
  age?: number,
];

const range = (ifRange: string): Fields => ({ range: "bytes=0-1", "if-range": ifRange });
const RANGE: Fields = { range: "bytes=0-1" };

const IF_RANGE: readonly RangeRow[] = [
  ["no Range", "GET", {}, STRONG, false],
  ["If-Range without Range", "GET", { "if-range": '"a"' }, STRONG, false],
  ["Range alone", "GET", RANGE, STRONG, true],
  ["HEAD has no ranges, §14.2", "HEAD", RANGE, STRONG, false],
  ["HEAD with If-Range", "HEAD", range('"a"'), STRONG, false],
  ["POST has no ranges", "POST", RANGE, STRONG, false],
  ["PUT has no ranges", "PUT", RANGE, STRONG, false],
  ["an empty Range is one", "GET", { range: "" }, STRONG, true],
  ["the tag", "GET", range('"a"'), STRONG, true],
  ["another tag", "GET", range('"b"'), STRONG, false],
  ["strong comparison: weak asked", "GET", range('W/"a"'), STRONG, false],
  ["strong comparison: weak there", "GET", range('"a"'), WEAK, false],
  ["strong comparison: both weak", "GET", range('W/"a"'), WEAK, false],
  ["no list of tags", "GET", range('"a", "b"'), STRONG, false],
  ["a list with the tag inside", "GET", range('"b","a"'), STRONG, false],
  ["not for any", "GET", range("*"), STRONG, false],
  ["no quotes", "GET", range("a"), STRONG, false],
  ["an opaque tag is no part of another", "GET", range('"aa"'), STRONG, false],
  ["no tag known", "GET", range('"a"'), DATE_ONLY, false],
  ["nothing known", "GET", range('"a"'), BARE, false],
  ["the date", "GET", range(SAME), STRONG, true],
  ["the date in RFC 850", "GET", range("Sunday, 06-Nov-94 08:49:37 GMT"), STRONG, true],
  ["the date in asctime", "GET", range("Sun Nov  6 08:49:37 1994"), STRONG, true],
  ["an earlier date", "GET", range(BEFORE), STRONG, false],
  ["a later date is not exact", "GET", range(AFTER), STRONG, false],
  ["no date known", "GET", range(SAME), TAG_ONLY, false],
  ["malformed", "GET", range("yesterday"), STRONG, false],
  ["empty", "GET", range(""), STRONG, false],
  ["the answer is of the same second, §8.8.2.2", "GET", range(SAME), STRONG, false, 0],
  ["of the same second, late in it", "GET", range(SAME), STRONG, false, 0.9],
  ["a second later", "GET", range(SAME), STRONG, true, 1],
  ["modified late in its second", "GET", range(SAME), { lastModified: MODIFIED + 0.9 }, true, 1],
  ["the clock went back", "GET", range(SAME), STRONG, false, -5],
  ["a strong tag needs no age", "GET", range('"a"'), STRONG, true, 0],
];

describe("Range and If-Range, §13.1.5 and §14.2", () => {
  it.each(IF_RANGE.map((row) => [...row] as const))("%s: %s %j", (...row) => {
    const [, method, fields, current, wanted, age = 60] = row;
    expect(rangeIsWanted(method, new Headers(fields), current, MODIFIED + age)).toBe(wanted);
  });
});
