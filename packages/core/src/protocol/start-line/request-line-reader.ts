// Reads the request-line (RFC 9112 §3): one forward pass that judges every octet once, and goes on where it stopped
// when more octets come.
//
//   request-line = method SP request-target SP HTTP-version CRLF

import type { ProtocolError } from "../errors.js";
import { CR, LF, SP, TARGET, TCHAR } from "../grammar.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import { checkVersion, VERSION_LENGTH } from "./version.js";

// Longer than any method that is registered (RFC 9110 §16.1) or ever was in use.
const LONGEST_METHOD = 64;

// What the next octet belongs to.
const METHOD = 0;
const TARGET_OCTETS = 1;
const VERSION = 2;

export class RequestLineReader {
  /** Octets of the method; the target begins one octet behind it. */
  methodEnd = 0;
  /** Offset of the octet behind the target; the version begins one octet behind it. */
  targetEnd = 0;
  readonly #limit: number;
  #step = METHOD;
  /** The next octet to judge. */
  #next = 0;

  /** @param limit octets of a request-line without its CRLF */
  constructor(limit: number) {
    this.#limit = limit;
  }

  begin(): void {
    this.#step = METHOD;
    this.#next = 0;
  }

  /**
   * Judges what has arrived; consumes nothing.
   * @returns the offset behind the line's CRLF, or -1 when more octets are needed
   * @throws {ProtocolError} the codes of the start line in the catalogue
   */
  read(buffer: ReceiveBuffer): number {
    // Local constants are cheaper in the hot loops than the module's.
    const tchar = TCHAR;
    const targetOctet = TARGET;
    const { octets, start } = buffer;
    const end = Math.min(buffer.end, start + this.#limit);
    let at = start + this.#next;

    if (this.#step === METHOD) {
      while (at < end && tchar[octets[at] as number] === 1) at++;
      if (at - start > LONGEST_METHOD) throw buffer.fault("METHOD_TOO_LONG", LONGEST_METHOD);
      if (at === end) return this.#needMore(buffer, at - start);
      if (octets[at] !== SP || at === start) throw this.#methodFault(buffer, at - start);
      this.methodEnd = at - start;
      at++;
      this.#step = TARGET_OCTETS;
    }
    if (this.#step === TARGET_OCTETS) {
      while (at < end && targetOctet[octets[at] as number] === 1) at++;
      if (at === end) return this.#needMore(buffer, at - start);
      const isEmpty = at - start === this.methodEnd + 1;
      if (octets[at] === CR && !isEmpty) return this.#lineEnd(buffer, at - start);
      if (octets[at] !== SP || isEmpty) throw this.#targetFault(buffer, at - start);
      this.targetEnd = at - start;
      at++;
      this.#step = VERSION;
    }
    // From here on at most ten octets are looked at again when they come one by one.
    const lineEnd = this.targetEnd + 1 + VERSION_LENGTH;
    if (lineEnd > this.#limit) throw buffer.fault("TARGET_TOO_LONG", this.targetEnd);
    checkVersion(buffer, this.targetEnd + 1);
    if (buffer.length <= lineEnd) {
      this.#next = at - start;
      return -1;
    }
    const octet = octets[start + lineEnd];
    if (octet === CR) return this.#lineEnd(buffer, lineEnd);
    throw buffer.fault(octet === LF ? "BARE_LF" : "VERSION_MALFORMED", lineEnd);
  }

  /** The CR at `index` needs its LF, and the line its version. */
  #lineEnd(buffer: ReceiveBuffer, index: number): number {
    if (buffer.length === index + 1) {
      this.#next = this.#step === VERSION ? this.targetEnd + 1 : index;
      return -1;
    }
    if (buffer.octets[buffer.start + index + 1] !== LF) throw buffer.fault("BARE_CR", index);
    if (this.#step !== VERSION) throw buffer.fault("VERSION_MISSING", index);
    return index + 2;
  }

  #needMore(buffer: ReceiveBuffer, next: number): -1 {
    if (buffer.length > this.#limit) throw buffer.fault("TARGET_TOO_LONG", this.#limit);
    this.#next = next;
    return -1;
  }

  #methodFault(buffer: ReceiveBuffer, index: number): ProtocolError {
    return buffer.fault(buffer.octets[buffer.start + index] === LF ? "BARE_LF" : "METHOD_MALFORMED", index);
  }

  #targetFault(buffer: ReceiveBuffer, index: number): ProtocolError {
    const octet = buffer.octets[buffer.start + index];
    if (octet === LF) return buffer.fault("BARE_LF", index);
    return buffer.fault(octet === 0x23 ? "TARGET_FRAGMENT" : "TARGET_MALFORMED", index);
  }
}
