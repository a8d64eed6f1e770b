// The client's side of a connection, by the same grammar: requests go out, responses come in. Requests may be pipelined;
// their responses are matched in order (RFC 9112 §9.3.2).

import { Codec } from "./codec.js";
import { LocalProtocolError } from "./errors.js";
import type { Waiting } from "./events.js";
import { CHUNKED, type Framing, NO_CONTENT } from "./framing.js";
import { isToken, TARGET } from "./grammar.js";
import { checkContentLength, type FieldLines, framingField, writeFields } from "./head-writer.js";
import { type Limits, resolveLimits } from "./limits.js";
import { type ResponseHead, responseHead } from "./response-head.js";
import { follow } from "./states.js";
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

/** Requests in, octets out; octets in, responses out. After a `ProtocolError` the connection is of no more use. */
export class ClientCodec extends Codec<ResponseHead> {
  readonly #statusLine: StatusLineReader;
  /** Methods of the requests whose responses have not ended. */
  readonly #methods: string[] = [];

  /** @throws {LocalProtocolError} `LIMIT_INVALID` */
  constructor(limits?: Partial<Limits>) {
    const resolved = resolveLimits(limits);
    const statusLine = new StatusLineReader(resolved.requestLine);
    super(resolved, statusLine);
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
    this.#methods.push(method);
    if (written.connection.includes("close")) this.mayPersist = false;
    return `${method} ${target} HTTP/1.1\r\n${written.text}${framingField(framing, contentLength ?? null)}\r\n`;
  }

  protected override readHead(): ResponseHead | Waiting {
    const { buffer } = this.reader;
    const method = this.#methods[0];
    if (buffer.length === 0) return "need-data";
    if (method === undefined) throw buffer.fault("RESPONSE_UNEXPECTED", 0);
    const length = this.reader.readHead();
    if (length < 0) return "need-data";

    const head = responseHead(buffer, this.#statusLine, this.reader.bounds, length, method);
    if (head.type === "informational") {
      this.reader.skipHead(length);
    } else {
      this.reader.beginContent(length, head.framing);
      this.receivingState = follow("head", this.receivingState);
      if (!head.persistent) {
        // What was pipelined behind it will never be answered (RFC 9112 §9.6).
        this.#methods.length = 1;
        this.mayPersist = false;
      }
    }
    if (head.upgrade) this.switchProtocol();
    return head;
  }

  protected override checkEnd(): void {
    if (this.#methods.length > 0) throw this.reader.buffer.fault("RESPONSE_MISSING", 0);
  }

  protected override nextMessage(): boolean {
    this.#methods.shift();
    this.receivingState = follow(this.#methods.length > 0 || this.mayPersist ? "next" : "close", "done");
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
