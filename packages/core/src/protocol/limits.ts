// How much of everything a peer may send before its content.

import { LocalProtocolError } from "./errors.js";

export interface Limits {
  /** Octets of the request-line or status-line without its CRLF. @defaultValue 8192 */
  readonly requestLine: number;
  /** Octets of the header section: all field lines with their CRLF. @defaultValue 16384 */
  readonly headerSection: number;
  /** Field lines of the header section, and of the trailer section. @defaultValue 100 */
  readonly fieldLines: number;
  /** Octets of the trailer section: all field lines with their CRLF. @defaultValue 8192 */
  readonly trailerSection: number;
  /** Octets of all chunk extensions of one message together. @defaultValue 1024 */
  readonly chunkExtensions: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  requestLine: 8192,
  headerSection: 16384,
  fieldLines: 100,
  trailerSection: 8192,
  chunkExtensions: 1024,
});

// Offsets into a head are small integers; a head larger than this is content.
const LARGEST_LIMIT = 0x3fff_ffff;

/** Fills in the defaults. @throws {LocalProtocolError} `LIMIT_INVALID`, for unknown names too */
export function resolveLimits(limits: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(limits)) {
    const known = Object.hasOwn(DEFAULT_LIMITS, name);
    if (!known || !Number.isInteger(value) || value < 0 || value > LARGEST_LIMIT) {
      throw new LocalProtocolError("LIMIT_INVALID", `${name}: ${String(value)}`);
    }
  }
  return { ...DEFAULT_LIMITS, ...limits };
}
