// Messages on which servers differ: malformed ones, and a client that half-closes.

export interface Message {
  /** As the table of README.md names it. */
  readonly name: string;
  /** One character an octet. */
  readonly octets: string;
  /** Whether the client closes its side behind it. @defaultValue false */
  readonly halfCloses?: boolean;
}

export const MESSAGES: readonly Message[] = [
  { name: "two Host fields that differ", octets: "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" },
  { name: "`Host: a b`", octets: "GET / HTTP/1.1\r\nHost: a b\r\n\r\n" },
  { name: "a request line that ends with a bare LF", octets: "GET / HTTP/1.1\nHost: a\r\n\r\n" },
  { name: "a request line without a version, then fields", octets: "GET /\nHost: a\r\n\r\n" },
  {
    name: "`Transfer-Encoding: gzip, chunked`",
    octets: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
  },
  { name: "`GET /a/../b`", octets: "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n" },
  { name: "`GET /a/%2e%2e/b`", octets: "GET /a/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n" },
  { name: "`GET /a#b`", octets: "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n" },
  {
    name: "a request, then a half-close, and the answer takes 50 ms",
    octets: "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    halfCloses: true,
  },
];
