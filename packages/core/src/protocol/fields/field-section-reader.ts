// Reads field lines up to and with the empty line (RFC 9112 §5): one forward pass that judges every octet once, and
// goes on where it stopped when more octets come.
//
//   field-section = *( field-line CRLF ) CRLF
//   field-line    = field-name ":" OWS field-value OWS

import type { ProtocolErrorCode } from "../catalogue.js";
import type { ProtocolError } from "../errors.js";
import { COLON, CR, HTAB, LF, SP, TCHAR } from "../grammar.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import { BOUNDS_PER_LINE, FieldSection } from "./field-section.js";
import { skipFieldValue, wordsOf } from "./field-value-scan.js";

/** How large a section may be, and what to say when it is larger. */
export interface SectionLimits {
  readonly octets: number;
  readonly lines: number;
  readonly tooLarge: ProtocolErrorCode;
  readonly tooMany: ProtocolErrorCode;
}

/** What to do with a line that goes on with the value of the line before (RFC 9112 §5.2). */
export type Folding = "refuse" | "unfold";

// What the next octet belongs to.
const LINE_START = 0;
const NAME = 1;
const BEFORE_VALUE = 2;
const VALUE = 3;
const LINE_END = 4;
const SECTION_END = 5;

export class FieldSectionReader {
  readonly #limits: SectionLimits;
  readonly #folding: Folding;
  #isFolded = false;
  /**
   * Where names and values begin and end, counted from the section's first octet: four numbers a field line. The room is
   * kept for the next section.
   */
  #scratch: number[] = [];
  /** How many numbers in there belong to whole lines. */
  #kept = 0;
  #step = LINE_START;
  /** Where the section begins in the buffer. */
  #offset = 0;
  /** The next octet to judge, counted from the section's first. */
  #next = 0;

  constructor(limits: SectionLimits, folding: Folding) {
    this.#limits = limits;
    this.#folding = folding;
  }

  /** Prepares for a section that begins `offset` octets after the buffer's first octet. */
  begin(offset: number): void {
    this.#isFolded = false;
    this.#kept = 0;
    this.#step = LINE_START;
    this.#offset = offset;
    this.#next = 0;
  }

  /** Between two sections: lets go of the room. */
  rest(): void {
    this.#scratch = [];
  }

