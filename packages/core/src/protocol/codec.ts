// What the two sides of a connection have in common: octets come in and go out as events, content is written, a broken
// rule is final. It does no I/O and knows no clock; one object serves one connection.

import type { ContentEvent, EndEvent } from "./content/content-events.js";
import { ContentWriter, type Octets } from "./content/content-writer.js";
import { LocalProtocolError, ProtocolError } from "./errors.js";
import type { FieldLines } from "./fields/field-lines.js";
import type { Folding } from "./fields/field-section-reader.js";
import type { Limits } from "./limits.js";
import { MessageReader, type StartLineReader } from "./message-reader.js";
import { follow, type State } from "./states.js";

/** The peer has closed its side between two messages: no other will come. */
export interface ClosedEvent {
  readonly type: "closed";
}

/** `"need-data"`: feed more octets. `"paused"`: nothing more is read until the present exchange is finished. */
export type Waiting = "need-data" | "paused";

const CLOSED: ClosedEvent = { type: "closed" };

export abstract class Codec<Head> {
  protected readonly reader: MessageReader;
  protected readonly writer: ContentWriter = new ContentWriter();
  protected receivingState: State = "idle";
  protected sendingState: State = "idle";
  protected mayPersist = true;
  #failure: ProtocolError | null = null;
  #closedReported = false;

  protected constructor(limits: Limits, startLine: StartLineReader, folding: Folding) {
    this.reader = new MessageReader(limits, startLine, folding);
  }

  /** State of the message that comes in. */
  get receiving(): State {
    return this.receivingState;
  }

  /** State of the message that goes out. */
  get sending(): State {
    return this.sendingState;
  }

  /** Octets that wait inside. */
  get buffered(): number {
    return this.reader.buffer.length;
  }

  /** Whether another exchange may follow on the connection, as far as is known by now. */
  get persistent(): boolean {
    return this.mayPersist;
  }

  /**
   * Takes octets in. They are kept by reference until they come out again: do not write over them.
   * @throws {LocalProtocolError} `OUT_OF_ORDER` after `receiveEnd()`
   */
  receive(octets: Uint8Array): void {
    if (this.reader.ended) throw new LocalProtocolError("OUT_OF_ORDER", "receive() after receiveEnd()");
    if (octets.length > 0) this.reader.buffer.append(octets);
  }

  /** For who reads into large buffers, or shares one: what waits for more octets holds none of them from here on. */
  settle(): void {
    this.reader.buffer.settle();
  }

  /** The peer has closed its side. */
  receiveEnd(): void {
    this.reader.ended = true;
  }

  /**
   * The next event; `"need-data"` until more octets come; `"paused"` while the present exchange is not finished, or when
   * nothing more will be read.
   * @throws {ProtocolError} what the peer did wrong; the same again at every further call
   */
  nextEvent(): Head | ContentEvent | EndEvent | ClosedEvent | Waiting {
    if (this.#failure !== null) throw this.#failure;
    try {
      return this.#nextEvent();
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#failure = error;
        this.receivingState = "failed";
        this.mayPersist = false;
      }
      throw error;
    }
  }

  /**
   * Some of the content.
   * @param octets a string stands for one octet a character (latin1)
   * @returns the pieces to write, in order
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `CONTENT_TOO_LONG`
   */
  sendContent(octets: Octets): Octets[] {
    const state = follow("content", this.sendingState);
    const pieces = this.writer.write(octets);
    this.sendingState = state;
    return pieces;
  }

  /**
   * Completes the message.
   * @param trailers field lines behind content in chunks (RFC 9110 §6.5)
   * @returns what is left to write, perhaps nothing
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `CONTENT_TOO_SHORT`, `TRAILERS_FORBIDDEN`, `FIELD_…`
   */
  sendEnd(trailers?: FieldLines): string {
    const state = follow("end", this.sendingState);
    const text = this.writer.end(trailers);
    this.sendingState = state;
    return text;
  }

  /** The octets received beyond the switch to another protocol. @throws {LocalProtocolError} `OUT_OF_ORDER` before a switch */
  takeRemaining(): Uint8Array {
    if (this.receivingState !== "switched")
      throw new LocalProtocolError("OUT_OF_ORDER", "the protocol was not switched");
    return this.reader.buffer.take(this.buffered);
  }

  /** Reads a head, where octets wait for it. */
  protected abstract readHead(): Head | Waiting;

  /** The peer has closed its side between two messages. @throws {ProtocolError} where one is missing */
  protected checkEnd(): void {}

  /** The peer's message is complete: either begins the next one and gives `true`, or the connection is paused. */
  protected abstract nextMessage(): boolean;

  protected switchProtocol(): void {
    this.receivingState = "switched";
    this.sendingState = "switched";
  }

  #nextEvent(): Head | ContentEvent | EndEvent | ClosedEvent | Waiting {
    const { reader } = this;
    switch (this.receivingState) {
      case "idle":
        if (reader.buffer.length > 0 || !reader.ended) return this.readHead();
        this.checkEnd();
        this.receivingState = "closed";
        return this.#nextEvent();
      case "content": {
        const event = reader.readContent();
        if (event === null) return "need-data";
        if (event.type === "end") this.receivingState = "done";
        return event;
      }
      case "done":
        return this.nextMessage() ? this.#nextEvent() : "paused";
      case "closed":
        // Whoever was told of the close reads nothing more (RFC 9112 §9.6).
        reader.buffer.consume(reader.buffer.length);
        if (!reader.ended || this.#closedReported) return "paused";
        this.#closedReported = true;
        return CLOSED;
      default:
        return "paused";
    }
  }
}
