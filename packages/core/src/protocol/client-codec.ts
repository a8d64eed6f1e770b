// The client's side of a connection, by the same grammar: requests go out, responses come in. Requests may be pipelined;
// their responses are matched in order (RFC 9112 §9.3.2).

import { ContentWriter, type Octets } from "./content-writer.js";
import { LocalProtocolError, ProtocolError } from "./errors.js";
import { CLOSED, type ClientEvent, type Waiting } from "./events.js";
import { CHUNKED, type Framing, NO_CONTENT } from "./framing.js";
import { isToken, OCTET_CLASS, TARGET } from "./grammar.js";
import { checkContentLength, type FieldLines, writeFields } from "./head-writer.js";
import { type Limits, resolveLimits } from "./limits.js";
import { MessageReader } from "./message-reader.js";
import { responseHead } from "./response-head.js";
import { MESSAGE_STATES, type State, type Step } from "./states.js";
import { StatusLineReader } from "./status-line-reader.js";
import { targetFault } from "./target.js";

/** A request to send. The codec adds the fields that frame it: Content-Length or Transfer-Encoding. */
export interface RequestInit {
  readonly method: string;
  /** The request-target in any of the four forms (RFC 9112 §3.2). */
  readonly target: string;
  /** Host among them, once. */
  readonly fields: FieldLines;
  /** Octets of the content; `null`: not known, so it is sent in chunks. Left out: there is none. */
  readonly contentLength?: number | null | undefined;
}

export class ClientCodec {
  readonly #statusLine: StatusLineReader;
  readonly #reader: MessageReader;
  readonly #writer = new ContentWriter();
  /** Methods of the requests whose responses have not begun or not ended. */
  readonly #methods: string[] = [];
  #receiving: State = "idle";
  #sending: State = "idle";
  #failure: ProtocolError | null = null;
  #persistent = true;
  #upgrade = false;
  #closedReported = false;

  /** @throws {LocalProtocolError} `LIMIT_INVALID` */
  constructor(limits?: Partial<Limits>) {
    const resolved = resolveLimits(limits);
    this.#statusLine = new StatusLineReader(resolved.requestLine);
    this.#reader = new MessageReader(resolved, this.#statusLine);
  }

  /** State of the response. */
  get receiving(): State {
    return this.#receiving;
  }

  /** State of the request. */
  get sending(): State {
    return this.#sending;
  }

  /** Octets that wait inside. */
  get buffered(): number {
    return this.#reader.buffer.length;
  }

  /** Whether another request may follow on the connection, as far as is known by now. */
  get persistent(): boolean {
    return this.#persistent;
  }

