import { afterEach, describe, expect, it, vi } from "vitest";
import { formatHttpDate, parseHttpDate } from "../../src/message/http-date.js";

interface DateCase {
  readonly rule: string;
  readonly text: string;
  /** As Date.parse reads it, or null where the text is no HTTP-date. */
  readonly expected: string | null;
  /** The year in which the text is read. */
  readonly year?: number;
}

const date = (rule: string, text: string, expected: string | null, year = 2026): DateCase => ({
  rule,
  text,
  expected,
  year,
});
const EXAMPLE = "1994-11-06T08:49:37Z";

const CASES: readonly DateCase[] = [
  date("IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", EXAMPLE),
  date("RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", EXAMPLE),
  date("asctime", "Sun Nov  6 08:49:37 1994", EXAMPLE),
  date("asctime, two digits", "Thu Feb 29 12:34:56 2024", "2024-02-29T12:34:56Z"),
  date("asctime, a zero for the space", "Sun Nov 06 08:49:37 1994", EXAMPLE),
  date("the epoch", "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
  date("before the epoch", "Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59Z"),
  date("the year 0", "Sat, 01 Jan 0000 00:00:00 GMT", "0000-01-01T00:00:00Z"),
  date("the year 99 is not 1999", "Thu, 01 Jan 0099 00:00:00 GMT", "0099-01-01T00:00:00Z"),
  date("the last year", "Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z"),
  date("a leap day", "Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00Z"),
  date("no leap day", "Wed, 29 Feb 2023 00:00:00 GMT", null),
  date("no leap day in 1900", "Thu, 29 Feb 1900 00:00:00 GMT", null),
  date("a leap second", "Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00Z"),
  date("no second leap second", "Sat, 31 Dec 2016 23:59:61 GMT", null),
  date("the weekday is not judged", "Mon, 06 Nov 1994 08:49:37 GMT", EXAMPLE),
  date("RFC 850: 50 years ahead", "Tuesday, 24-Nov-76 00:00:00 GMT", "2076-11-24T00:00:00Z", 2027),
  date("RFC 850: more than 50 years ahead", "Thursday, 24-Nov-77 00:00:00 GMT", "1977-11-24T00:00:00Z"),
  date("RFC 850: the past century's leap day", "Friday, 29-Feb-80 00:00:00 GMT", "1980-02-29T00:00:00Z"),
  date("RFC 850: a leap day this century only", "Tuesday, 29-Feb-00 00:00:00 GMT", "2000-02-29T00:00:00Z"),
  date("RFC 850: this century", "Friday, 01-Jan-27 00:00:00 GMT", "2027-01-01T00:00:00Z"),
  date("RFC 850: no long year", "Sunday, 06-Nov-1994 08:49:37 GMT", null),
  date("RFC 850: no short weekday", "Sun, 06-Nov-94 08:49:37 GMT", null),
  date("IMF-fixdate: no long weekday", "Sunday, 06 Nov 1994 08:49:37 GMT", null),
  date("no such weekday", "Xxx, 06 Nov 1994 08:49:37 GMT", null),
  date("no such month", "Sun, 06 Nvm 1994 08:49:37 GMT", null),
  date("month 13", "Sun, 06 13 1994 08:49:37 GMT", null),
  date("day 0", "Sun, 00 Nov 1994 08:49:37 GMT", null),
  date("day 31 of a month of 30", "Sun, 31 Nov 1994 08:49:37 GMT", null),
  date("day 32", "Sun, 32 Dec 1994 08:49:37 GMT", null),
  date("one digit", "Sun, 6 Nov 1994 08:49:37 GMT", null),
  date("hour 24", "Sun, 06 Nov 1994 24:00:00 GMT", null),
  date("minute 60", "Sun, 06 Nov 1994 08:60:00 GMT", null),
  date("letter case", "sun, 06 nov 1994 08:49:37 gmt", null),
  date("another zone", "Sun, 06 Nov 1994 08:49:37 CET", null),
  date("UTC is not GMT", "Sun, 06 Nov 1994 08:49:37 UTC", null),
  date("an offset", "Sun, 06 Nov 1994 08:49:37 +0000", null),
  date("no zone", "Sun, 06 Nov 1994 08:49:37", null),
  date("asctime with a zone", "Sun Nov  6 08:49:37 1994 GMT", null),
  date("white space before", " Sun, 06 Nov 1994 08:49:37 GMT", null),
  date("white space behind", "Sun, 06 Nov 1994 08:49:37 GMT ", null),
  date("two spaces", "Sun,  06 Nov 1994 08:49:37 GMT", null),
  date("a line end behind", "Sun, 06 Nov 1994 08:49:37 GMT\n", null),
  date("two dates", "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", null),
  date("a year for Date.parse", "99999", null),
  date("ISO 8601", "1994-11-06T08:49:37Z", null),
  date("a number", "784111777", null),
  date("nothing", "", null),
  date("digits that are not ASCII", "Sun, ٠٦ Nov 1994 08:49:37 GMT", null),
];

const zone = process.env["TZ"];
afterEach(() => {
  vi.unstubAllEnvs();
  expect(process.env["TZ"]).toBe(zone);
});

describe.each(["UTC", "America/New_York", "Pacific/Auckland"])("where the clock shows %s", (timeZone) => {
  it.each(CASES)("$rule: $text", ({ text, expected, year = 2026 }) => {
    vi.stubEnv("TZ", timeZone);
    const seconds = parseHttpDate(text, Date.UTC(year, 0, 1) / 1000);
    expect(seconds).toBe(expected === null ? null : Date.parse(expected) / 1000);
  });
});

describe("what is written", () => {
  it.each([
    [784111777, "Sun, 06 Nov 1994 08:49:37 GMT"],
    [784111777.999, "Sun, 06 Nov 1994 08:49:37 GMT"],
    [-0.5, "Wed, 31 Dec 1969 23:59:59 GMT"],
    [0, "Thu, 01 Jan 1970 00:00:00 GMT"],
  ])("%d is %s", (seconds, text) => expect(formatHttpDate(seconds)).toBe(text));

  it("is read again, at the edges too", () => {
    const first = Date.parse("0000-01-01T00:00:00Z") / 1000;
    const last = Date.parse("9999-12-31T23:59:59Z") / 1000;
    for (const seconds of [first, -62135596800, -1, 0, 951782400, last]) {
      expect(parseHttpDate(formatHttpDate(seconds))).toBe(seconds);
    }
  });
});