  /**
   * Judges what has arrived; consumes nothing.
   * @returns the section's length in octets, empty line included, or -1 when more octets are needed
   * @throws {ProtocolError} the codes of field lines in the catalogue
   */
  read(buffer: ReceiveBuffer): number {
    // A local constant is cheaper in the hot loop than the module's.
    const tchar = TCHAR;
    const octets = buffer.octets;
    const base = buffer.start + this.#offset;
    const limit = base + this.#limits.octets;
    // Only the empty line may lie beyond the limit.
    const end = Math.min(buffer.end, limit);
    const scratch = this.#scratch;
    let kept = this.#kept;
    let at = base + this.#next;
    let step = this.#step;
    // Only a section that has just begun: one that comes piece by piece would be copied again with each.
    const words = wordsOf(octets, base, this.#next === 0 ? end : base);

    // Each step runs into the next one; `break` waits for more octets.
    for (;;) {
      if (step === LINE_START) {
        if (at === buffer.end) break;
        const octet = octets[at] as number;
        if (octet === CR) {
          step = SECTION_END;
          at++;
        } else if (this.#folding === "unfold" && kept > 0 && (octet === SP || octet === HTAB)) {
          if (at === limit) break;
          this.#isFolded = true;
          kept -= BOUNDS_PER_LINE;
          step = scratch[kept + 2] === scratch[kept + 3] ? BEFORE_VALUE : VALUE;
        } else {
          if (octet === LF || octet === SP || octet === HTAB)
            throw this.#lineStartFault(buffer, at - base, octet, kept);
          if (at === limit) break;
          if (kept === BOUNDS_PER_LINE * this.#limits.lines) throw this.#fault(buffer, this.#limits.tooMany, at - base);
          scratch[kept] = at - base;
          step = NAME;
        }
      }
      if (step === NAME) {
        // Four a turn: the turn itself costs more than the look-up.
        while (
          at + 3 < end &&
          tchar[octets[at] as number] === 1 &&
          tchar[octets[at + 1] as number] === 1 &&
          tchar[octets[at + 2] as number] === 1 &&
          tchar[octets[at + 3] as number] === 1
        ) {
          at += 4;
        }
        while (at < end && tchar[octets[at] as number] === 1) at++;
        if (at === end || (octets[at] === CR && at + 1 === buffer.end)) break;
        if (octets[at] !== COLON || at - base === scratch[kept]) throw this.#nameFault(buffer, at - base, kept);
        scratch[kept + 1] = at - base;
        at++;
        step = BEFORE_VALUE;
      }
      if (step === BEFORE_VALUE) {
        while (at < end && (octets[at] === SP || octets[at] === HTAB)) at++;
        if (at === end) break;
        scratch[kept + 2] = at - base;
        step = VALUE;
      }
      if (step === VALUE) {
        at = skipFieldValue(octets, words, base, at, end);
        if (at === end) break;
        if (octets[at] === HTAB) {
          at++;
          continue;
        }
        if (octets[at] !== CR) {
          throw this.#fault(buffer, octets[at] === LF ? "BARE_LF" : "FIELD_VALUE_OCTET", at - base, kept);
        }
        at++;
        step = LINE_END;
      }
      if (step === LINE_END) {
        if (at === end) break;
        if (octets[at] !== LF) throw this.#fault(buffer, "BARE_CR", at - base - 1, kept);
        // White space in front of the CR does not belong to the value, nor do the ends of empty folded lines.
        let valueEnd = at - 1;
        const valueStart = base + (scratch[kept + 2] as number);
        while (valueEnd > valueStart && (octets[valueEnd - 1] as number) <= SP) valueEnd--;
        scratch[kept + 3] = valueEnd - base;
        kept += BOUNDS_PER_LINE;
        at++;
        step = LINE_START;
      }
      if (step === SECTION_END) {
        if (at === buffer.end) break;
        if (octets[at] !== LF) throw this.#fault(buffer, "BARE_CR", at - base - 1);
        this.#kept = kept;
        return at - base + 1;
      }
    }

    this.#kept = kept;
    this.#next = at - base;
    this.#step = step;
    if (buffer.end > limit && step < SECTION_END) {
      throw buffer.fault(this.#limits.tooLarge, this.#offset + this.#limits.octets, this.openField(buffer));
    }
    return -1;
  }

  /** Name of the field line whose value is not all here. */
  openField(buffer: ReceiveBuffer): string | undefined {
    return this.#step > NAME && this.#step < SECTION_END ? this.#nameOf(buffer, this.#kept) : undefined;
  }

  /**
   * The section of `length` octets that was read.
   *
   * "A user agent that receives an obs-fold in a response message […] MUST replace each received obs-fold with one or more
   * SP octets" (RFC 9112 §5.2): as many as it has octets, so that the bounds still hold.
   */
  section(buffer: ReceiveBuffer, length: number): FieldSection {
    const text = buffer.latin1(this.#offset, this.#offset + length);
    return new FieldSection(
      this.#isFolded ? text.replace(/\r\n[\t ]/g, "   ") : text,
      this.#scratch.slice(0, this.#kept),
    );
  }

  /** A line that begins as none may: the name of the line before goes along, for what follows may be its value. */
  #lineStartFault(buffer: ReceiveBuffer, index: number, octet: number, kept: number): ProtocolError {
    if (octet === LF) return this.#fault(buffer, "BARE_LF", index);
    if (kept === 0) return this.#fault(buffer, "LEADING_WHITESPACE", index);
    return this.#fault(buffer, "OBS_FOLD", index, kept - BOUNDS_PER_LINE);
  }

  #nameFault(buffer: ReceiveBuffer, index: number, kept: number): ProtocolError {
    const at = buffer.start + this.#offset + index;
    const octet = buffer.octets[at];
    if (octet === COLON) return this.#fault(buffer, "FIELD_NAME_EMPTY", index);
    if (octet === LF) return this.#fault(buffer, "BARE_LF", index);
    if (octet === CR)
      return this.#fault(buffer, buffer.octets[at + 1] === LF ? "FIELD_COLON_MISSING" : "BARE_CR", index);
    if (octet === SP || octet === HTAB) {
      this.#scratch[kept + 1] = index;
      return this.#fault(buffer, "FIELD_NAME_WHITESPACE", index, kept);
    }
    return this.#fault(buffer, "FIELD_NAME_MALFORMED", index);
  }

  /** @param line where the bounds of the field line stand that the fault is in, -1 where none has a name yet */
  #fault(buffer: ReceiveBuffer, code: ProtocolErrorCode, index: number, line = -1): ProtocolError {
    return buffer.fault(code, this.#offset + index, line < 0 ? undefined : this.#nameOf(buffer, line));
  }

  #nameOf(buffer: ReceiveBuffer, line: number): string {
    const start = this.#scratch[line] as number;
    const end = this.#scratch[line + 1] as number;
    return buffer.latin1(this.#offset + start, this.#offset + end);
  }
}
