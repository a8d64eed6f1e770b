// The server's side of a connection: requests come in, responses go out, one exchange at a time.

import { type ClosedEvent, Codec, type Waiting } from "./codec.js";
import type { ContentEvent, EndEvent } from "./content/content-events.js";
import { checkContentLength, framingField } from "./content/content-writer.js";
import { CHUNKED, type Framing, mayHaveContent, NO_CONTENT, opensTunnel, UNTIL_CLOSE } from "./content/framing.js";
import { LocalProtocolError } from "./errors.js";
import { type FieldLines, writeFields } from "./fields/field-lines.js";
import { CR, LF } from "./grammar.js";
import { type RequestHead, requestHead } from "./head/request-head.js";
import { type Limits, resolveLimits } from "./limits.js";
import { REASON_PHRASES } from "./start-line/reason-phrases.js";
import { RequestLineReader } from "./start-line/request-line-reader.js";
import { follow } from "./states.js";

// "A server that is expecting to receive and parse a request-line SHOULD ignore at least one empty line (CRLF) received
// prior to the request-line." (RFC 9112 §2.2)
const MOST_EMPTY_LINES = 4;

const STATUS_LINES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(REASON_PHRASES).map(([status, reason]) => [status, `HTTP/1.1 ${status} ${reason}\r\n`]),
);

/** What `ServerCodec.nextEvent()` gives, unless it waits. */
export type ServerEvent = RequestHead | ContentEvent | EndEvent | ClosedEvent;

/** A response to send. The codec adds the fields that frame it: Content-Length, Transfer-Encoding and Connection. */
export interface ResponseInit {
  /** 200 to 999. */
  readonly status: number;
  /** @defaultValue the registered phrase, or none */
  readonly reason?: string | undefined;
  readonly fields?: FieldLines | undefined;
  /**
   * More field lines, each with its CRLF, by somebody who has judged them already: they are written as they are. None of
   * them may be Content-Length, Transfer-Encoding, Connection or Upgrade.
   */
  readonly fieldText?: string | undefined;
  /** Whether the connection may go on after this response. @defaultValue true */
  readonly persistent?: boolean | undefined;
  /**
   * Octets of the content; in a response to HEAD or with 304, those that GET would have brought. `null`: not known, so
   * the content is sent in chunks, or to HTTP/1.0 until the connection closes.
   * @defaultValue null
   */
  readonly contentLength?: number | null | undefined;
}

/**
 * Octets in, requests out; responses in, octets out. After a `ProtocolError` one response may still be sent, then the
 * connection ends.
 */
export class ServerCodec extends Codec<RequestHead> {
  readonly #requestLine: RequestLineReader;
  #request: RequestHead | null = null;
  /** The request before, for what it shares with the next one. */
  #before: RequestHead | null = null;
  #emptyLines = 0;
  #awaitsContinue = false;
  #sendsContent = false;

  /** @throws {LocalProtocolError} `LIMIT_INVALID` */
  constructor(limits?: Partial<Limits>) {
    const resolved = resolveLimits(limits);
    const requestLine = new RequestLineReader(resolved.requestLine);
    super(resolved, requestLine, "refuse");
    this.#requestLine = requestLine;
  }

  /** Whether the client holds its content back until it sees a 100 (RFC 9110 §10.1.1). */
  get awaitsContinue(): boolean {
    return this.#awaitsContinue && this.receivingState === "content";
  }

  override receive(octets: Uint8Array): void {
    super.receive(octets);
    // Content that comes all the same shows that the client waits no longer.
    if (this.receivingState === "content") this.#awaitsContinue = false;
  }

