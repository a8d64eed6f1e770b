// Sizes, each at its limit, one below and one above: the defaults and limits that a user sets.

// biome-ignore-all format: a row keeps to one line or two, so that neighbours can be compared.
import type { WireCase } from "../wire-case.js";

const HEAD = "GET / HTTP/1.1\r\n";
const GET = ["request GET / 1.1", "end"];
const POST = "request POST / 1.1";
const CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

/** A request-line of that many octets, its CRLF not counted. */
const requestLine = (octets: number): string => `GET ${target(octets)} HTTP/1.1\r\n`;
/** The target of such a line. */
const target = (octets: number): string => `/${"t".repeat(octets - "GET / HTTP/1.1".length)}`;
/** A field line of that many octets, its CRLF counted. */
const fieldLine = (octets: number): string => `Foo: ${"v".repeat(octets - "Foo: \r\n".length)}\r\n`;
/** `Host: a`, which is nine octets, then a line that makes the section that large. */
const headerSection = (octets: number): string => `Host: a\r\n${fieldLine(octets - 9)}`;
/** The value of that line. */
const value = (octets: number): string => "v".repeat(octets - "Foo: \r\n".length);

export const LIMIT_CASES: readonly WireCase[] = [
  // Request-line: 8 KiB.
  { id: "limits/method-63", rule: "a method of 63 octets", section: "RFC 9112 §3",
    wire: `${"M".repeat(63)} / HTTP/1.0\r\n\r\n`, expected: [`request ${"M".repeat(63)} / 1.0 [close]`, "end"] },
  { id: "limits/method-64", rule: "64 octets are the limit", section: "RFC 9112 §3",
    wire: `${"M".repeat(64)} / HTTP/1.0\r\n\r\n`, expected: [`request ${"M".repeat(64)} / 1.0 [close]`, "end"] },
  { id: "limits/method-65", rule: "65 octets are longer than any method we know", section: "RFC 9112 §3",
    wire: `${"M".repeat(65)} / HTTP/1.0\r\n\r\n`, expected: ["error METHOD_TOO_LONG @64"] },
  { id: "limits/request-line-8000", rule: "a recipient should support 8000 octets", section: "RFC 9112 §3",
    wire: `${requestLine(8000)}Host: a\r\n\r\n`, expected: [`request GET ${target(8000)} 1.1`, "end"] },
  { id: "limits/request-line-below", rule: "one octet below the limit", section: "RFC 9112 §3",
    wire: `${requestLine(8191)}Host: a\r\n\r\n`, expected: [`request GET ${target(8191)} 1.1`, "end"] },
  { id: "limits/request-line", rule: "8192 octets are the limit, CRLF not counted", section: "RFC 9112 §3",
    wire: `${requestLine(8192)}Host: a\r\n\r\n`, expected: [`request GET ${target(8192)} 1.1`, "end"] },
  { id: "limits/request-line-above", rule: "one octet above is 414", section: "RFC 9110 §15.5.15",
    wire: `${requestLine(8193)}Host: a\r\n\r\n`, expected: ["error TARGET_TOO_LONG"] },
  { id: "limits/request-line-endless", rule: "a target that has no end is 414 all the same", section: "RFC 9110 §15.5.15",
    wire: `GET /${"t".repeat(9000)}`, expected: ["error TARGET_TOO_LONG"] },
  { id: "limits/request-line-set", rule: "a limit that is set: 20", section: "RFC 9112 §3",
    limits: { requestLine: 20 }, wire: `${requestLine(20)}Host: a\r\n\r\n`, expected: ["request GET /tttttt 1.1", "end"] },
  { id: "limits/request-line-set-above", rule: "and 21", section: "RFC 9110 §15.5.15",
    limits: { requestLine: 20 }, wire: `${requestLine(21)}Host: a\r\n\r\n`, expected: ["error TARGET_TOO_LONG"] },
  { id: "limits/request-line-large-head-small-target", rule: "field lines do not count as request-line", section: "RFC 9112 §3",
    limits: { requestLine: 20 }, wire: `${HEAD}${headerSection(200)}\r\n`, expected: GET },

  // Empty lines before a request-line: four.
  { id: "limits/empty-lines-3", rule: "three empty lines", section: "RFC 9112 §2.2",
    wire: `${"\r\n".repeat(3)}${HEAD}Host: a\r\n\r\n`, expected: GET },
  { id: "limits/empty-lines-4", rule: "four are the limit", section: "RFC 9112 §2.2",
    wire: `${"\r\n".repeat(4)}${HEAD}Host: a\r\n\r\n`, expected: GET },
  { id: "limits/empty-lines-5", rule: "five are too many", section: "RFC 9112 §2.2",
    wire: `${"\r\n".repeat(5)}${HEAD}Host: a\r\n\r\n`, expected: ["error EMPTY_LINES_TOO_MANY"] },
  { id: "limits/empty-lines-each-request", rule: "they are counted for each request", section: "RFC 9112 §2.2",
    wire: `${"\r\n".repeat(4)}${HEAD}Host: a\r\n\r\n`.repeat(2), expected: [...GET, ...GET] },
  { id: "limits/empty-lines-endless", rule: "a client cannot keep a connection by empty lines", section: "RFC 9112 §2.2",
    wire: `${HEAD}Host: a\r\n\r\n${"\r\n".repeat(500)}`, expected: [...GET, "error EMPTY_LINES_TOO_MANY"] },

  // Header section: 16 KiB.
  { id: "limits/header-section-below", rule: "one octet below the limit", section: "RFC 9110 §5.4",
    wire: `${HEAD}${headerSection(16383)}\r\n`, fields: [["Host", "a"], ["Foo", value(16383 - 9)]], expected: GET },
  { id: "limits/header-section", section: "RFC 9110 §5.4",
    rule: "16384 octets are the limit: lines with their CRLF, the empty line not counted",
    wire: `${HEAD}${headerSection(16384)}\r\n`, fields: [["Host", "a"], ["Foo", value(16384 - 9)]], expected: GET },
  { id: "limits/header-section-above", rule: "one octet above", section: "RFC 9110 §5.4",
    wire: `${HEAD}${headerSection(16385)}\r\n`, expected: ["error HEADER_SECTION_TOO_LARGE"] },
  { id: "limits/header-section-endless-name", rule: "a name that has no end", section: "RFC 9110 §5.4",
    wire: HEAD + "n".repeat(17000), expected: ["error HEADER_SECTION_TOO_LARGE"] },
  { id: "limits/header-section-endless-value", rule: "a value that has no end", section: "RFC 9110 §5.4",
    wire: `${HEAD}Host: ${"v".repeat(17000)}`, expected: ["error HEADER_SECTION_TOO_LARGE"] },
  { id: "limits/header-section-endless-whitespace", rule: "whitespace that is no part of a value counts", section: "RFC 9110 §5.4",
    wire: `${HEAD}Host:${" ".repeat(17000)}`, expected: ["error HEADER_SECTION_TOO_LARGE"] },
  { id: "limits/header-section-many-lines", rule: "ninety lines, together too large", section: "RFC 9110 §5.4",
    wire: `${HEAD}${fieldLine(200).repeat(90)}\r\n`, expected: ["error HEADER_SECTION_TOO_LARGE"] },
  { id: "limits/header-section-set", rule: "a limit that is set: 30", section: "RFC 9110 §5.4",
    limits: { headerSection: 30 }, wire: `${HEAD}${headerSection(30)}\r\n`, expected: GET },
  { id: "limits/header-section-set-above", rule: "and 31", section: "RFC 9110 §5.4",
    limits: { headerSection: 30 }, wire: `${HEAD}${headerSection(31)}\r\n`, expected: ["error HEADER_SECTION_TOO_LARGE"] },
  { id: "limits/header-section-each-request", rule: "it is counted for each request", section: "RFC 9110 §5.4",
    limits: { headerSection: 30 }, wire: `${HEAD}${headerSection(30)}\r\n`.repeat(2), expected: [...GET, ...GET] },

  // Field lines: 100.
  { id: "limits/field-lines-99", rule: "99 lines", section: "RFC 9110 §5.4",
    wire: `${HEAD}Host: a\r\n${"Foo: bar\r\n".repeat(98)}\r\n`, expected: GET },
  { id: "limits/field-lines-100", rule: "100 lines are the limit", section: "RFC 9110 §5.4",
    wire: `${HEAD}Host: a\r\n${"Foo: bar\r\n".repeat(99)}\r\n`, expected: GET },
  { id: "limits/field-lines-101", rule: "101 are too many", section: "RFC 9110 §5.4",
    wire: `${HEAD}Host: a\r\n${"Foo: bar\r\n".repeat(100)}\r\n`, expected: ["error FIELD_LINES_TOO_MANY"] },
  { id: "limits/field-lines-set", rule: "a limit that is set: 2", section: "RFC 9110 §5.4",
    limits: { fieldLines: 2 }, wire: `${HEAD}Host: a\r\nFoo: bar\r\n\r\n`, expected: GET },
  { id: "limits/field-lines-set-above", rule: "and 3", section: "RFC 9110 §5.4",
    limits: { fieldLines: 2 }, wire: `${HEAD}Host: a\r\nFoo: bar\r\nFoo: bar\r\n\r\n`, expected: ["error FIELD_LINES_TOO_MANY"] },

  // Numbers: 2^53 - 1.
  { id: "limits/content-length", rule: "2^53 - 1 is the largest length", section: "RFC 9110 §8.6",
    wire: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9007199254740991\r\n\r\nhello", expected: [POST, "content hello"] },
  { id: "limits/content-length-above", rule: "2^53 cannot be counted exactly", section: "RFC 9110 §8.6",
    wire: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9007199254740992\r\n\r\nhello", expected: ["error CONTENT_LENGTH_OVERFLOW"] },
  { id: "limits/content-length-above-rounds-down", rule: "2^53 + 1, which a double rounds to 2^53", section: "RFC 9110 §8.6",
    wire: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9007199254740993\r\n\r\nhello", expected: ["error CONTENT_LENGTH_OVERFLOW"] },
  { id: "limits/chunk-size", rule: "2^53 - 1 is the largest size", section: "RFC 9112 §7.1",
    wire: `${CHUNKED}1fffffffffffff\r\nhello`, expected: [POST, "content hello"] },
  { id: "limits/chunk-size-above", rule: "2^53 is too large", section: "RFC 9112 §7.1",
    wire: `${CHUNKED}20000000000000\r\nhello`, expected: [POST, "error CHUNK_SIZE_OVERFLOW"] },
  { id: "limits/chunk-size-15-digits", rule: "fifteen digits, zeros first", section: "RFC 9112 §7.1",
    wire: `${CHUNKED}${"0".repeat(14)}2\r\nhi\r\n0\r\n\r\n`, expected: [POST, "content hi", "end"] },
  { id: "limits/chunk-size-16-digits", rule: "sixteen digits are the limit", section: "RFC 9112 §7.1",
    wire: `${CHUNKED}${"0".repeat(15)}2\r\nhi\r\n0\r\n\r\n`, expected: [POST, "content hi", "end"] },
  { id: "limits/chunk-size-17-digits", rule: "seventeen are too many, zeros or not", section: "RFC 9112 §7.1",
    wire: `${CHUNKED}${"0".repeat(16)}2\r\nhi\r\n0\r\n\r\n`, expected: [POST, "error CHUNK_SIZE_OVERFLOW @72"] },
  { id: "limits/last-chunk-17-digits", rule: "in the last chunk too", section: "RFC 9112 §7.1",
    wire: `${CHUNKED}${"0".repeat(17)}\r\n\r\n`, expected: [POST, "error CHUNK_SIZE_OVERFLOW @72"] },
  { id: "limits/chunk-size-endless", rule: "zeros that have no end", section: "RFC 9112 §7.1",
    wire: CHUNKED + "0".repeat(2000), expected: [POST, "error CHUNK_SIZE_OVERFLOW @72"] },

  // Chunk extensions: 1 KiB for all of a message together, from behind the size to the CRLF.
  { id: "limits/chunk-extensions-below", rule: "one octet below the limit", section: "RFC 9112 §7.1.1",
    wire: `${CHUNKED}2;${"x".repeat(1022)}\r\nhi\r\n0\r\n\r\n`, expected: [POST, "content hi", "end"] },
  { id: "limits/chunk-extensions", rule: "1024 octets are the limit, the semicolon counted", section: "RFC 9112 §7.1.1",
    wire: `${CHUNKED}2;${"x".repeat(1023)}\r\nhi\r\n0\r\n\r\n`, expected: [POST, "content hi", "end"] },
  { id: "limits/chunk-extensions-above", rule: "one octet above", section: "RFC 9112 §7.1.1",
    wire: `${CHUNKED}2;${"x".repeat(1024)}\r\nhi\r\n0\r\n\r\n`, expected: [POST, "error CHUNK_EXTENSIONS_TOO_LARGE"] },
  { id: "limits/chunk-extensions-together", rule: "the extensions of all chunks, the last one's too", section: "RFC 9112 §7.1.1",
    limits: { chunkExtensions: 8 }, wire: `${CHUNKED}1;aaa\r\nh\r\n1;b\r\ni\r\n0;c\r\n\r\n`, expected: [POST, "content hi", "end"] },
  { id: "limits/chunk-extensions-together-above", rule: "one octet above in the last chunk", section: "RFC 9112 §7.1.1",
    limits: { chunkExtensions: 8 }, wire: `${CHUNKED}1;aaa\r\nh\r\n1;b\r\ni\r\n0;cc\r\n\r\n`,
    expected: [POST, "content hi", "error CHUNK_EXTENSIONS_TOO_LARGE"] },
  { id: "limits/chunk-extensions-small-chunks", rule: "one octet of content, much extension, again and again", section: "RFC 9112 §7.1.1",
    wire: CHUNKED + `1;${"x".repeat(100)}\r\nh\r\n`.repeat(11),
    expected: [POST, `content ${"h".repeat(10)}`, "error CHUNK_EXTENSIONS_TOO_LARGE"] },
  { id: "limits/chunk-extensions-each-request", rule: "they are counted for each message", section: "RFC 9112 §7.1.1",
    limits: { chunkExtensions: 8 }, wire: `${CHUNKED}1;aaaaaaa\r\nh\r\n0\r\n\r\n`.repeat(2),
    expected: [POST, "content h", "end", POST, "content h", "end"] },
  { id: "limits/chunk-extensions-endless", rule: "an extension that has no end", section: "RFC 9112 §7.1.1",
    wire: `${CHUNKED}2;${"x".repeat(2000)}`, expected: [POST, "error CHUNK_EXTENSIONS_TOO_LARGE"] },

  // Trailer section: 8 KiB, and as many lines as the header section.
  { id: "limits/trailer-section-below", rule: "one octet below the limit", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${fieldLine(8191)}\r\n`, expected: [POST, `trailer Foo: ${value(8191)}`, "end"] },
  { id: "limits/trailer-section", rule: "8192 octets are the limit", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${fieldLine(8192)}\r\n`, expected: [POST, `trailer Foo: ${value(8192)}`, "end"] },
  { id: "limits/trailer-section-above", rule: "one octet above", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${fieldLine(8193)}\r\n`, expected: [POST, "error TRAILER_SECTION_TOO_LARGE"] },
  { id: "limits/trailer-section-endless", rule: "a trailer that has no end", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\nFoo: ${"v".repeat(9000)}`, expected: [POST, "error TRAILER_SECTION_TOO_LARGE"] },
  { id: "limits/trailer-section-set-above", rule: "a limit that is set: 20, and 21 octets", section: "RFC 9112 §7.1.2",
    limits: { trailerSection: 20 }, wire: `${CHUNKED}0\r\n${fieldLine(21)}\r\n`, expected: [POST, "error TRAILER_SECTION_TOO_LARGE"] },
  { id: "limits/trailer-section-apart", rule: "the header section does not count as trailer section", section: "RFC 9112 §7.1.2",
    limits: { trailerSection: 20 }, wire: `${CHUNKED}0\r\n${fieldLine(20)}\r\n`, expected: [POST, `trailer Foo: ${value(20)}`, "end"] },
  { id: "limits/trailer-lines-99", rule: "99 lines", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${"A: b\r\n".repeat(99)}\r\n`, expected: [POST, ...Array<string>(99).fill("trailer A: b"), "end"] },
  { id: "limits/trailer-lines-100", rule: "100 lines are the limit", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${"A: b\r\n".repeat(100)}\r\n`, expected: [POST, ...Array<string>(100).fill("trailer A: b"), "end"] },
  { id: "limits/trailer-lines-101", rule: "101 are too many", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${"A: b\r\n".repeat(101)}\r\n`, expected: [POST, "error TRAILER_LINES_TOO_MANY"] },
  { id: "limits/trailer-lines-endless", rule: "lines that have no end", section: "RFC 9112 §7.1.2",
    wire: `${CHUNKED}0\r\n${"A: b\r\n".repeat(300)}`, expected: [POST, "error TRAILER_LINES_TOO_MANY"] },
];
