// Reads field lines up to and with the empty line (RFC 9112 §5): one forward pass that judges every octet once, and
// goes on where it stopped when more octets come.
//
//   field-section = *( field-line CRLF ) CRLF
//   field-line    = field-name ":" OWS field-value OWS

import type { ProtocolErrorCode } from "./catalogue.js";
import type { ProtocolError } from "./errors.js";
import { BOUNDS_PER_LINE } from "./field-section.js";
import { COLON, CR, FIELD_VALUE, HTAB, LF, OCTET_CLASS, SP, TCHAR } from "./grammar.js";
import type { ReceiveBuffer } from "./receive-buffer.js";

/** How large a section may be, and what to say when it is larger. */
export interface SectionLimits {
  readonly octets: number;
  readonly lines: number;
  readonly tooLarge: ProtocolErrorCode;
  readonly tooMany: ProtocolErrorCode;
}

// What the next octet belongs to.
const LINE_START = 0;
const NAME = 1;
const BEFORE_VALUE = 2;
const VALUE = 3;
const LINE_END = 4;
const SECTION_END = 5;

export class FieldSectionReader {
  /** For each field line where its name begins and ends and where its value begins and ends, counted from the buffer's first octet. */
  bounds: number[] = [];
  readonly #limits: SectionLimits;
  #step = LINE_START;
  #sectionStart = 0;
  /** The next octet to judge. */
  #next = 0;
  #nameStart = 0;
  #nameEnd = 0;
  #valueStart = 0;

  constructor(limits: SectionLimits) {
    this.#limits = limits;
  }

  /** Prepares for a section that begins `offset` octets after the buffer's first octet. */
  begin(offset: number): void {
    this.bounds = [];
    this.#step = LINE_START;
    this.#sectionStart = offset;
    this.#next = offset;
  }

  /**
   * Judges what has arrived; consumes nothing.
   * @returns the offset behind the section's empty line, or -1 when more octets are needed
   * @throws {ProtocolError} the codes of field lines in the catalogue
   */
  read(buffer: ReceiveBuffer): number {
    const octets = buffer.octets;
    const base = buffer.start;
    const limit = base + this.#sectionStart + this.#limits.octets;
    // Only the empty line may lie beyond the limit.
    const end = Math.min(buffer.end, limit);
    let at = base + this.#next;
    let step = this.#step;

    // Each step runs into the next one; `break` waits for more octets.
    for (;;) {
      if (step === LINE_START) {
        if (at === buffer.end) break;
        const octet = octets[at] as number;
        if (octet === CR) {
          step = SECTION_END;
          at++;
        } else {
          if (octet === LF || octet === SP || octet === HTAB) throw this.#lineStartFault(buffer, at - base, octet);
          if (at === limit) break;
          if (this.bounds.length === BOUNDS_PER_LINE * this.#limits.lines) {
            throw buffer.fault(this.#limits.tooMany, at - base);
          }
          this.#nameStart = at - base;
          step = NAME;
        }
      }
      if (step === NAME) {
        while (at < end && ((OCTET_CLASS[octets[at] as number] as number) & TCHAR) !== 0) at++;
        if (at === end || (octets[at] === CR && at + 1 === buffer.end)) break;
        if (octets[at] !== COLON || at - base === this.#nameStart) throw this.#nameFault(buffer, at - base);
        this.#nameEnd = at - base;
        at++;
        step = BEFORE_VALUE;
      }
      if (step === BEFORE_VALUE) {
        while (at < end && (octets[at] === SP || octets[at] === HTAB)) at++;
        if (at === end) break;
        this.#valueStart = at - base;
        step = VALUE;
      }
      if (step === VALUE) {
        while (at < end && ((OCTET_CLASS[octets[at] as number] as number) & FIELD_VALUE) !== 0) at++;
        if (at === end) break;
        if (octets[at] !== CR) {
          throw this.#fault(buffer, octets[at] === LF ? "BARE_LF" : "FIELD_VALUE_OCTET", at - base);
        }
        at++;
        step = LINE_END;
      }
      if (step === LINE_END) {
        if (at === end) break;
        if (octets[at] !== LF) throw this.#fault(buffer, "BARE_CR", at - base - 1);
        this.bounds.push(this.#nameStart, this.#nameEnd, this.#valueStart, this.#valueEnd(buffer, at - 1));
        at++;
        step = LINE_START;
      }
      if (step === SECTION_END) {
        if (at === buffer.end) break;
        if (octets[at] !== LF) throw buffer.fault("BARE_CR", at - base - 1);
        return at - base + 1;
      }
    }

    if (buffer.end > limit && step < SECTION_END) throw buffer.fault(this.#limits.tooLarge, limit - base);
    this.#next = at - base;
    this.#step = step;
    return -1;
  }

  /** White space in front of the CR does not belong to the value. */
  #valueEnd({ octets, start }: ReceiveBuffer, end: number): number {
    const first = start + this.#valueStart;
    while (end > first && (octets[end - 1] === SP || octets[end - 1] === HTAB)) end--;
    return end - start;
  }

  /** A line that begins as none may: the name of the line before goes along, for what follows may be its value. */
  #lineStartFault(buffer: ReceiveBuffer, index: number, octet: number): ProtocolError {
    if (octet === LF) return buffer.fault("BARE_LF", index);
    if (this.bounds.length === 0) return buffer.fault("LEADING_WHITESPACE", index);
    return this.#fault(buffer, "OBS_FOLD", index);
  }

  #nameFault(buffer: ReceiveBuffer, index: number): ProtocolError {
    const octet = buffer.octets[buffer.start + index];
    if (octet === COLON) return buffer.fault("FIELD_NAME_EMPTY", index);
    if (octet === LF) return buffer.fault("BARE_LF", index);
    if (octet === CR) {
      const ends = buffer.octets[buffer.start + index + 1] === LF;
      return buffer.fault(ends ? "FIELD_COLON_MISSING" : "BARE_CR", index);
    }
    if (octet === SP || octet === HTAB) return buffer.fault("FIELD_NAME_WHITESPACE", index);
    return buffer.fault("FIELD_NAME_MALFORMED", index);
  }

  #fault(buffer: ReceiveBuffer, code: ProtocolErrorCode, index: number): ProtocolError {
    return buffer.fault(code, index, buffer.latin1(this.#nameEnd).slice(this.#nameStart));
  }
}
