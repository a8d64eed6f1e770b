// The trailer section behind the last chunk: the grammar of field lines, and the fields that must not stand there.

// biome-ignore-all format: a row keeps to one line or two, so that neighbours can be compared.
import type { WireCase } from "../wire-case.js";

/** A POST whose content is one chunk; these octets follow the last chunk, whose trailer section begins at offset 69. */
const behind = (octets: string): string =>
  `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n${octets}`;
const HELLO = ["request POST / 1.1", "content hello"];

export const TRAILER_CASES: readonly WireCase[] = [
  // Accepted, and kept apart from the header section.
  { id: "trailers/one", rule: "one field line", section: "RFC 9112 §7.1.2",
    wire: behind("Foo: bar\r\n\r\n"), expected: [...HELLO, "trailer Foo: bar", "end"] },
  { id: "trailers/order-and-case", rule: "lines keep their order, names their letter case", section: "RFC 9110 §6.5.2",
    wire: behind("b: 1\r\nA: 2\r\nB: 3\r\n\r\n"), expected: [...HELLO, "trailer b: 1", "trailer A: 2", "trailer B: 3", "end"] },
  { id: "trailers/not-merged", rule: "a trailer is not merged into the header section", section: "RFC 9112 §7.1.2",
    wire: behind("X-Admin: yes\r\n\r\n"), fields: [["Host", "a"], ["Transfer-Encoding", "chunked"]],
    expected: [...HELLO, "trailer X-Admin: yes", "end"] },
  { id: "trailers/whitespace-around", rule: "SP and HTAB on both sides are no part of the value", section: "RFC 9112 §5.1",
    wire: behind("Foo:\t bar \t\r\n\r\n"), expected: [...HELLO, "trailer Foo: bar", "end"] },
  { id: "trailers/empty-value", rule: "a value may be empty", section: "RFC 9110 §5.5",
    wire: behind("Foo:\r\n\r\n"), expected: [...HELLO, "trailer Foo: ", "end"] },
  { id: "trailers/obs-text", rule: "obs-text is read as latin1", section: "RFC 9110 §5.5",
    wire: behind("Foo: \xe9\r\n\r\n"), expected: [...HELLO, "trailer Foo: \xe9", "end"] },
  { id: "trailers/unannounced", rule: "a trailer need not be named in Trailer", section: "RFC 9110 §6.6.2",
    wire: "POST / HTTP/1.1\r\nHost: a\r\nTrailer: Bar\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nFoo: bar\r\n\r\n",
    expected: ["request POST / 1.1", "trailer Foo: bar", "end"] },
  { id: "trailers/then-request", rule: "the octet after the empty line begins the next request", section: "RFC 9112 §7.1.2",
    wire: behind("Foo: bar\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"),
    expected: [...HELLO, "trailer Foo: bar", "end", "request GET /b 1.1", "end"] },
  { id: "trailers/connection-close", rule: "a trailer comes too late to end persistence", section: "RFC 9110 §6.5.1",
    wire: behind("Connection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"),
    expected: [...HELLO, "trailer Connection: close", "end", "request GET /b 1.1", "end"] },

  // Fields that frame or route.
  { id: "trailers/content-length", rule: "Content-Length cannot frame what is over", section: "RFC 9110 §6.5.1",
    wire: behind("Content-Length: 5\r\n\r\n"), expected: [...HELLO, "error TRAILER_FORBIDDEN"] },
  { id: "trailers/transfer-encoding", rule: "nor can Transfer-Encoding", section: "RFC 9110 §6.5.1",
    wire: behind("Transfer-Encoding: chunked\r\n\r\n"), expected: [...HELLO, "error TRAILER_FORBIDDEN"] },
  { id: "trailers/host", rule: "Host cannot route what is routed, in any letter case", section: "RFC 9110 §6.5.1",
    wire: behind("hOST: b\r\n\r\n"), expected: [...HELLO, "error TRAILER_FORBIDDEN"] },
  { id: "trailers/trailer", rule: "Trailer announces trailers; it is none", section: "RFC 9110 §6.6.2",
    wire: behind("Trailer: Foo\r\n\r\n"), expected: [...HELLO, "error TRAILER_FORBIDDEN"] },
  { id: "trailers/forbidden-among-others", rule: "one forbidden line spoils the section", section: "RFC 9110 §6.5.1",
    wire: behind("Foo: bar\r\ncontent-length: 0\r\nBaz: qux\r\n\r\n"), expected: [...HELLO, "error TRAILER_FORBIDDEN"] },

  // Field lines by the same grammar as in the header section.
  { id: "trailers/leading-space", rule: "whitespace at the start of the first line", section: "RFC 9112 §5.2",
    wire: behind(" Foo: bar\r\n\r\n"), expected: [...HELLO, "error LEADING_WHITESPACE @69"] },
  { id: "trailers/fold", rule: "a folded line", section: "RFC 9112 §5.2",
    wire: behind("Foo: a\r\n\tb\r\n\r\n"), expected: [...HELLO, "error OBS_FOLD @77"] },
  { id: "trailers/name-empty", rule: "a line that begins with the colon", section: "RFC 9110 §5.1",
    wire: behind(": bar\r\n\r\n"), expected: [...HELLO, "error FIELD_NAME_EMPTY @69"] },
  { id: "trailers/name-nul", rule: "NUL in a name", section: "RFC 9110 §5.1",
    wire: behind("F\0o: bar\r\n\r\n"), expected: [...HELLO, "error FIELD_NAME_MALFORMED @70"] },
  { id: "trailers/space-before-colon", rule: "SP between name and colon", section: "RFC 9112 §5.1",
    wire: behind("Foo : bar\r\n\r\n"), expected: [...HELLO, "error FIELD_NAME_WHITESPACE @72"] },
  { id: "trailers/colon-missing", rule: "a line without a colon", section: "RFC 9112 §5",
    wire: behind("Foo\r\n\r\n"), expected: [...HELLO, "error FIELD_COLON_MISSING @72"] },
  { id: "trailers/value-nul", rule: "NUL in a value", section: "RFC 9110 §5.5",
    wire: behind("Foo: a\0\r\n\r\n"), expected: [...HELLO, "error FIELD_VALUE_OCTET @75"] },
  { id: "trailers/value-del", rule: "DEL in a value", section: "RFC 9110 §5.5",
    wire: behind("Foo: a\x7f\r\n\r\n"), expected: [...HELLO, "error FIELD_VALUE_OCTET @75"] },
  { id: "trailers/bare-lf", rule: "LF alone does not end a line", section: "RFC 9112 §2.2",
    wire: behind("Foo: bar\n\r\n"), expected: [...HELLO, "error BARE_LF @77"] },
  { id: "trailers/bare-cr", rule: "CR in a value", section: "RFC 9112 §2.2",
    wire: behind("Foo: a\rb\r\n\r\n"), expected: [...HELLO, "error BARE_CR @75"] },

  // The final CRLF.
  { id: "trailers/final-lf", rule: "LF alone is no empty line", section: "RFC 9112 §7.1",
    wire: behind("\n"), expected: [...HELLO, "error BARE_LF @69"] },
  { id: "trailers/final-cr", rule: "CR alone is no empty line", section: "RFC 9112 §7.1",
    wire: behind("\rGET /b HTTP/1.1\r\n\r\n"), expected: [...HELLO, "error BARE_CR @69"] },
  { id: "trailers/final-crlf-missing", rule: "without the final CRLF the next request-line is a trailer line", section: "RFC 9112 §7.1",
    wire: behind("GET /b HTTP/1.1\r\nHost: a\r\n\r\n"), expected: [...HELLO, "error FIELD_NAME_WHITESPACE @72"] },
  { id: "trailers/final-zeros", rule: "a second last chunk is no trailer line", section: "RFC 9112 §7.1",
    wire: behind("0\r\n\r\n"), expected: [...HELLO, "error FIELD_COLON_MISSING @70"] },
  { id: "trailers/incomplete", rule: "a section without its empty line waits", section: "RFC 9112 §7.1",
    wire: behind("Foo: bar\r\n"), expected: HELLO },
  { id: "trailers/cut-in-line", rule: "the peer's end within a trailer line", section: "RFC 9112 §8",
    wire: behind("Foo: b"), eof: true, expected: [...HELLO, "error INCOMPLETE_CONTENT"] },
  { id: "trailers/cut-before-empty-line", rule: "the peer's end does not stand for the final CRLF", section: "RFC 9112 §8",
    wire: behind("Foo: bar\r\n"), eof: true, expected: [...HELLO, "error INCOMPLETE_CONTENT"] },
];
