// Content in chunks, and the trailer section.

// biome-ignore-all format: two lines or three say what a row is, so that neighbours can be compared.
import type { Difference } from "../difference.js";

export const CHUNKED_DIFFERENCES: readonly Difference[] = [
  { behaviour: "a chunk size that is no run of hexadecimal digits", rule: "RFC 9112 §7.1", right: "ours",
    why: "1*HEXDIG; of `-1` http-parser-js makes an endless loop", cases: ["CHUNK_SIZE_MALFORMED"], peers: { "http-parser-js": "accepts" } },
  { behaviour: "LF alone ends a chunk-size line", rule: "RFC 9112 §7.1", right: "ours",
    why: "LF MAY end start-line and field lines (§2.2), no others",
    cases: ["chunked/ext-term", "chunked/ext-term-quoted", "chunked/term-ext", "chunked/extension-bare-lf-empty", "chunked/last-chunk-bare-lf", "chunked/size-bare-lf",
      "go/chunk-size-bare-lf", "hyper/extension-lf"],
    peers: { "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
  { behaviour: "a chunk size of more than 16 digits, with zeros first", rule: "RFC 9112 §7.1", right: "policy",
    why: "in the grammar; a size line needs an end", cases: ["CHUNK_SIZE_OVERFLOW"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
  { behaviour: "chunk data that LF alone follows, or that is longer than its size", rule: "RFC 9112 §7.1", right: "ours",
    why: "CRLF; two octets skipped unread hide a request", cases: ["CHUNK_DATA_END_MISSING"],
    peers: { "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
  { behaviour: "a malformed chunk extension", rule: "RFC 9112 §7.1.1", right: "ours",
    why: "what is unrecognized MUST be ignored, and what is outside the grammar is no extension", cases: ["CHUNK_EXTENSION_MALFORMED"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
  { behaviour: "whitespace around the semicolon of a chunk extension", rule: "RFC 9110 §5.6.3", right: "ours",
    why: "BWS MUST be parsed",
    cases: ["chunked/extension-bws", "chunked/extension-tab-semicolon", "h11/chunk-extensions", "hyper/extension-dots", "hyper/extension-white-space"],
    peers: { "node:http": "refuses" } },
  { behaviour: "larger chunk extensions than our limit", rule: "RFC 9112 §7.1.1", right: "policy",
    why: "a server ought to limit them", cases: ["CHUNK_EXTENSIONS_TOO_LARGE"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
  { behaviour: "framing and routing fields in the trailer section", rule: "RFC 9110 §6.5.1", right: "policy",
    why: "MUST NOT be sent there; a recipient drops them or refuses", cases: ["TRAILER_FORBIDDEN"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
  { behaviour: "Connection: close in the trailer section", rule: "RFC 9110 §6.5.1", right: "ours",
    why: "trailers MUST NOT be merged into the header section: the connection goes on", cases: ["trailers/connection-close"],
    peers: { "node:http": "refuses" } },
  { behaviour: "a larger trailer section, or more lines, than our limit", rule: "RFC 9110 §5.4", right: "policy",
    why: "the limit is the server's", cases: ["TRAILER_SECTION_TOO_LARGE", "TRAILER_LINES_TOO_MANY"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", nginx: "accepts", HAProxy: "accepts" } },
];
