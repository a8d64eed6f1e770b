// Several ranges in one answer: multipart/byteranges (RFC 9110 §14.6).

import { type ByteRange, contentRange } from "./ranges.js";

export interface ByteRanges {
  /** The value of Content-Type. */
  readonly contentType: string;
  /** Octets of the content. */
  readonly length: number;
  /** Delimiters and part headers as text, ranges between them. */
  readonly pieces: readonly (string | ByteRange)[];
}

/**
 * @param boundary of letters and digits; nothing in the content may be like it, so it is to be random
 * @param type Content-Type of each part, in ASCII
 */
export function byteRanges(ranges: readonly ByteRange[], size: number, type: string, boundary: string): ByteRanges {
  const pieces: (string | ByteRange)[] = [];
  let length = 0;
  for (const range of ranges) {
    const head = `${pieces.length === 0 ? "" : "\r\n"}--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(range, size)}\r\n\r\n`;
    pieces.push(head, range);
    length += head.length + range.end - range.start;
  }
  const end = `\r\n--${boundary}--\r\n`;
  pieces.push(end);
  return { contentType: `multipart/byteranges; boundary=${boundary}`, length: length + end.length, pieces };
}