  /**
   * An interim response (RFC 9110 §15.2), such as 100 and 103. 101 hands the connection over to the protocol that the
   * request's Upgrade field named: what was received beyond the request is then had by `takeRemaining()`.
   * @returns the head to write
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `STATUS_INVALID`, `SWITCH_NOT_ASKED`, `UPGRADE_MISSING`,
   * `FRAMING_FIELD`, `FIELD_…`
   */
  sendInformational(status: number, fields?: FieldLines): string {
    const state = follow("informational", this.sendingState);
    const request = this.#request;
    // "A server MUST NOT send a 1xx response to an HTTP/1.0 client." (RFC 9110 §15.2)
    if (request === null || request.version === "1.0" || this.receivingState === "failed") {
      throw new LocalProtocolError("OUT_OF_ORDER", "an informational response needs an HTTP/1.1 request");
    }
    checkStatus(status, 100, 199);
    if (status === 101) this.#checkSwitch(request);

    const { text, hasUpgrade } = writeFields(fields);
    // "A server that sends a 101 response MUST send an Upgrade header field" (RFC 9110 §7.8).
    if (status === 101 && !hasUpgrade) throw new LocalProtocolError("UPGRADE_MISSING", "101");
    if (status === 101) this.switchProtocol();
    else this.sendingState = state;
    if (status === 100) this.#awaitsContinue = false;
    return `${statusLine(status)}${text}\r\n`;
  }

  /** Whether content is to follow the head that was sent: not to HEAD, not with 204 or 304, not where it is empty. */
  get sendsContent(): boolean {
    return this.#sendsContent;
  }

  /**
   * The head of the final response. Before a request has come, only an error (4xx, 5xx) can be sent; it ends the
   * connection, as does a response after a `ProtocolError`. A 2xx to CONNECT opens the tunnel.
   * @returns the head to write
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `STATUS_INVALID`, `REASON_INVALID`, `CONTENT_LENGTH_INVALID`,
   * `CONTENT_FORBIDDEN`, `FRAMING_FIELD`, `FIELD_…`
   */
  sendResponse(init: ResponseInit): string {
    const state = follow("head", this.sendingState);
    const framing = this.#responseFraming(init.status, init.contentLength ?? null);
    const head = this.#responseHead(init, framing);
    this.writer.begin(framing);
    if (this.sendingState !== "switched") this.sendingState = state;
    return head;
  }

  /**
   * The head of a response whose content the caller has in hand and writes right behind it, all `contentLength` octets,
   * where `sendsContent` says that there is to be some. That completes the message. The length may be missing only where
   * there is to be none.
   * @throws {LocalProtocolError} as `sendResponse`
   */
  sendWhole(init: ResponseInit): string {
    follow("head", this.sendingState);
    const framing = this.#responseFraming(init.status, init.contentLength ?? null);
    if (framing.kind !== "length") throw new LocalProtocolError("CONTENT_LENGTH_INVALID", "none");
    const head = this.#responseHead(init, framing);
    if (this.sendingState !== "switched") this.sendingState = "done";
    return head;
  }

  /** Lets go of what is remembered between two requests to read the next one faster: for connections that are idle. */
  rest(): void {
    if (this.receivingState !== "idle" || this.buffered > 0) return;
    this.#before = null;
    this.reader.rest();
  }

