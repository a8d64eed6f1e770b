// Reads messages of either kind: a start line, a header section, content by its framing. The codecs give it the start
// line's reader and make the head of what it has read.

import { ChunkedReader } from "./chunked-reader.js";
import { type ContentEvent, END, type EndEvent } from "./events.js";
import { FieldSectionReader } from "./field-section-reader.js";
import { type Framing, NO_CONTENT } from "./framing.js";
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
  readonly #chunked: ChunkedReader;
  #readsFields = false;
  #framing: Framing = NO_CONTENT;
  /** What is left of content framed by its length. */
  #left = 0;

  constructor(limits: Limits, startLine: StartLineReader) {
    this.#startLine = startLine;
    this.#fields = new FieldSectionReader({
      octets: limits.headerSection,
      lines: limits.fieldLines,
      tooLarge: "HEADER_SECTION_TOO_LARGE",
      tooMany: "FIELD_LINES_TOO_MANY",
    });
    this.#chunked = new ChunkedReader(limits);
  }

  /** The header section of the head that was read, as bounds in its text. */
  get bounds(): readonly number[] {
    return this.#fields.bounds;
  }

  /**
   * Reads a whole head and leaves it in the buffer, for `beginContent` to consume.
   * @returns its length in octets, or -1 when more are needed
   * @throws {ProtocolError} the codes of the start line and of field lines; `INCOMPLETE_HEAD`
   */
  readHead(): number {
    if (!this.#readsFields) {
      const offset = this.#startLine.read(this.buffer);
      if (offset >= 0) {
        this.#readsFields = true;
        this.#fields.begin(offset);
      }
    }
    const length = this.#readsFields ? this.#fields.read(this.buffer) : -1;
    if (length < 0 && this.ended) throw this.buffer.fault("INCOMPLETE_HEAD", this.buffer.length);
    return length;
  }

  /** Passes the head and prepares for the content that follows it. */
  beginContent(headLength: number, framing: Framing): void {
    this.buffer.consume(headLength);
    this.#readsFields = false;
    this.#framing = framing;
    if (framing.kind === "length") this.#left = framing.octets;
    else if (framing.kind === "chunked") this.#chunked.begin();
  }

  /** Passes an informational head: another head follows. */
  skipHead(headLength: number): void {
    this.buffer.consume(headLength);
    this.beginMessage();
  }

  /** Prepares for the next message. */
  beginMessage(): void {
    this.buffer.startMessage();
    this.#startLine.begin();
    this.#readsFields = false;
  }

  /**
   * @returns `null` when more octets are needed
   * @throws {ProtocolError} the codes of chunks and trailers; `INCOMPLETE_CONTENT`
   */
  readContent(): ContentEvent | EndEvent | null {
    const event = this.#readContent();
    if (event !== null || !this.ended) return event;
    if (this.#framing.kind === "close") return END;
    throw this.buffer.fault("INCOMPLETE_CONTENT", this.buffer.length);
  }

  #readContent(): ContentEvent | EndEvent | null {
    const { buffer } = this;
    if (this.#framing.kind === "chunked") return this.#chunked.read(buffer);
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
