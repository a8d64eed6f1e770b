// Entity-tags for answers that are made on the way, and the answers to conditional requests.

import { evaluatePreconditions, LightResponse, parseHttpDate, sourceOf, type Validators } from "@sockeye/core/message";
import { type Awaitable, HttpError, type Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { toBase64url } from "../base64url.js";
import { checkOptions } from "../options.js";

export interface EtagOptions {
  /** Whether the tags are weak: content that differs in octets may be as good (RFC 9110 §8.8.1). @defaultValue false */
  readonly weak?: boolean | undefined;
}

const schema = z.strictObject({ weak: z.optional(z.boolean()) });

// Of a digest of 256 bits; 128 are more than enough to tell versions apart.
const DIGEST_OCTETS = 16;

/**
 * Gives answers to GET and HEAD an entity-tag of their content, and answers 304 where the client has it. An answer that has
 * ETag or Last-Modified keeps it, and is compared by it. Streams and files have no tag made: they would have to be read first.
 * @throws {HttpError} 412 `PRECONDITION_FAILED` where If-Match or If-Unmodified-Since does not hold
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function etag(options: EtagOptions = {}): Middleware {
  checkOptions("etag", schema, options);
  const prefix = options.weak === true ? "W/" : "";

  return function etag(c, next) {
    return whenThere(next(), (response) => {
      if ((c.method !== "GET" && c.method !== "HEAD") || response.status !== 200) return response;
      return whenThere(tagOf(response, prefix), (tag) => {
        if (tag !== null) response.headers.set("ETag", tag);
        return judged(response, c.method, c.headers, tag);
      });
    });
  };
}

/** The tag that the answer has, or one of its content; `null` where that cannot be seen. */
function tagOf(response: Response, prefix: string): Awaitable<string | null> {
  const present = response.headers.get("etag");
  if (present !== null) return present;
  const source = sourceOf(response);
  if (typeof source !== "string" && !(source instanceof Uint8Array)) return null;
  const octets = typeof source === "string" ? new TextEncoder().encode(source) : source;
  return crypto.subtle
    .digest("SHA-256", octets as Uint8Array<ArrayBuffer>)
    .then((digest) => `${prefix}"${toBase64url(new Uint8Array(digest, 0, DIGEST_OCTETS))}"`);
}

function judged(response: Response, method: string, request: Headers, tag: string | null): Response {
  const modified = parseHttpDate(response.headers.get("last-modified") ?? "");
  const validators: Validators = { etag: tag ?? undefined, lastModified: modified ?? undefined };
  const verdict = evaluatePreconditions(method, request, validators);
  if (verdict === "proceed") return response;
  void response.body?.cancel().catch(() => {});
  if (verdict === "failed") {
    throw new HttpError(412, "The precondition does not hold", { code: "PRECONDITION_FAILED" });
  }
  return notModified(response.headers);
}

// What describes content that is not sent (RFC 9110 §15.4.5); the rest a cache needs for what it has.
const OF_CONTENT = ["Content-Encoding", "Content-Language", "Content-Length", "Content-Range", "Content-Type"];

function notModified(fields: Headers): Response {
  const response = new LightResponse(null, { status: 304, headers: fields });
  for (const name of OF_CONTENT) response.headers.delete(name);
  return response;
}
