// Responses as most handlers want them, in a word. They cost a small object each: no Headers, no stream.

import { decodeText, encodeText } from "./chunks.js";
import type { ResponseInit } from "./init.js";
import { isRedirectStatus, jsonText, type LightResponse, responseOf } from "./response.js";

/** A status, or what `Response` takes. */
export type ReplyInit = number | ResponseInit;

export interface Reply {
  /** `text/plain; charset=utf-8` */
  text(text: string, init?: ReplyInit): LightResponse;
  /** `text/html; charset=utf-8` */
  html(html: string, init?: ReplyInit): LightResponse;
  /** `application/json; charset=utf-8`. @throws {TypeError} where JSON has nothing for the value */
  json(value: unknown, init?: ReplyInit): LightResponse;
  /** `application/octet-stream`, unless `init` says more. The octets are not copied. */
  bytes(octets: Uint8Array, init?: ReplyInit): LightResponse;
  /** `application/octet-stream`, unless `init` says more. */
  stream(source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>, init?: ReplyInit): LightResponse;
  /**
   * The URL may be relative; what a field value cannot hold is percent-encoded.
   * @param status 301, 302, 303, 307 or 308. @defaultValue 302
   * @throws {RangeError} for another status
   */
  redirect(url: string | URL, status?: number): LightResponse;
  /** No content. @param status @defaultValue 204 */
  empty(status?: number, init?: ResponseInit): LightResponse;
}

const OCTETS = "application/octet-stream";

/** Each throws as the constructor of `Response` does: a RangeError for a status, a TypeError for a field. */
export const reply: Reply = {
  text: (text, init) => responseOf(`${text}`, "text/plain; charset=utf-8", init),
  html: (html, init) => responseOf(`${html}`, "text/html; charset=utf-8", init),
  json: (value, init) => responseOf(jsonText(value), "application/json; charset=utf-8", init),
  bytes: (octets, init) => responseOf(octets, OCTETS, init),
  stream: (source, init) => responseOf(source, OCTETS, init),
  redirect(url, status = 302) {
    if (!isRedirectStatus(status)) throw new RangeError(`${status} is no status of a redirect`);
    return responseOf(null, null, { status, headers: { Location: locationOf(url) } });
  },
  empty: (status = 204, init) => responseOf(null, null, init === undefined ? status : { ...init, status }),
};

/** A URI-reference (RFC 9110 §10.2.2): visible ASCII only. */
function locationOf(url: string | URL): string {
  return `${url}`.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(decodeText(encodeText(text))));
}
