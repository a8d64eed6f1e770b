// Content read as a whole, piece by piece.

import { concat } from "./chunks.js";
import { HttpError } from "./errors.js";
import type { IncomingContent } from "./incoming.js";

/** @throws {HttpError} 413 `CONTENT_TOO_LARGE`; the content is cancelled then */
export async function readAllOf(content: IncomingContent, limit: number): Promise<Uint8Array> {
  if (content.length !== null && content.length > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let octets = await content.read(); octets !== null; octets = await content.read()) {
    length += octets.length;
    if (length > limit) {
      content.cancel();
      throw tooLarge(limit);
    }
    chunks.push(octets);
  }
  return concat(chunks, length);
}

export function tooLarge(limit: number): HttpError {
  return new HttpError(413, `The content is larger than ${limit} octets`, { code: "CONTENT_TOO_LARGE" });
}
