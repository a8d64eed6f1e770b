// How the end of a message's content is found (RFC 9112 §6.3): decided here, once, from the fields, and nowhere else.

import type { ProtocolErrorCode } from "../catalogue.js";
import type { ControlFields } from "../fields/control-fields.js";
import { FieldFault } from "../fields/field-fault.js";
import type { FieldSection } from "../fields/field-section.js";
import { isToken, splitList } from "../grammar.js";
import type { HttpVersion } from "../start-line/version.js";

/** `length`: that many octets; `chunked`: until the last chunk; `close`: until the peer closes (responses only). */
export type Framing =
  | { readonly kind: "length"; readonly octets: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" };

export const NO_CONTENT: Framing = { kind: "length", octets: 0 };
export const CHUNKED: Framing = { kind: "chunked" };
export const UNTIL_CLOSE: Framing = { kind: "close" };

const DIGITS = /^[0-9]+$/;
const NOT_DIGIT = /[^0-9]|$/;

/**
 * Decides how a request's content ends; without either field it has none.
 * @returns the framing, or the fault: `CONTENT_LENGTH_…`, `LENGTH_AND_CHUNKED`, `TRANSFER_…`, `CHUNKED_…`, `CONNECT_WITH_CONTENT`
 * @see RFC 9112 §6.3
 */
export function requestFraming(
  method: string,
  version: HttpVersion,
  fields: FieldSection,
  control: ControlFields,
): Framing | FieldFault {
  const framing = fieldsFraming(version, fields, control) ?? NO_CONTENT;
  // "A CONNECT request message does not have content" (RFC 9110 §9.3.6): what follows it belongs to the tunnel.
  if (method === "CONNECT" && !(framing instanceof FieldFault) && !isEmpty(framing)) {
    return new FieldFault("CONNECT_WITH_CONTENT", Math.max(control.contentLength, control.transferEncoding));
  }
  return framing;
}

/**
 * Decides how a response's content ends. Where the method or the status rule content out, no field is looked at. Content
 * with a last transfer coding other than chunked comes as it is, until the close.
 * @returns the framing, or the fault: `CONTENT_LENGTH_…`, `LENGTH_AND_CHUNKED`, `TRANSFER_…`, `CHUNKED_REPEATED`
 * @see RFC 9112 §6.3
 */
export function responseFraming(
  method: string,
  status: number,
  version: HttpVersion,
  fields: FieldSection,
  control: ControlFields,
): Framing | FieldFault {
  if (!mayHaveContent(method, status)) return NO_CONTENT;
  const framing = fieldsFraming(version, fields, control) ?? UNTIL_CLOSE;
  // "If a Transfer-Encoding header field is present in a response and the chunked transfer coding is not the final
  // encoding, the message body length is determined by reading the connection until it is closed by the server."
  return framing instanceof FieldFault && framing.code === "CHUNKED_NOT_FINAL" ? UNTIL_CLOSE : framing;
}

/**
 * Whether a response may have content: not to HEAD, not with 1xx, 204 or 304, not where CONNECT opened a tunnel.
 * @see RFC 9112 §6.3 rules 1 and 2
 */
export function mayHaveContent(method: string, status: number): boolean {
  if (method === "HEAD" || isInformational(status) || status === 204 || status === 304) return false;
  return !opensTunnel(method, status);
}

/** 1xx, RFC 9110 §15.2. What lies below it is invalid, and as final as a 5xx (RFC 9110 §15). */
export function isInformational(status: number): boolean {
  return status >= 100 && status < 200;
}

/** Whether a response turns the connection into a tunnel (RFC 9110 §9.3.6). */
export function opensTunnel(method: string, status: number): boolean {
  return method === "CONNECT" && status >= 200 && status < 300;
}

export function isEmpty(framing: Framing): boolean {
  return framing.kind === "length" && framing.octets === 0;
}

function fieldsFraming(
  version: HttpVersion,
  fields: FieldSection,
  control: ControlFields,
): Framing | FieldFault | null {
  if (control.transferEncoding >= 0) {
    if (control.contentLength >= 0)
      return new FieldFault("LENGTH_AND_CHUNKED", Math.max(control.contentLength, control.transferEncoding));
    const code = transferEncodingFault(version, fields);
    return code === null ? CHUNKED : new FieldFault(code, control.transferEncoding);
  }
  return control.contentLength >= 0 ? contentLengthFraming(fields, control) : null;
}

// Content-Length = 1*DIGIT, RFC 9110 §8.6. A recipient may repair a list of equal values; we refuse it, for whoever
// stands in front of us may have read it another way.
function contentLengthFraming(fields: FieldSection, control: ControlFields): Framing | FieldFault {
  if (control.contentLengthLines > 1) {
    return new FieldFault("CONTENT_LENGTH_DUPLICATE", fields.find("content-length", control.contentLength + 1));
  }
  const value = fields.valueAt(control.contentLength);
  if (!DIGITS.test(value)) {
    return new FieldFault("CONTENT_LENGTH_MALFORMED", control.contentLength, value.search(NOT_DIGIT));
  }
  const octets = Number(value);
  if (!Number.isSafeInteger(octets)) return new FieldFault("CONTENT_LENGTH_OVERFLOW", control.contentLength);
  return octets === 0 ? NO_CONTENT : { kind: "length", octets };
}

// Transfer-Encoding = #transfer-coding, RFC 9112 §6.1. Of all lists only `chunked` alone is one that we can decode.
function transferEncodingFault(version: HttpVersion, fields: FieldSection): ProtocolErrorCode | null {
  if (version === "1.0") return "TRANSFER_ENCODING_VERSION";
  const list = fields.get("transfer-encoding") as string;
  if (list.toLowerCase() === "chunked") return null;

  const codings = splitList(list.toLowerCase());
  if (!codings.every(isToken)) return "TRANSFER_ENCODING_MALFORMED";
  if (codings.indexOf("chunked") !== codings.lastIndexOf("chunked")) return "CHUNKED_REPEATED";
  return codings.at(-1) === "chunked" ? "TRANSFER_CODING_UNKNOWN" : "CHUNKED_NOT_FINAL";
}
