// The server's side of a connection: requests come in as octets and go out as events, responses go the other way. It
// does no I/O and knows no clock; one object serves one connection, one exchange at a time.

import type { ProtocolErrorCode } from "./catalogue.js";
import { ContentWriter, type Octets } from "./content-writer.js";
import { LocalProtocolError, ProtocolError } from "./errors.js";
import { CLOSED, type ServerEvent, type Waiting } from "./events.js";
import { CHUNKED, type Framing, mayHaveContent, NO_CONTENT, opensTunnel, UNTIL_CLOSE } from "./framing.js";
import { CR, LF } from "./grammar.js";
import { checkContentLength, checkReason, type FieldLines, writeFields } from "./head-writer.js";
import { type Limits, resolveLimits } from "./limits.js";
import { MessageReader } from "./message-reader.js";
import { REASON_PHRASES } from "./reason-phrases.js";
import { type RequestHead, requestHead } from "./request-head.js";
import { RequestLineReader } from "./request-line-reader.js";
import { MESSAGE_STATES, type State, type Step } from "./states.js";

// "A server that is expecting to receive and parse a request-line SHOULD ignore at least one empty line (CRLF) received
// prior to the request-line." (RFC 9112 §2.2)
const MOST_EMPTY_LINES = 4;

/** A response to send. The codec adds the fields that frame it: Content-Length, Transfer-Encoding and Connection. */
export interface ResponseInit {
  /** 200 to 999. */
  readonly status: number;
  /** @defaultValue the registered phrase, or none */
  readonly reason?: string | undefined;
  readonly fields?: FieldLines | undefined;
  /**
   * Octets of the content; in a response to HEAD or with 304, those that GET would have brought. `null`: not known, so
   * the content is sent in chunks, or to HTTP/1.0 until the connection closes.
   * @defaultValue null
   */
  readonly contentLength?: number | null | undefined;
}

export class ServerCodec {
  readonly #requestLine: RequestLineReader;
  readonly #reader: MessageReader;
  readonly #writer = new ContentWriter();
  #receiving: State = "idle";
  #sending: State = "idle";
  #request: RequestHead | null = null;
  #failure: ProtocolError | null = null;
  #emptyLines = 0;
  #persistent = true;
  #awaitsContinue = false;
  #closedReported = false;

  /** @throws {LocalProtocolError} `LIMIT_INVALID` */
  constructor(limits?: Partial<Limits>) {
    const resolved = resolveLimits(limits);
    this.#requestLine = new RequestLineReader(resolved.requestLine);
    this.#reader = new MessageReader(resolved, this.#requestLine);
  }

  /** State of the request. */
  get receiving(): State {
    return this.#receiving;
  }

  /** State of the response. */
  get sending(): State {
    return this.#sending;
  }

  /** Octets that wait inside: while paused they are what the peer has pipelined. */
  get buffered(): number {
    return this.#reader.buffer.length;
  }

  /** Whether another request may follow on the connection, as far as is known by now. */
  get persistent(): boolean {
    return this.#persistent;
  }

