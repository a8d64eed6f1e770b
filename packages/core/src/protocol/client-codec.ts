// The client's side of a connection, by the same grammar: requests go out, responses come in. Requests may be pipelined;
// their responses are matched in order (RFC 9112 §9.3.2).

import { type ClosedEvent, Codec, type Waiting } from "./codec.js";
import type { ContentEvent, EndEvent } from "./content/content-events.js";
import { checkContentLength, framingField } from "./content/content-writer.js";
import { CHUNKED, type Framing, NO_CONTENT } from "./content/framing.js";
import { LocalProtocolError } from "./errors.js";
import { type FieldLines, writeFields } from "./fields/field-lines.js";
import { isToken, TARGET } from "./grammar.js";
import { type ResponseHead, responseHead, type SentRequest } from "./head/response-head.js";
import { type Limits, resolveLimits } from "./limits.js";
import { StatusLineReader } from "./start-line/status-line-reader.js";
import { targetFault } from "./start-line/target.js";
import { follow } from "./states.js";

/** What `ClientCodec.nextEvent()` gives, unless it waits. */
export type ClientEvent = ResponseHead | ContentEvent | EndEvent | ClosedEvent;

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

/** Requests in, octets out; octets in, responses out. After a `ProtocolError` the connection is of no more use. */
export class ClientCodec extends Codec<ResponseHead> {
  readonly #statusLine: StatusLineReader;
  /** The requests whose responses have not ended. */
  readonly #sent: SentRequest[] = [];

  /** @throws {LocalProtocolError} `LIMIT_INVALID` */
  constructor(limits?: Partial<Limits>) {
    const resolved = resolveLimits(limits);
    const statusLine = new StatusLineReader(resolved.requestLine);
    super(resolved, statusLine, "unfold");
    this.#statusLine = statusLine;
  }

  /**
   * The head of a request. Another one may follow before the response has come.
   * @returns the head to write
   * @throws {LocalProtocolError} `OUT_OF_ORDER`, `METHOD_INVALID`, `TARGET_INVALID`, `HOST_INVALID`,
   * `CONTENT_LENGTH_INVALID`, `CONTENT_FORBIDDEN`, `FRAMING_FIELD`, `FIELD_…`
   */
  sendRequest({ method, target, fields, contentLength }: RequestInit): string {
    const state = follow("head", this.sendingState === "done" ? "idle" : this.sendingState);
    if (!this.mayPersist) throw new LocalProtocolError("OUT_OF_ORDER", "the connection ends with the present exchange");
    if (!isToken(method)) throw new LocalProtocolError("METHOD_INVALID", method);
    if (!isTargetText(target) || targetFault(method, target) !== null) {
      throw new LocalProtocolError("TARGET_INVALID", target);
    }
    const written = writeFields(fields);
    if (!written.hasHost) throw new LocalProtocolError("HOST_INVALID", "Host is missing");
    const framing = requestFraming(method, contentLength);

    this.writer.begin(framing);
    this.sendingState = state;
    this.#sent.push({ method, upgrade: written.hasUpgrade && written.connection.includes("upgrade") });
    if (written.connection.includes("close")) this.mayPersist = false;
    return `${method} ${target} HTTP/1.1\r\n${written.text}${framingField(framing, contentLength ?? null)}\r\n`;
  }

  protected override readHead(): ResponseHead | Waiting {
    const { buffer } = this.reader;
    const request = this.#sent[0];
    if (buffer.length === 0) return "need-data";
    if (request === undefined) throw buffer.fault("RESPONSE_UNEXPECTED", 0);
    const fields = this.reader.readHead();
    if (fields === null) return "need-data";

    const head = responseHead(buffer, this.#statusLine, fields, this.reader.sectionStart, request);
    if (head.type === "informational") {
      this.reader.skipHead();
    } else {
      this.reader.beginContent(head.framing);
      this.receivingState = "content";
      if (!head.persistent) {
        // What was pipelined behind it will never be answered (RFC 9112 §9.6).
        this.#sent.length = 1;
        this.mayPersist = false;
      }
    }
    if (head.upgrade) this.switchProtocol();
    return head;
  }

  protected override checkEnd(): void {
    if (this.#sent.length > 0) throw this.reader.buffer.fault("RESPONSE_MISSING", 0);
  }

  protected override nextMessage(): boolean {
    this.#sent.shift();
    this.receivingState = this.#sent.length > 0 || this.mayPersist ? "idle" : "closed";
    this.reader.beginMessage();
    return true;
  }
}

function requestFraming(method: string, contentLength: number | null | undefined): Framing {
  if (contentLength === undefined) return NO_CONTENT;
  if (method === "CONNECT") throw new LocalProtocolError("CONTENT_FORBIDDEN", method);
  if (contentLength === null) return CHUNKED;
  checkContentLength(contentLength);
  return contentLength === 0 ? NO_CONTENT : { kind: "length", octets: contentLength };
}

function isTargetText(target: string): boolean {
  for (let at = 0; at < target.length; at++) {
    if (TARGET[target.charCodeAt(at)] !== 1) return false;
  }
  return target !== "";
}
