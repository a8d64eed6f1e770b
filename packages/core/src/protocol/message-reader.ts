// Reads messages of either kind: a start line, a header section, content by its framing. The codecs give it the start
// line's reader and make the head of what it has read.

import { ChunkedReader } from "./content/chunked-reader.js";
import { type ContentEvent, END, type EndEvent } from "./content/content-events.js";
import { type Framing, NO_CONTENT } from "./content/framing.js";
import type { FieldSection } from "./fields/field-section.js";
import { FieldSectionReader, type Folding, type SectionLimits } from "./fields/field-section-reader.js";
import type { Limits } from "./limits.js";
import { ReceiveBuffer } from "./receive-buffer.js";

export interface StartLineReader {
  begin(): void;
  /** @returns the offset behind the line's CRLF, or -1 when more octets are needed */
  read(buffer: ReceiveBuffer): number;
}

export class MessageReader {
  readonly buffer: ReceiveBuffer = new ReceiveBuffer();
  /** Whether the peer has closed its side. */
  ended = false;
  readonly #startLine: StartLineReader;
  readonly #fields: FieldSectionReader;
  readonly #limits: Limits;
  readonly #folding: Folding;
  /** Made for the first message that comes in chunks: most connections never see one. */
  #chunked: ChunkedReader | null = null;
  /** Where the header section begins, -1 while the start line is not all here. */
  #sectionStart = -1;
  #section: FieldSection | null = null;
  #framing: Framing = NO_CONTENT;
  /** What is left of content framed by its length. */
  #left = 0;

  constructor(limits: Limits, startLine: StartLineReader, folding: Folding) {
    this.#startLine = startLine;
    const headerLimits: SectionLimits = {
      octets: limits.headerSection,
      lines: limits.fieldLines,
      tooLarge: "HEADER_SECTION_TOO_LARGE",
      tooMany: "FIELD_LINES_TOO_MANY",
    };
    this.#fields = new FieldSectionReader(headerLimits, folding);
    this.#limits = limits;
    this.#folding = folding;
  }

  /** Offset of the header section in the head that was read. */
  get sectionStart(): number {
    return this.#sectionStart;
  }

  /**
   * Reads a whole head and leaves it in the buffer, for `beginContent` to consume.
   * @returns its header section, or `null` when more octets are needed; the same object where the message before had the
   * same fields, octet for octet, as most requests of a connection do: they need no second judgement
   * @throws {ProtocolError} the codes of the start line and of field lines; `INCOMPLETE_HEAD`
   */
  readHead(): FieldSection | null {
    const { buffer } = this;
    if (this.#sectionStart < 0) {
      this.#sectionStart = this.#startLine.read(buffer);
      if (this.#sectionStart >= 0) {
        if (this.#section?.standsAt(this.#sectionStart, buffer) === true) return this.#section;
        this.#fields.begin(this.#sectionStart);
      }
    }
    const length = this.#sectionStart < 0 ? -1 : this.#fields.read(buffer);
    if (length >= 0) {
      this.#section = this.#fields.section(buffer, length);
      return this.#section;
    }
    if (!this.ended) return null;
    const field = this.#sectionStart < 0 ? undefined : this.#fields.openField(buffer);
    throw buffer.fault("INCOMPLETE_HEAD", buffer.length, field);
  }

  /** Passes the head and prepares for the content that follows it. */
  beginContent(framing: Framing): void {
    this.#passHead();
    this.#framing = framing;
    if (framing.kind === "length") this.#left = framing.octets;
    else if (framing.kind === "chunked") {
      this.#chunked ??= new ChunkedReader(this.#limits, this.#folding);
      this.#chunked.begin();
    }
  }

  /** Passes an informational head: another head follows. */
  skipHead(): void {
    this.#passHead();
    this.beginMessage();
  }

  /** Prepares for the next message. */
  beginMessage(): void {
    this.buffer.startMessage();
    this.#startLine.begin();
  }

  /** Between two messages: lets go of all that is kept for reading the next one faster. */
  rest(): void {
    this.#section = null;
    this.#chunked = null;
    this.#fields.rest();
  }

  /**
   * @returns `null` when more octets are needed
   * @throws {ProtocolError} the codes of chunks and trailers; `INCOMPLETE_CONTENT`
   */
  readContent(): ContentEvent | EndEvent | null {
    const event = this.#readContent();
    if (event !== null || !this.ended) return event;
    if (this.#framing.kind === "close") return END;
    const field = this.#framing.kind === "chunked" ? this.#chunked?.openField(this.buffer) : undefined;
    throw this.buffer.fault("INCOMPLETE_CONTENT", this.buffer.length, field);
  }

  #passHead(): void {
    this.buffer.consume(this.#sectionStart + (this.#section as FieldSection).length);
    this.#sectionStart = -1;
  }

  #readContent(): ContentEvent | EndEvent | null {
    const { buffer } = this;
    if (this.#framing.kind === "chunked") return (this.#chunked as ChunkedReader).read(buffer);
    if (this.#framing.kind === "length") {
      if (this.#left === 0) return END;
      if (buffer.length === 0) return null;
      const octets = buffer.take(Math.min(buffer.length, this.#left));
      this.#left -= octets.length;
      return { type: "content", octets };
    }
    return buffer.length === 0 ? null : { type: "content", octets: buffer.take(buffer.length) };
  }
}
