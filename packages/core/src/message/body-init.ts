// "To extract a body with type" of the Fetch standard: what a value given as a body becomes.

import { BlobSource, type BodySource, FileSlice } from "./body-source.js";
import type { BodyInit } from "./init.js";

export interface ExtractedBody {
  readonly source: BodySource;
  /** The Content-Type of the value's kind, or `null` where it has none. */
  readonly contentType: string | null;
}

export function extractBody(body: Exclude<BodyInit, null | string>): ExtractedBody {
  if (typeof body === "object") {
    if (body instanceof Uint8Array || body instanceof FileSlice || body instanceof ReadableStream) return untyped(body);
    if (body instanceof URLSearchParams) {
      return { source: body.toString(), contentType: "application/x-www-form-urlencoded;charset=UTF-8" };
    }
    if (body instanceof Blob) return { source: new BlobSource(body), contentType: body.type === "" ? null : body.type };
    if (body instanceof FormData) return extractForm(body);
    if (body instanceof ArrayBuffer) return untyped(new Uint8Array(body));
    if (ArrayBuffer.isView(body)) return untyped(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
    if (Symbol.asyncIterator in body) return untyped(body);
  }
  return { source: `${body}`, contentType: TEXT };
}

/** What the Fetch standard says of a string. */
export const TEXT = "text/plain;charset=UTF-8";

function untyped(source: BodySource): ExtractedBody {
  return { source, contentType: null };
}

/** The boundary is the platform's affair. */
function extractForm(form: FormData): ExtractedBody {
  const native = new Response(form);
  // Asked for first: Bun knows it no longer once the body is a stream.
  const contentType = native.headers.get("content-type");
  return { source: native.body as ReadableStream<Uint8Array>, contentType };
}
