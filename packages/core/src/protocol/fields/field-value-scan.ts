// The hottest loop of the codec: most octets of most heads are field values. It judges four octets at a time, which
// takes a third of the time of one by one (`npm run bench codec`).

import { Buffer } from "node:buffer";
import { FIELD_VALUE, HTAB } from "../grammar.js";

// Sections are copied here to be read in words: a copy costs less than a view of the memory that they came in.
// Few are larger; what lies beyond is read octet by octet.
const SCRATCH = Buffer.from(new ArrayBuffer(4 * 1024));
const WORDS = new Int32Array(SCRATCH.buffer);
const NO_WORDS = new Int32Array(0);
// For fewer octets the copy costs more than it saves.
const WORTH_WORDS = 192;
const IS_BIG_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/**
 * The first octets in words of four, the least significant first, for one scan: the next call overwrites them. None where
 * it would not pay.
 */
export function wordsOf(octets: Buffer, start: number, end: number): Int32Array {
  if (end - start < WORTH_WORDS || IS_BIG_ENDIAN) return NO_WORDS;
  octets.copy(SCRATCH, 0, start, Math.min(end, start + SCRATCH.length));
  return WORDS;
}

/**
 * Skips octets that a field value may hold (RFC 9110 §5.5), but stops at HTAB too.
 * @param words as many of the octets from `base` on as there are in words of four
 * @returns index of the first octet that is none, or of a HTAB, or `end`
 */
export function skipFieldValue(
  octets: Uint8Array,
  words: Int32Array,
  base: number,
  start: number,
  end: number,
): number {
  const fieldValue = FIELD_VALUE;
  let at = start;
  let word = (at - base) >> 2;
  const lastWord = Math.min((end - base) >> 2, words.length);
  if (word < lastWord) {
    // What stands in the first word before `start` becomes letters.
    const judged = -1 << (((at - base) & 3) << 3);
    let four = ((words[word] as number) & judged) | (0x61616161 & ~judged);
    for (;;) {
      // The high bit of each octet below 0x20, and of each that is 0x7F. Those above 0x7F are obs-text.
      const deletes = four ^ 0x7f7f7f7f;
      const stops = (((four - 0x20202020) & ~four) | ((deletes - 0x01010101) & ~deletes)) & 0x80808080;
      if (stops !== 0) return (word << 2) + base + ((31 - Math.clz32(stops & -stops)) >> 3);
      if (++word === lastWord) break;
      four = words[word] as number;
    }
    at = (word << 2) + base;
  }
  while (at < end && fieldValue[octets[at] as number] === 1 && octets[at] !== HTAB) at++;
  return at;
}
