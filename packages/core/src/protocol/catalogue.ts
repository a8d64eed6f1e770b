// Everything that a peer can do wrong, and everything that we can: one row a code. docs/errors.md has a heading for
// each, and each has a wire case or a test.

/** What a peer did wrong: the status to answer with, the rule it broke, one sentence. */
export interface ProtocolRule {
  readonly status: 400 | 413 | 414 | 417 | 431 | 501 | 505;
  readonly section: string;
  readonly message: string;
}

export const PROTOCOL_RULES = {
  // The start line.
  METHOD_MALFORMED: { status: 400, section: "RFC 9112 §3.1", message: "the method is not a token followed by one SP" },
  METHOD_TOO_LONG: { status: 501, section: "RFC 9112 §3", message: "the method is longer than any that exists" },
  TARGET_MALFORMED: { status: 400, section: "RFC 9112 §3.2", message: "the request-target has none of the four forms" },
  TARGET_TOO_LONG: { status: 414, section: "RFC 9112 §3", message: "the request-line is longer than the limit" },
  TARGET_FRAGMENT: { status: 400, section: "RFC 9112 §3.2", message: "the request-target holds a fragment" },
  TARGET_FORM_METHOD: {
    status: 400,
    section: "RFC 9112 §3.2",
    message: "the form of the request-target is not for this method",
  },
  TARGET_SCHEME_UNSUPPORTED: {
    status: 400,
    section: "RFC 9112 §3.2.2",
    message: "the scheme of the request-target is neither http nor https",
  },
  TARGET_AUTHORITY_MALFORMED: {
    status: 400,
    section: "RFC 9110 §4.2",
    message: "the authority in the request-target is malformed",
  },
  TARGET_DOT_SEGMENT: { status: 400, section: "RFC 3986 §6.2.2.3", message: "a segment of the path is `.` or `..`" },
  TARGET_BACKSLASH: { status: 400, section: "RFC 3986 §3.3", message: "the path holds a backslash" },
  VERSION_MISSING: { status: 400, section: "RFC 9112 §3", message: "the request-line ends before the HTTP version" },
  VERSION_MALFORMED: { status: 400, section: "RFC 9112 §2.3", message: "the HTTP version is malformed" },
  VERSION_UNSUPPORTED: { status: 505, section: "RFC 9110 §2.5", message: "the major version of HTTP is not 1" },
  STATUS_LINE_MALFORMED: { status: 400, section: "RFC 9112 §4", message: "the status-line is malformed" },
  STATUS_LINE_TOO_LONG: { status: 400, section: "RFC 9112 §4", message: "the status-line is longer than the limit" },
  STATUS_CODE_MALFORMED: {
    status: 400,
    section: "RFC 9110 §15",
    message: "the status code is not three digits, the first from 1 to 9",
  },
  REASON_OCTET: { status: 400, section: "RFC 9112 §4", message: "the reason phrase holds a control octet" },
  // Line ends.
  BARE_CR: { status: 400, section: "RFC 9112 §2.2", message: "a CR is not followed by LF" },
  BARE_LF: { status: 400, section: "RFC 9112 §2.2", message: "a line ends with LF alone" },
  EMPTY_LINES_TOO_MANY: {
    status: 400,
    section: "RFC 9112 §2.2",
    message: "more empty lines than allowed precede the request-line",
  },
  // The field section.
  LEADING_WHITESPACE: { status: 400, section: "RFC 9112 §2.2", message: "white space precedes the first field line" },
  OBS_FOLD: {
    status: 400,
    section: "RFC 9112 §5.2",
    message: "a field line begins with white space (obsolete line folding)",
  },
  FIELD_NAME_EMPTY: { status: 400, section: "RFC 9110 §5.1", message: "a field line has no name" },
  FIELD_NAME_MALFORMED: {
    status: 400,
    section: "RFC 9110 §5.1",
    message: "a field name holds an octet that no token may hold",
  },
  FIELD_NAME_WHITESPACE: {
    status: 400,
    section: "RFC 9112 §5.1",
    message: "white space stands between a field name and its colon",
  },
  FIELD_COLON_MISSING: { status: 400, section: "RFC 9112 §5", message: "a field line has no colon" },
  FIELD_VALUE_OCTET: { status: 400, section: "RFC 9110 §5.5", message: "a field value holds a control octet" },
  HEADER_SECTION_TOO_LARGE: {
    status: 431,
    section: "RFC 6585 §5",
    message: "the header section is larger than the limit",
  },
  FIELD_LINES_TOO_MANY: {
    status: 431,
    section: "RFC 6585 §5",
    message: "the header section has more field lines than the limit",
  },
  HOST_MISSING: { status: 400, section: "RFC 9112 §3.2", message: "an HTTP/1.1 request has no Host field" },
  HOST_DUPLICATE: { status: 400, section: "RFC 9112 §3.2", message: "a request has more than one Host field line" },
  HOST_MALFORMED: {
    status: 400,
    section: "RFC 9110 §7.2",
    message: "the Host field is not a host with an optional port",
  },
  EXPECTATION_UNKNOWN: {
    status: 417,
    section: "RFC 9110 §10.1.1",
    message: "the Expect field asks for something other than 100-continue",
  },
  // Framing.
  CONTENT_LENGTH_MALFORMED: {
    status: 400,
    section: "RFC 9110 §8.6",
    message: "Content-Length is not a plain run of digits",
  },
  CONTENT_LENGTH_DUPLICATE: { status: 400, section: "RFC 9112 §6.3", message: "Content-Length comes more than once" },
  CONTENT_LENGTH_OVERFLOW: { status: 413, section: "RFC 9110 §8.6", message: "Content-Length is larger than 2^53 - 1" },
  LENGTH_AND_CHUNKED: {
    status: 400,
    section: "RFC 9112 §6.1",
    message: "a message has both Content-Length and Transfer-Encoding",
  },
  TRANSFER_ENCODING_MALFORMED: {
    status: 400,
    section: "RFC 9112 §6.1",
    message: "Transfer-Encoding is not a list of plain coding names",
  },
  TRANSFER_ENCODING_VERSION: {
    status: 400,
    section: "RFC 9112 §6.1",
    message: "an HTTP/1.0 message has Transfer-Encoding",
  },
  TRANSFER_CODING_UNKNOWN: {
    status: 501,
    section: "RFC 9112 §6.1",
    message: "a transfer coding other than chunked is applied",
  },
  CHUNKED_NOT_FINAL: { status: 400, section: "RFC 9112 §6.3", message: "chunked is not the final transfer coding" },
  CHUNKED_REPEATED: { status: 400, section: "RFC 9112 §6.1", message: "chunked is applied more than once" },
  CONNECT_WITH_CONTENT: { status: 400, section: "RFC 9110 §9.3.6", message: "a CONNECT request announces content" },
  // Content in chunks.
  CHUNK_SIZE_MALFORMED: {
    status: 400,
    section: "RFC 9112 §7.1",
    message: "the chunk size is not a run of hexadecimal digits",
  },
  CHUNK_SIZE_OVERFLOW: {
    status: 413,
    section: "RFC 9112 §7.1",
    message: "the chunk size is larger than 2^53 - 1 or has more than 16 digits",
  },
  CHUNK_EXTENSION_MALFORMED: { status: 400, section: "RFC 9112 §7.1.1", message: "a chunk extension is malformed" },
  CHUNK_EXTENSIONS_TOO_LARGE: {
    status: 400,
    section: "RFC 9112 §7.1.1",
    message: "the chunk extensions are larger than the limit",
  },
  CHUNK_DATA_END_MISSING: {
    status: 400,
    section: "RFC 9112 §7.1",
    message: "the data of a chunk is not followed by CRLF",
  },
  TRAILER_SECTION_TOO_LARGE: {
    status: 400,
    section: "RFC 9112 §7.1.2",
    message: "the trailer section is larger than the limit",
  },
  TRAILER_LINES_TOO_MANY: {
    status: 400,
    section: "RFC 9112 §7.1.2",
    message: "the trailer section has more field lines than the limit",
  },
  TRAILER_FORBIDDEN: {
    status: 400,
    section: "RFC 9110 §6.5.1",
    message: "a field that frames or routes a message stands in a trailer section",
  },
  // The end of the peer's octets, and octets that nobody asked for.
  INCOMPLETE_HEAD: { status: 400, section: "RFC 9112 §8", message: "the connection was closed inside a head" },
  INCOMPLETE_CONTENT: {
    status: 400,
    section: "RFC 9112 §8",
    message: "the connection was closed before the content was complete",
  },
  RESPONSE_MISSING: {
    status: 400,
    section: "RFC 9112 §9.5",
    message: "the connection was closed before the response began",
  },
  SWITCH_UNEXPECTED: {
    status: 400,
    section: "RFC 9110 §7.8",
    message: "101 answers a request that asked for no switch",
  },
  RESPONSE_UNEXPECTED: {
    status: 400,
    section: "RFC 9112 §9.2",
    message: "octets arrived although no request awaits a response",
  },
} as const;

