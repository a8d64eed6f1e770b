// HTTP-version = HTTP-name "/" DIGIT "." DIGIT, RFC 9112 §2.3: eight octets, letter case included.

import { DIGIT } from "../grammar.js";
import type { ReceiveBuffer } from "../receive-buffer.js";

/** `1.1` also stands for every later minor version, which is processed as 1.1 (RFC 9110 §2.5). */
export type HttpVersion = "1.0" | "1.1";

export const VERSION_LENGTH = 8;

const EXPECTED = [..."HTTP/1.1"].map((character) => character.charCodeAt(0));
const MAJOR = 5;
const MINOR = 7;

/**
 * Judges those octets of an HTTP-version that have arrived.
 * @param offset of the version, counted from the buffer's first octet
 * @throws {ProtocolError} `VERSION_MALFORMED`, `VERSION_UNSUPPORTED`
 */
export function checkVersion(buffer: ReceiveBuffer, offset: number): void {
  const { octets, start, length } = buffer;
  const stop = Math.min(length, offset + VERSION_LENGTH);
  for (let at = offset; at < stop; at++) {
    const octet = octets[start + at] as number;
    const index = at - offset;
    if (octet === EXPECTED[index]) continue;
    const isNumber = (index === MAJOR || index === MINOR) && DIGIT[octet] === 1;
    if (!isNumber) throw buffer.fault("VERSION_MALFORMED", at);
  }
  if (stop === offset + VERSION_LENGTH && octets[start + offset + MAJOR] !== EXPECTED[MAJOR]) {
    throw buffer.fault("VERSION_UNSUPPORTED", offset + MAJOR);
  }
}

/** The version at `offset`, which `checkVersion` has let pass. */
export function versionAt(buffer: ReceiveBuffer, offset: number): HttpVersion {
  return buffer.octets[buffer.start + offset + MINOR] === 0x30 ? "1.0" : "1.1";
}