  protected override readHead(): RequestHead | Waiting {
    const { buffer } = this.reader;
    if (!this.#skipEmptyLines()) {
      if (this.reader.ended) throw buffer.fault("INCOMPLETE_HEAD", buffer.length);
      return "need-data";
    }
    const fields = this.reader.readHead();
    if (fields === null) return "need-data";

    const head = requestHead(buffer, this.#requestLine, fields, this.reader.sectionStart, this.#before);
    this.reader.beginContent(head.framing);
    this.receivingState = "content";
    this.#request = head;
    this.#before = head;
    this.mayPersist = head.persistent;
    this.#awaitsContinue = head.expectsContinue && buffer.length === 0;
    return head;
  }

  protected override nextMessage(): boolean {
    if (this.sendingState !== "done") return false;
    if (!this.mayPersist) {
      this.receivingState = "closed";
      return true;
    }
    this.receivingState = "idle";
    this.sendingState = "idle";
    this.#request = null;
    this.#emptyLines = 0;
    this.reader.beginMessage();
    return true;
  }

  /** @returns whether an octet waits that may begin a request-line */
  #skipEmptyLines(): boolean {
    const { buffer } = this.reader;
    while (buffer.length > 0 && buffer.octets[buffer.start] === CR) {
      if (buffer.length === 1) return false;
      if (buffer.octets[buffer.start + 1] !== LF) throw buffer.fault("BARE_CR", 0);
      if (++this.#emptyLines > MOST_EMPTY_LINES) throw buffer.fault("EMPTY_LINES_TOO_MANY", 0);
      buffer.consume(2);
      buffer.startMessage();
    }
    return buffer.length > 0;
  }

  /** Writes the head, and settles what it means for the connection. */
  #responseHead(init: ResponseInit, framing: Framing): string {
    const { status, reason, fields, fieldText = "", contentLength = null } = init;
    const request = this.#request;
    if (reason !== undefined) checkReason(reason);
    const method = request === null ? "" : request.method;
    const written = writeFields(fields);
    const persistent =
      this.mayPersist &&
      init.persistent !== false &&
      request !== null &&
      framing.kind !== "close" &&
      // A client that never saw its 100 may or may not send the content: nobody can tell what the next octet is.
      !this.#awaitsContinue &&
      !written.connection.includes("close");
    const isTunnel = opensTunnel(method, status);
    const announced = status === 204 || isTunnel ? null : status === 205 ? 0 : contentLength;
    const head =
      statusLine(status, reason) +
      written.text +
      fieldText +
      framingField(framing, announced) +
      this.#connectionField(persistent, written.connection);

    this.mayPersist = persistent;
    this.#sendsContent = framing !== NO_CONTENT;
    this.#awaitsContinue = false;
    if (this.receivingState === "idle") this.receivingState = "closed";
    if (isTunnel) this.switchProtocol();
    return `${head}\r\n`;
  }

  #checkSwitch(request: RequestHead): void {
    if (!request.upgrade || request.method === "CONNECT") throw new LocalProtocolError("SWITCH_NOT_ASKED", "101");
    if (this.receivingState !== "done") throw new LocalProtocolError("OUT_OF_ORDER", "101 before the request was read");
  }

  #responseFraming(status: number, contentLength: number | null): Framing {
    const request = this.#request;
    checkStatus(status, 200, 999);
    if (request === null && status < 400) throw new LocalProtocolError("OUT_OF_ORDER", `${status} before a request`);
    if (contentLength !== null) checkContentLength(contentLength);
    const method = request === null ? "" : request.method;
    // "A server MUST NOT generate content in a 205 response" (RFC 9110 §15.3.6), though a client would read it.
    if (status === 205 || !mayHaveContent(method, status)) {
      // To HEAD and with 304 it says what GET would bring; elsewhere it would announce content that cannot be.
      const announces = method === "HEAD" || status === 304;
      if (contentLength !== null && contentLength > 0 && !announces) {
        throw new LocalProtocolError("CONTENT_FORBIDDEN", `${contentLength} octets with ${status}`);
      }
      return NO_CONTENT;
    }
    if (contentLength !== null) return contentLength === 0 ? NO_CONTENT : { kind: "length", octets: contentLength };
    // "A server MUST NOT send a response containing Transfer-Encoding unless the corresponding request indicates
    // HTTP/1.1 (or later minor revisions)." (RFC 9112 §6.1)
    return request?.version === "1.1" ? CHUNKED : UNTIL_CLOSE;
  }

  #connectionField(persistent: boolean, options: readonly string[]): string {
    if (!persistent) return options.includes("close") ? "" : "Connection: close\r\n";
    return this.#request?.version === "1.0" && !options.includes("keep-alive") ? "Connection: keep-alive\r\n" : "";
  }
}

function checkStatus(status: number, first: number, last: number): void {
  if (!Number.isInteger(status) || status < first || status > last) {
    throw new LocalProtocolError("STATUS_INVALID", String(status));
  }
}

function statusLine(status: number, reason?: string): string {
  if (reason !== undefined) return `HTTP/1.1 ${status} ${reason}\r\n`;
  return STATUS_LINES[status] ?? `HTTP/1.1 ${status} \r\n`;
}

// reason-phrase = 1*( HTAB / SP / VCHAR / obs-text ), RFC 9112 §4.
function checkReason(reason: string): void {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(reason)) throw new LocalProtocolError("REASON_INVALID", reason);
}
