// Content-Length and Transfer-Encoding in requests.

// biome-ignore-all format: two lines or three say what a row is, so that neighbours can be compared.
import type { Difference } from "../difference.js";

export const FRAMING_DIFFERENCES: readonly Difference[] = [
  { behaviour: "a list of equal values in Content-Length", rule: "RFC 9110 §8.6", right: "policy",
    why: "MAY be replaced by one of them",
    cases: ["framing/length-list", "framing/length-list-space", "go/length-list", "h11/length-list-agrees"], peers: { HAProxy: "accepts", "http-parser-js": "accepts" } },
  { behaviour: "Content-Length twice, with equal values", rule: "RFC 9110 §8.6", right: "policy",
    why: "the same", cases: ["CONTENT_LENGTH_DUPLICATE"], peers: { HAProxy: "accepts", "http-parser-js": "accepts" } },
  { behaviour: "a Content-Length that is no run of digits", rule: "RFC 9112 §6.3", right: "ours",
    why: "unrecoverable, MUST be answered with 400", cases: ["CONTENT_LENGTH_MALFORMED"], peers: { "http-parser-js": "accepts" } },
  { behaviour: "Content-Length beside Transfer-Encoding", rule: "RFC 9112 §6.1", right: "policy",
    why: "MAY be rejected or read by Transfer-Encoding, and the connection MUST be closed after it", cases: ["LENGTH_AND_CHUNKED"],
    peers: { HAProxy: "accepts", "http-parser-js": "accepts" } },
  { behaviour: "Transfer-Encoding with empty elements, or empty", rule: "RFC 9110 §5.6.1.2", right: "deviation",
    why: "empty elements MUST be accepted",
    cases: ["framing/coding-empty", "framing/coding-empty-*", "framing/coding-leading-comma", "framing/coding-trailing-comma", "go/coding-empty"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", HAProxy: "accepts" } },
  { behaviour: "Transfer-Encoding that is no list of codings", rule: "RFC 9112 §6.1", right: "ours",
    why: "what is not understood cannot be decoded", cases: ["TRANSFER_ENCODING_MALFORMED"], peers: { "http-parser-js": "accepts" } },
  { behaviour: "another coding before chunked", rule: "RFC 9112 §6.1", right: "ours",
    why: "not understood: SHOULD be answered with 501; they hand on what they did not decode", cases: ["TRANSFER_CODING_UNKNOWN"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts" } },
  { behaviour: "chunked is not the final coding", rule: "RFC 9112 §6.3", right: "ours",
    why: "MUST be answered with 400", cases: ["CHUNKED_NOT_FINAL"], peers: { "http-parser-js": "accepts" } },
  { behaviour: "chunked more than once", rule: "RFC 9112 §6.1", right: "ours",
    why: "MUST NOT be applied twice", cases: ["CHUNKED_REPEATED"], peers: { "http-parser-js": "accepts" } },
  { behaviour: "Transfer-Encoding in HTTP/1.0", rule: "RFC 9112 §6.1", right: "policy",
    why: "MUST be treated as faulty framing, and the connection closed", cases: ["TRANSFER_ENCODING_VERSION"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", HAProxy: "accepts" } },
  { behaviour: "content with CONNECT", rule: "RFC 9110 §9.3.6", right: "policy",
    why: "CONNECT has none: those octets may be the tunnel's", cases: ["CONNECT_WITH_CONTENT"],
    peers: { "node:http": "accepts", "http-parser-js": "accepts", HAProxy: "accepts" } },
  { behaviour: "content with GET in HTTP/1.0", rule: "RFC 9110 §9.3.1", right: "policy",
    why: "has no meaning, and MAY be rejected", cases: ["h11/content-beyond-head-limits", "llhttp/length-letter-case"],
    peers: { HAProxy: "refuses" } },
];
