// Everything that a peer can do wrong, and everything that we can: one row a code. docs/errors.md has a heading for
// each, and each has a wire case or a test.

/** What a peer did wrong: the status to answer with, where the rule stands that it broke, one sentence. */
export type ProtocolRule = readonly [status: number, section: string, message: string];

export const PROTOCOL_RULES = {
  // The start line.
  METHOD_MALFORMED: [400, "RFC 9112 §3.1", "the method is not a token followed by one SP"],
  METHOD_TOO_LONG: [501, "RFC 9112 §3", "the method is longer than any that exists"],
  TARGET_MALFORMED: [400, "RFC 9112 §3.2", "the request-target has none of the four forms"],
  TARGET_TOO_LONG: [414, "RFC 9112 §3", "the request-line is longer than the limit"],
  TARGET_FRAGMENT: [400, "RFC 9112 §3.2", "the request-target holds a fragment"],
  TARGET_FORM_METHOD: [400, "RFC 9112 §3.2", "the form of the request-target is not for this method"],
  TARGET_SCHEME_UNSUPPORTED: [400, "RFC 9112 §3.2.2", "the scheme of the request-target is neither http nor https"],
  TARGET_AUTHORITY_MALFORMED: [400, "RFC 9110 §4.2", "the authority in the request-target is malformed"],
  TARGET_DOT_SEGMENT: [400, "RFC 3986 §6.2.2.3", "a segment of the path is `.` or `..`"],
  TARGET_BACKSLASH: [400, "RFC 3986 §3.3", "the path holds a backslash"],
  VERSION_MISSING: [400, "RFC 9112 §3", "the request-line ends before the HTTP version"],
  VERSION_MALFORMED: [400, "RFC 9112 §2.3", "the HTTP version is malformed"],
  VERSION_UNSUPPORTED: [505, "RFC 9110 §2.5", "the major version of HTTP is not 1"],
  STATUS_LINE_MALFORMED: [400, "RFC 9112 §4", "the status-line is malformed"],
  STATUS_LINE_TOO_LONG: [400, "RFC 9112 §4", "the status-line is longer than the limit"],
  STATUS_CODE_MALFORMED: [400, "RFC 9110 §15", "the status code is not three digits"],
  REASON_OCTET: [400, "RFC 9112 §4", "the reason phrase holds a control octet"],
  // Line ends.
  BARE_CR: [400, "RFC 9112 §2.2", "a CR is not followed by LF"],
  BARE_LF: [400, "RFC 9112 §2.2", "a line ends with LF alone"],
  EMPTY_LINES_TOO_MANY: [400, "RFC 9112 §2.2", "more empty lines than allowed precede the request-line"],
  // The field section.
  LEADING_WHITESPACE: [400, "RFC 9112 §2.2", "white space precedes the first field line"],
  OBS_FOLD: [400, "RFC 9112 §5.2", "a field line begins with white space (obsolete line folding)"],
  FIELD_NAME_EMPTY: [400, "RFC 9110 §5.1", "a field line has no name"],
  FIELD_NAME_MALFORMED: [400, "RFC 9110 §5.1", "a field name holds an octet that no token may hold"],
  FIELD_NAME_WHITESPACE: [400, "RFC 9112 §5.1", "white space stands between a field name and its colon"],
  FIELD_COLON_MISSING: [400, "RFC 9112 §5", "a field line has no colon"],
  FIELD_VALUE_OCTET: [400, "RFC 9110 §5.5", "a field value holds a control octet"],
  HEADER_SECTION_TOO_LARGE: [431, "RFC 6585 §5", "the header section is larger than the limit"],
  FIELD_LINES_TOO_MANY: [431, "RFC 6585 §5", "the header section has more field lines than the limit"],
  HOST_MISSING: [400, "RFC 9112 §3.2", "an HTTP/1.1 request has no Host field"],
  HOST_DUPLICATE: [400, "RFC 9112 §3.2", "a request has more than one Host field line"],
  HOST_MALFORMED: [400, "RFC 9110 §7.2", "the Host field is not a host with an optional port"],
  EXPECTATION_UNKNOWN: [417, "RFC 9110 §10.1.1", "the Expect field asks for something other than 100-continue"],
  // Framing.
  CONTENT_LENGTH_MALFORMED: [400, "RFC 9110 §8.6", "Content-Length is not a plain run of digits"],
  CONTENT_LENGTH_DUPLICATE: [400, "RFC 9112 §6.3", "Content-Length comes more than once"],
  CONTENT_LENGTH_OVERFLOW: [413, "RFC 9110 §8.6", "Content-Length is larger than 2^53 - 1"],
  LENGTH_AND_CHUNKED: [400, "RFC 9112 §6.1", "a message has both Content-Length and Transfer-Encoding"],
  TRANSFER_ENCODING_MALFORMED: [400, "RFC 9112 §6.1", "Transfer-Encoding is not a list of plain coding names"],
  TRANSFER_ENCODING_VERSION: [400, "RFC 9112 §6.1", "an HTTP/1.0 message has Transfer-Encoding"],
  TRANSFER_CODING_UNKNOWN: [501, "RFC 9112 §6.1", "a transfer coding other than chunked is applied"],
  CHUNKED_NOT_FINAL: [400, "RFC 9112 §6.3", "chunked is not the final transfer coding"],
  CHUNKED_REPEATED: [400, "RFC 9112 §6.1", "chunked is applied more than once"],
  CONNECT_WITH_CONTENT: [400, "RFC 9110 §9.3.6", "a CONNECT request announces content"],
  // Content in chunks.
  CHUNK_SIZE_MALFORMED: [400, "RFC 9112 §7.1", "the chunk size is not a run of hexadecimal digits"],
  CHUNK_SIZE_OVERFLOW: [413, "RFC 9112 §7.1", "the chunk size is larger than 2^53 - 1 or has more than 16 digits"],
  CHUNK_EXTENSION_MALFORMED: [400, "RFC 9112 §7.1.1", "a chunk extension is malformed"],
  CHUNK_EXTENSIONS_TOO_LARGE: [400, "RFC 9112 §7.1.1", "the chunk extensions are larger than the limit"],
  CHUNK_DATA_END_MISSING: [400, "RFC 9112 §7.1", "the data of a chunk is not followed by CRLF"],
  TRAILER_SECTION_TOO_LARGE: [400, "RFC 9112 §7.1.2", "the trailer section is larger than the limit"],
  TRAILER_LINES_TOO_MANY: [400, "RFC 9112 §7.1.2", "the trailer section has more field lines than the limit"],
  TRAILER_FORBIDDEN: [400, "RFC 9110 §6.5.1", "a field that frames or routes a message stands in a trailer section"],
  // The end of the peer's octets, and octets that nobody asked for.
  INCOMPLETE_HEAD: [400, "RFC 9112 §8", "the connection was closed inside a head"],
  INCOMPLETE_CONTENT: [400, "RFC 9112 §8", "the connection was closed before the content was complete"],
  RESPONSE_MISSING: [400, "RFC 9112 §9.5", "the connection was closed before the response began"],
  SWITCH_UNEXPECTED: [400, "RFC 9110 §7.8", "101 answers a request that asked for no switch"],
  RESPONSE_UNEXPECTED: [400, "RFC 9112 §9.2", "octets arrived although no request awaits a response"],
} as const;

export type ProtocolErrorCode = keyof typeof PROTOCOL_RULES;

/** What our own side did wrong, one sentence each. */
export const LOCAL_RULES = {
  OUT_OF_ORDER: "this cannot be sent in the present state",
  STATUS_INVALID: "the status is not allowed here",
  REASON_INVALID: "the reason phrase holds an octet that it may not hold",
  METHOD_INVALID: "the method is not a token",
  TARGET_INVALID: "the request-target has none of the four forms, or one that is not for the method",
  FIELD_NAME_INVALID: "the field name is not a token",
  FIELD_VALUE_INVALID: "the field value holds an octet that it may not hold, or has white space around it",
  FRAMING_FIELD: "the codec frames the message: give `contentLength`",
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