  /**
   * The head of a request.
   * @returns the head to write
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `METHOD_INVALID`, `TARGET_INVALID`, `HOST_INVALID`, `CONTENT_LENGTH_INVALID`, `CONTENT_FORBIDDEN`, `FRAMING_FIELD`, `FIELD_…`
   */
  sendRequest({ method, target, fields, contentLength }: RequestInit): string {
    const sending = this.#step(this.#sending === "done" ? "idle" : this.#sending, "head");
    if (!this.#persistent)
      throw new LocalProtocolError("OUT_OF_ORDER", "the connection ends with the present exchange");
    if (!isToken(method)) throw new LocalProtocolError("METHOD_INVALID", method);
    if (!isTargetText(target) || targetFault(method, target) !== null)
      throw new LocalProtocolError("TARGET_INVALID", target);

    const written = writeFields(fields);
    if (!written.hasHost) throw new LocalProtocolError("HOST_INVALID", "Host is missing");
    const framing = requestFraming(method, contentLength);

    this.#writer.begin(framing);
    this.#sending = sending;
    this.#methods.push(method);
    if (written.connection.includes("close")) this.#persistent = false;
    return `${method} ${target} HTTP/1.1\r\n${written.text}${framingFieldLine(framing, contentLength)}\r\n`;
  }

  /** Some of the content. @returns the pieces to write, in order @throws {LocalProtocolError} `OUT_OF_ORDER`, `CONTENT_TOO_LONG` */
  sendContent(octets: Octets): Octets[] {
    const sending = this.#step(this.#sending, "content");
    const pieces = this.#writer.write(octets);
    this.#sending = sending;
    return pieces;
  }

  /**
   * Completes the request.
   * @returns what is left to write, perhaps nothing
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `CONTENT_TOO_SHORT`, `TRAILERS_FORBIDDEN`, `FIELD_…`
   */
  sendEnd(trailers?: FieldLines): string {
    const sending = this.#step(this.#sending, "end");
    const text = this.#writer.end(trailers);
    this.#sending = sending;
    return text;
  }

  /** Takes octets in. They are kept by reference until they come out again: do not write over them. */
  receive(octets: Uint8Array): void {
    if (this.#reader.ended) throw new LocalProtocolError("OUT_OF_ORDER", "receive() after receiveEnd()");
    if (octets.length > 0) this.#reader.buffer.append(octets);
  }

  /** The peer has closed its side. */
  receiveEnd(): void {
    this.#reader.ended = true;
  }

  /**
   * The next event, `"need-data"`, or `"paused"` when nothing more will be read.
   * @throws {ProtocolError} again and again once one was thrown: the connection is of no more use
   */
  nextEvent(): ClientEvent | Waiting {
    if (this.#failure !== null) throw this.#failure;
    try {
      return this.#nextEvent();
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#failure = error;
        this.#receiving = this.#step(this.#receiving, "fail");
        this.#persistent = false;
      }
      throw error;
    }
  }

  /** The octets received beyond the switch to another protocol. @throws {LocalProtocolError} `OUT_OF_ORDER` before a switch */
  takeRemaining(): Uint8Array {
    if (this.#receiving !== "switched") throw new LocalProtocolError("OUT_OF_ORDER", "the protocol was not switched");
    return this.#reader.buffer.take(this.buffered);
  }

  #nextEvent(): ClientEvent | Waiting {
    switch (this.#receiving) {
      case "idle":
        return this.#readHead();
      case "content": {
        if (this.#upgrade) {
          this.#receiving = "switched";
          this.#sending = "switched";
          return "paused";
        }
        const event = this.#reader.readContent();
        if (event === null) return "need-data";
        this.#receiving = this.#step("content", event.type);
        return event;
      }
      case "done":
        this.#methods.shift();
        this.#receiving = this.#step("done", this.#persistent ? "next" : "close");
        this.#reader.beginMessage();
        return this.#nextEvent();
      case "closed":
        // "A client that receives a close connection option MUST cease sending requests and close" (RFC 9112 §9.6).
        this.#reader.buffer.consume(this.buffered);
        if (!this.#reader.ended || this.#closedReported) return "paused";
        this.#closedReported = true;
        return CLOSED;
      default:
        return "paused";
    }
  }

  #readHead(): ClientEvent | Waiting {
    const { buffer, ended } = this.#reader;
    const method = this.#methods[0];
    if (buffer.length === 0) {
      if (!ended) return "need-data";
      if (method !== undefined) throw buffer.fault("RESPONSE_MISSING", 0);
      this.#receiving = this.#step("idle", "close");
      return this.#nextEvent();
    }
    if (method === undefined) throw buffer.fault("RESPONSE_UNEXPECTED", 0);
    const length = this.#reader.readHead();
    if (length < 0) return "need-data";

    const head = responseHead(buffer, this.#statusLine, this.#reader.bounds, length, method);
    if (head.type === "informational" && !head.upgrade) {
      this.#reader.skipHead(length);
      return head;
    }
    this.#reader.beginContent(length, head.framing);
    this.#receiving = this.#step("idle", "head");
    this.#upgrade = head.upgrade;
    if (!head.persistent) this.#persistent = false;
    return head;
  }

  #step(state: State, step: Step): State {
    const next = MESSAGE_STATES[state][step];
    if (next === undefined) throw new LocalProtocolError("OUT_OF_ORDER", `${step} in state ${state}`);
    return next;
  }
}

function requestFraming(method: string, contentLength: number | null | undefined): Framing {
  if (contentLength === undefined) return NO_CONTENT;
  if (method === "CONNECT") throw new LocalProtocolError("CONTENT_FORBIDDEN", method);
  if (contentLength === null) return CHUNKED;
  checkContentLength(contentLength);
  return contentLength === 0 ? NO_CONTENT : { kind: "length", octets: contentLength };
}

function framingFieldLine(framing: Framing, contentLength: number | null | undefined): string {
  if (framing.kind === "chunked") return "Transfer-Encoding: chunked\r\n";
  return contentLength === undefined ? "" : `Content-Length: ${contentLength}\r\n`;
}

function isTargetText(target: string): boolean {
  for (let at = 0; at < target.length; at++) {
    if (((OCTET_CLASS[target.charCodeAt(at)] ?? 0) & TARGET) === 0) return false;
  }
  return target !== "";
}
