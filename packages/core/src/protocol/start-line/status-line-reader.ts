// Reads the status-line (RFC 9112 §4).
//
//   status-line = HTTP-version SP status-code SP [ reason-phrase ] CRLF

import { CR, DIGIT, FIELD_VALUE, LF, SP } from "../grammar.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import { checkVersion, VERSION_LENGTH } from "./version.js";

export const STATUS_START = 9;
const STATUS_END = 12;
/** Where the reason phrase begins. */
export const REASON_START = 13;

export class StatusLineReader {
  /** Offset of the octet behind the reason phrase. */
  reasonEnd = 0;
  readonly #limit: number;
  /** The next octet of the reason phrase to judge. */
  #next = REASON_START;

  /** @param limit octets of a status-line without its CRLF */
  constructor(limit: number) {
    this.#limit = limit;
  }

  begin(): void {
    this.#next = REASON_START;
  }

  /**
   * Judges what has arrived; consumes nothing.
   * @returns the offset behind the line's CRLF, or -1 when more octets are needed
   * @throws {ProtocolError} `STATUS_LINE_…`, `STATUS_CODE_MALFORMED`, `REASON_OCTET`, `VERSION_…`, `BARE_CR`, `BARE_LF`
   */
  read(buffer: ReceiveBuffer): number {
    const { octets, start } = buffer;
    // What stands before the reason phrase is thirteen octets: they are looked at again when they come one by one.
    if (this.#next === REASON_START) this.#checkStatus(buffer);

    const end = Math.min(buffer.length, this.#limit);
    let at = this.#next;
    while (at < end && FIELD_VALUE[octets[start + at] as number] === 1) at++;
    this.#next = at;
    if (buffer.length <= at) return -1;

    const octet = octets[start + at];
    if (octet === LF) throw buffer.fault("BARE_LF", at);
    if (octet !== CR) throw buffer.fault(at === this.#limit ? "STATUS_LINE_TOO_LONG" : "REASON_OCTET", at);
    if (buffer.length === at + 1) return -1;
    if (octets[start + at + 1] !== LF) throw buffer.fault("BARE_CR", at);
    this.reasonEnd = at;
    return at + 2;
  }

  #checkStatus(buffer: ReceiveBuffer): void {
    const { octets, start } = buffer;
    checkVersion(buffer, 0);
    const end = Math.min(buffer.length, REASON_START);
    for (let at = VERSION_LENGTH; at < end; at++) {
      const octet = octets[start + at] as number;
      if (at === VERSION_LENGTH || at === STATUS_END) {
        if (octet !== SP) throw buffer.fault("STATUS_LINE_MALFORMED", at);
      } else if (DIGIT[octet] !== 1) {
        throw buffer.fault("STATUS_CODE_MALFORMED", at);
      }
    }
  }
}

/** The status code of a line that was read whole. */
export function statusAt(buffer: ReceiveBuffer): number {
  return Number(buffer.latin1(STATUS_START, STATUS_END));
}