export type ProtocolErrorCode = keyof typeof PROTOCOL_RULES;

/** What our own side did wrong, one sentence each. */
export const LOCAL_RULES = {
  OUT_OF_ORDER: "this cannot be sent in the present state",
  STATUS_INVALID: "the status is not allowed here",
  REASON_INVALID: "the reason phrase holds an octet that it may not hold",
  METHOD_INVALID: "the method is not a token",
  TARGET_INVALID: "the request-target has none of the four forms or does not suit the method",
  FIELD_NAME_INVALID: "the field name is not a token",
  FIELD_VALUE_INVALID: "the field value holds an octet that it may not hold, or begins or ends with white space",
  FRAMING_FIELD: "Content-Length and Transfer-Encoding are written by the codec: give `contentLength`",
  HOST_INVALID: "an HTTP/1.1 request needs exactly one valid Host field",
  CONTENT_LENGTH_INVALID: "the content length is not an integer from 0 to 2^53 - 1",
  CONTENT_FORBIDDEN: "this message cannot have content",
  CONTENT_TOO_LONG: "the content is longer than the Content-Length that was sent",
  CONTENT_TOO_SHORT: "the content is shorter than the Content-Length that was sent",
  TRAILERS_FORBIDDEN: "trailers need a chunked message, and no field that frames or routes may be one",
  SWITCH_NOT_ASKED: "the peer did not ask for another protocol",
  UPGRADE_MISSING: "101 needs an Upgrade field that names the protocol",
  LIMIT_INVALID: "a limit is not an integer in its range",
} as const;

export type LocalProtocolErrorCode = keyof typeof LOCAL_RULES;
