// Reads content in chunks (RFC 9112 §7.1). Chunk extensions are judged and dropped; trailers are kept.
//
//   chunked-body   = *chunk last-chunk trailer-section CRLF
//   chunk          = chunk-size [ chunk-ext ] CRLF chunk-data CRLF

import { FieldSectionReader, type Folding, type SectionLimits } from "../fields/field-section-reader.js";
import { isForbiddenTrailer } from "../fields/trailers.js";
import { CR, FIELD_VALUE, HEXDIG, HTAB, LF, SP } from "../grammar.js";
import type { Limits } from "../limits.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import { chunkExtensionFault } from "./chunk-extension.js";
import { type ContentEvent, END, type EndEvent } from "./content-events.js";

// 2^64 - 1 has sixteen digits; more of them are zeros that only serve to hide something.
const LARGEST_DIGITS = 16;
const SEMICOLON = 0x3b;

// What comes next.
const SIZE = 0;
const EXTENSION = 1;
const DATA = 2;
const DATA_END = 3;
const TRAILERS = 4;

export class ChunkedReader {
  readonly #limits: Limits;
  readonly #trailers: FieldSectionReader;
  #step = SIZE;
  /** The next octet of the chunk-size line to judge. */
  #next = 0;
  /** The chunk's size, then what is left of its data. */
  #octets = 0;
  #sizeEnd = 0;
  /** Octets of extensions so far, in all chunks. */
  #extensions = 0;

  constructor(limits: Limits, folding: Folding) {
    this.#limits = limits;
    const trailerLimits: SectionLimits = {
      octets: limits.trailerSection,
      lines: limits.fieldLines,
      tooLarge: "TRAILER_SECTION_TOO_LARGE",
      tooMany: "TRAILER_LINES_TOO_MANY",
    };
    this.#trailers = new FieldSectionReader(trailerLimits, folding);
  }

  begin(): void {
    this.#step = SIZE;
    this.#next = 0;
    this.#octets = 0;
    this.#extensions = 0;
  }

  /** @returns `null` when more octets are needed. @throws {ProtocolError} the codes of chunks and trailers in the catalogue */
  read(buffer: ReceiveBuffer): ContentEvent | EndEvent | null {
    for (;;) {
      switch (this.#step) {
        case SIZE:
        case EXTENSION:
          if (!this.#readSizeLine(buffer)) return null;
          break;
        case DATA: {
          if (buffer.length === 0) return null;
          const octets = buffer.take(Math.min(buffer.length, this.#octets));
          this.#octets -= octets.length;
          if (this.#octets === 0) this.#step = DATA_END;
          return { type: "content", octets };
        }
        case DATA_END:
          if (!this.#readDataEnd(buffer)) return null;
          break;
        default:
          return this.#readTrailers(buffer);
      }
    }
  }

  /** Name of the trailer line whose value is not all here. */
  openField(buffer: ReceiveBuffer): string | undefined {
    return this.#step === TRAILERS ? this.#trailers.openField(buffer) : undefined;
  }

  #readSizeLine(buffer: ReceiveBuffer): boolean {
    const { octets, start, length } = buffer;
    let at = this.#next;
    if (this.#step === SIZE) {
      while (at < length && HEXDIG[octets[start + at] as number] === 1) {
        this.#octets = 16 * this.#octets + hexValue(octets[start + at] as number);
        if (at >= LARGEST_DIGITS || this.#octets > Number.MAX_SAFE_INTEGER)
          throw buffer.fault("CHUNK_SIZE_OVERFLOW", at);
        at++;
      }
      this.#next = at;
      if (at === length) return false;
      const octet = octets[start + at];
      const ends = octet === CR || octet === LF || octet === SEMICOLON || octet === SP || octet === HTAB;
      if (at === 0 || !ends) throw buffer.fault("CHUNK_SIZE_MALFORMED", at);
      this.#sizeEnd = at;
      this.#step = EXTENSION;
    }

    const end = Math.min(length, this.#sizeEnd + this.#limits.chunkExtensions - this.#extensions);
    while (at < end && FIELD_VALUE[octets[start + at] as number] === 1) at++;
    this.#next = at;
    if (at === length) return false;
    const octet = octets[start + at];
    if (octet === LF) throw buffer.fault("BARE_LF", at);
    if (octet !== CR) throw buffer.fault(at === end ? "CHUNK_EXTENSIONS_TOO_LARGE" : "CHUNK_EXTENSION_MALFORMED", at);
    if (at + 1 === length) return false;
    if (octets[start + at + 1] !== LF) throw buffer.fault("BARE_CR", at);
    if (at > this.#sizeEnd) {
      const fault = chunkExtensionFault(buffer.latin1(0, at), this.#sizeEnd);
      if (fault >= 0) throw buffer.fault("CHUNK_EXTENSION_MALFORMED", fault);
    }

    this.#extensions += at - this.#sizeEnd;
    this.#next = 0;
    buffer.consume(at + 2);
    if (this.#octets > 0) {
      this.#step = DATA;
    } else {
      this.#step = TRAILERS;
      this.#trailers.begin(0);
    }
    return true;
  }

  #readDataEnd(buffer: ReceiveBuffer): boolean {
    const { octets, start, length } = buffer;
    if (length === 0) return false;
    if (octets[start] !== CR) throw buffer.fault("CHUNK_DATA_END_MISSING", 0);
    if (length === 1) return false;
    if (octets[start + 1] !== LF) throw buffer.fault("CHUNK_DATA_END_MISSING", 1);
    buffer.consume(2);
    this.#step = SIZE;
    return true;
  }

  #readTrailers(buffer: ReceiveBuffer): EndEvent | null {
    const length = this.#trailers.read(buffer);
    if (length < 0) return null;
    // The empty line alone.
    if (length === 2) {
      buffer.consume(length);
      return END;
    }
    const trailers = this.#trailers.section(buffer, length);
    for (let line = 0; line < trailers.size; line++) {
      const name = trailers.nameAt(line);
      if (isForbiddenTrailer(name)) throw buffer.fault("TRAILER_FORBIDDEN", trailers.nameOffsetAt(line), name);
    }
    buffer.consume(length);
    return { type: "end", trailers };
  }
}

function hexValue(octet: number): number {
  return octet <= 0x39 ? octet - 0x30 : (octet | 0x20) - 0x57;
}