  /** Whether the client holds its content back until it sees a 100 (RFC 9110 §10.1.1). */
  get awaitsContinue(): boolean {
    return this.#awaitsContinue;
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
   * The next event, `"need-data"`, or `"paused"` while the present exchange is not finished or nothing more will be read.
   * @throws {ProtocolError} again and again once one was thrown: a response may still be sent, then the connection ends
   */
  nextEvent(): ServerEvent | Waiting {
    if (this.#failure !== null) throw this.#failure;
    try {
      return this.#nextEvent();
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#failure = error;
        this.#receiving = this.#step(this.#receiving, "fail");
        this.#persistent = false;
        this.#awaitsContinue = false;
      }
      throw error;
    }
  }

  /**
   * An interim response (RFC 9110 §15.2), such as 100 and 103. 101 hands the connection over to the protocol that the
   * request's Upgrade field named: what was received beyond the request is then had by `takeRemaining()`.
   * @returns the head to write
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `STATUS_INVALID`, `SWITCH_NOT_ASKED`, `FIELD_…`
   */
  sendInformational(status: number, fields?: FieldLines): string {
    const sending = this.#step(this.#sending, "informational");
    const request = this.#request;
    // "A server MUST NOT send a 1xx response to an HTTP/1.0 client." (RFC 9110 §15.2)
    if (request === null || request.version === "1.0" || this.#receiving === "failed") {
      throw new LocalProtocolError("OUT_OF_ORDER", "an informational response needs an HTTP/1.1 request");
    }
    if (!Number.isInteger(status) || status < 100 || status > 199)
      throw new LocalProtocolError("STATUS_INVALID", String(status));
    if (status === 101 && (!request.upgrade || request.method === "CONNECT"))
      throw new LocalProtocolError("SWITCH_NOT_ASKED", "101");
    if (status === 101 && this.#receiving !== "done")
      throw new LocalProtocolError("OUT_OF_ORDER", "101 before the request was read");

    const { text } = writeFields(fields);
    if (status === 101) this.#switch();
    else this.#sending = sending;
    if (status === 100) this.#awaitsContinue = false;
    return `${statusLine(status)}${text}\r\n`;
  }

  /**
   * The head of the final response. Before a request has come, only an error (4xx, 5xx) can be sent; it ends the
   * connection, as does a response after a `ProtocolError`.
   * @returns the head to write
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `STATUS_INVALID`, `REASON_INVALID`, `CONTENT_LENGTH_INVALID`, `CONTENT_FORBIDDEN`, `FRAMING_FIELD`, `FIELD_…`
   */
  sendResponse({ status, reason, fields, contentLength = null }: ResponseInit): string {
    const sending = this.#step(this.#sending, "head");
    const request = this.#request;
    if (!Number.isInteger(status) || status < 200 || status > 999)
      throw new LocalProtocolError("STATUS_INVALID", String(status));
    if (request === null && status < 400) throw new LocalProtocolError("OUT_OF_ORDER", `${status} before a request`);
    if (reason !== undefined) checkReason(reason);
    if (contentLength !== null) checkContentLength(contentLength);

    const method = request?.method ?? "";
    const written = writeFields(fields);
    const framing = this.#responseFraming(method, status, contentLength);
    const framingField = framingFieldLine(method, status, framing, contentLength);
    // A client that never saw its 100 may or may not send the content: nobody can tell what the next octet is.
    const persistent =
      this.#persistent &&
      request !== null &&
      framing.kind !== "close" &&
      !this.#awaitsContinue &&
      !written.connection.includes("close");
    const head = `${statusLine(status, reason)}${written.text}${framingField}${this.#connectionFieldLine(persistent, written.connection)}\r\n`;

    this.#writer.begin(framing);
    this.#persistent = persistent;
    this.#awaitsContinue = false;
    if (opensTunnel(method, status)) this.#switch();
    else this.#sending = sending;
    if (this.#receiving === "idle") this.#receiving = this.#step(this.#receiving, "close");
    return head;
  }

  /**
   * Some of the content.
   * @returns the pieces to write, in order
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `CONTENT_TOO_LONG`
   */
  sendContent(octets: Octets): Octets[] {
    const sending = this.#step(this.#sending, "content");
    const pieces = this.#writer.write(octets);
    this.#sending = sending;
    return pieces;
  }

  /**
   * Completes the response.
   * @param trailers field lines behind content in chunks (RFC 9110 §6.5)
   * @returns what is left to write, perhaps nothing
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `CONTENT_TOO_SHORT`, `TRAILERS_FORBIDDEN`, `FIELD_…`
   */
  sendEnd(trailers?: FieldLines): string {
    const sending = this.#step(this.#sending, "end");
    const text = this.#writer.end(trailers);
    this.#sending = sending;
    return text;
  }

  /** The octets received beyond the switch to another protocol. @throws {LocalProtocolError} `OUT_OF_ORDER` before a switch */
  takeRemaining(): Uint8Array {
    if (this.#receiving !== "switched") throw new LocalProtocolError("OUT_OF_ORDER", "the protocol was not switched");
    return this.#reader.buffer.take(this.buffered);
  }

  #nextEvent(): ServerEvent | Waiting {
    switch (this.#receiving) {
      case "idle":
        return this.#readHead();
      case "content": {
        const event = this.#reader.readContent();
        if (event === null) return "need-data";
        this.#receiving = this.#step("content", event.type);
        if (event.type === "content") this.#awaitsContinue = false;
        return event;
      }
      case "done":
        if (this.#sending !== "done") return "paused";
        if (!this.#persistent) {
          this.#receiving = this.#step("done", "close");
          return this.#nextEvent();
        }
        this.#receiving = this.#step("done", "next");
        this.#sending = this.#step("done", "next");
        this.#request = null;
        this.#emptyLines = 0;
        this.#reader.beginMessage();
        return this.#nextEvent();
      case "closed":
        // "The server MUST NOT process any further requests received on that connection" (RFC 9112 §9.6).
        this.#reader.buffer.consume(this.buffered);
        if (!this.#reader.ended || this.#closedReported) return "paused";
        this.#closedReported = true;
        return CLOSED;
      default:
        return "paused";
    }
  }

  #readHead(): ServerEvent | Waiting {
    const { buffer, ended } = this.#reader;
    if (!this.#skipEmptyLines()) {
      if (ended) throw this.#fault("INCOMPLETE_HEAD");
      return "need-data";
    }
    if (buffer.length === 0) {
      if (!ended) return "need-data";
      this.#receiving = this.#step("idle", "close");
      return this.#nextEvent();
    }
    const length = this.#reader.readHead();
    if (length < 0) return "need-data";

    const head = requestHead(buffer, this.#requestLine, this.#reader.bounds, length);
    this.#reader.beginContent(length, head.framing);
    this.#receiving = this.#step("idle", "head");
    this.#request = head;
    this.#persistent = head.persistent;
    this.#awaitsContinue = head.expectsContinue;
    return head;
  }

  /** @returns whether the last CR has its LF */
  #skipEmptyLines(): boolean {
    const { buffer } = this.#reader;
    while (buffer.length > 0 && buffer.octets[buffer.start] === CR) {
      if (buffer.length === 1) return false;
      if (buffer.octets[buffer.start + 1] !== LF) throw this.#fault("BARE_CR");
      if (++this.#emptyLines > MOST_EMPTY_LINES) throw this.#fault("EMPTY_LINES_TOO_MANY");
      buffer.consume(2);
      buffer.startMessage();
    }
    return true;
  }

  #fault(code: ProtocolErrorCode): ProtocolError {
    return this.#reader.buffer.fault(code, 0);
  }

  #responseFraming(method: string, status: number, contentLength: number | null): Framing {
    if (!mayHaveContent(method, status)) {
      // 204 and a tunnel have no Content-Length either (RFC 9110 §8.6).
      const announced = method === "HEAD" || status === 304;
      if (!announced && contentLength !== null && contentLength > 0)
        throw new LocalProtocolError("CONTENT_FORBIDDEN", String(status));
      return NO_CONTENT;
    }
    if (contentLength !== null) return contentLength === 0 ? NO_CONTENT : { kind: "length", octets: contentLength };
    // "A server MUST NOT send a response containing Transfer-Encoding unless the corresponding request indicates
    // HTTP/1.1 (or later minor revisions)." (RFC 9112 §6.1)
    return this.#request?.version === "1.1" ? CHUNKED : UNTIL_CLOSE;
  }

  #connectionFieldLine(persistent: boolean, options: readonly string[]): string {
    if (!persistent) return options.includes("close") ? "" : "Connection: close\r\n";
    return this.#request?.version === "1.0" && !options.includes("keep-alive") ? "Connection: keep-alive\r\n" : "";
  }

  #switch(): void {
    this.#receiving = "switched";
    this.#sending = "switched";
  }

  #step(state: State, step: Step): State {
    const next = MESSAGE_STATES[state][step];
    if (next === undefined) throw new LocalProtocolError("OUT_OF_ORDER", `${step} in state ${state}`);
    return next;
  }
}

function statusLine(status: number, reason: string = REASON_PHRASES[status] ?? ""): string {
  return `HTTP/1.1 ${status} ${reason}\r\n`;
}

function framingFieldLine(method: string, status: number, framing: Framing, contentLength: number | null): string {
  if (framing.kind === "chunked") return "Transfer-Encoding: chunked\r\n";
  if (contentLength === null || status === 204 || opensTunnel(method, status)) return "";
  return `Content-Length: ${contentLength}\r\n`;
}
