// One exchange: a Request for the handler, its Response for the connection, and whatever goes wrong between the two.

import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { ExchangeError, type ExchangeErrorCode, HttpError } from "../message/errors.js";
import { fieldLines } from "../message/field-lines.js";
import type { FieldsInit } from "../message/fields-init.js";
import type { IncomingContent, IncomingRequest } from "../message/incoming.js";
import { LightHeaders, LightRequest, LightResponse, reply } from "../message/index.js";
import { switchingResponse } from "../message/response.js";
import { type FieldSection, REASON_PHRASES, type RequestHead } from "../protocol/index.js";
import type { Connection } from "../transport/connection.js";
import type { OpenExchange } from "../transport/open-exchange.js";
import type { Sending } from "../transport/sending.js";
import { type Address, localAddress, remoteAddress } from "./address.js";
import { type Answering, dropResponse, sendResponse } from "./answer.js";
import { cutChannel, finishChannel, startChannel } from "./channels.js";
import type { Environment } from "./environment.js";
import type { Exchange } from "./handler.js";

type Take = (socket: Duplex, octets: Uint8Array) => void;

export class ServerExchange implements Exchange, IncomingRequest, OpenExchange, Answering {
  readonly connection: Connection;
  readonly content: IncomingContent | null;
  readonly environment: Environment;
  readonly #head: RequestHead;
  #request: LightRequest | null = null;
  #url: string | null = null;
  #origin = "";
  #controller: AbortController | null = null;
  #reason: ExchangeError | null = null;
  #trailers: FieldSection | null = null;
  /** The response that hands the connection over, and who takes it. */
  #switching: Response | null = null;
  #take: Take | null = null;
  /** Whether a response was accepted to be sent. */
  #isAnswered = false;
  /** What is sent piece by piece. */
  #sending: Sending | null = null;
  /** Whether the response is handed over whole, or never will be. */
  #isOver = false;

  constructor(head: RequestHead, content: IncomingContent | null, connection: Connection, environment: Environment) {
    this.#head = head;
    this.content = content;
    this.connection = connection;
    this.environment = environment;
  }

  get method(): string {
    return this.#head.method;
  }

  get url(): string {
    this.#url ??= absoluteUrl(this.#origin, this.#head.path);
    return this.#url;
  }

  get target(): string {
    return this.#head.target;
  }

  get fields(): FieldSection {
    return this.#head.fields;
  }

  get contentLimit(): number {
    return this.environment.mostContent;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  get remote(): Address {
    return remoteAddress(this.connection.socket);
  }

  get local(): Address {
    return localAddress(this.connection.socket, this.environment.path);
  }

  get tls(): TLSSocket | null {
    const { socket } = this.connection;
    return socket instanceof TLSSocket ? socket : null;
  }

  get trailers(): Headers | null {
    return this.#trailers === null ? null : new LightHeaders(this.#trailers);
  }

  get stopping(): AbortSignal {
    return this.environment.stopSignal;
  }

  informational(status: number, headers?: FieldsInit): void {
    if (!Number.isInteger(status) || status < 102 || status > 199) {
      throw new RangeError(`An informational status is 102 to 199, and this is ${status}`);
    }
    const fields = new LightHeaders(headers);
    if (this.#isOver || this.#isAnswered || this.#head.version === "1.0" || this.connection.isClosed) return;
    this.connection.sendInformational(status, fieldLines(fields));
  }

  upgrade(headers: FieldsInit, take: Take): Response {
    if (!this.#head.upgrade) throw new HttpError(426, "The request asks for no other protocol");
    this.#switching = switchingResponse(101, new LightHeaders(headers));
    this.#take = take;
    return this.#switching;
  }

  start(): void {
    const { handler, origins } = this.environment;
    const { method, authority } = this.#head;
    // A Request of the Fetch standard has neither of them.
    if (method === "CONNECT" || method === "TRACE") {
      this.#send(statusResponse(501));
      return;
    }
    // The grammar of a host has names that no URL can have, such as 256.1.1.1.
    const origin = origins.of(authority);
    if (origin === null) {
      this.#send(statusResponse(400));
      return;
    }
    this.#origin = origin;
    this.#request = new LightRequest(this);
    if (startChannel.hasSubscribers) startChannel.publish({ exchange: this, request: this.#request });

    let response: Response | PromiseLike<Response>;
    try {
      response = handler(this.#request, this);
      // What only looks like a promise may throw here as well.
      if (!(response instanceof LightResponse) && isThenable(response)) {
        response.then(
          (settled) => this.#send(settled),
          (error) => this.#fail(error),
        );
        return;
      }
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#send(response);
  }

  abort(code: ExchangeErrorCode, cause?: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.environment.exchangeCut();
    const error = new ExchangeError(code, cause === undefined ? undefined : { cause });
    this.#abortSignal(error);
    this.#sending?.stop(error);
    if (cutChannel.hasSubscribers) cutChannel.publish({ exchange: this, request: this.#request, error });
  }

  suspect(): void {
    this.#abortSignal(new ExchangeError("disconnect"));
  }

  expire(): void {
    this.#abortSignal(new ExchangeError("timeout"));
    if (!this.#isAnswered) this.#send(statusResponse(503));
    else this.connection.cut("timeout");
  }

  receiveTrailers(fields: FieldSection): void {
    this.#trailers = fields;
  }

  finish(response: Response): void {
    this.#close(response);
    this.connection.finish();
  }

  fail(error: unknown): void {
    this.#isAnswered = false;
    this.#fail(error);
  }

  /** The peer can only be told by the end of the connection. */
  breakOff(error: unknown): void {
    if (this.#isOver) return;
    this.#report(error, "A response broke off");
    this.connection.cut("disconnect", error instanceof Error ? error : new Error(String(error)));
  }

  #send(response: Response): void {
    // What comes too late is told that nobody wants it.
    if (this.#isOver || this.#isAnswered) {
      dropResponse(response);
      return;
    }
    this.#isAnswered = true;
    try {
      if (response === this.#switching) this.#switch(response);
      else this.#sending = sendResponse(response, this);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The handler threw, or what it gave cannot be sent; nothing is written yet. */
  #fail(error: unknown): void {
    if (this.#isOver || this.#isAnswered) {
      // A handler that gives up because of the signal does right.
      if (!(error instanceof ExchangeError)) this.#report(error, "A handler failed when its exchange was over");
      return;
    }
    const isKnown = error instanceof HttpError;
    if (!isKnown || !error.expose) this.#report(error, "A handler failed");
    this.#isAnswered = true;
    try {
      this.#sending = sendResponse(isKnown ? this.#errorResponse(error) : statusResponse(500), this);
    } catch (cause) {
      this.breakOff(cause);
    }
  }

  #errorResponse(error: HttpError): Response {
    try {
      return errorResponse(error);
    } catch (cause) {
      this.#report(cause, "An HttpError has fields that cannot be sent");
      return statusResponse(500);
    }
  }

  #switch(response: Response): void {
    const { connection } = this;
    // "A sender of Upgrade MUST also send an "upgrade" connection option" (RFC 9110 §7.8).
    if (!response.headers.has("connection")) response.headers.set("Connection", "upgrade");
    connection.sendInformational(101, fieldLines(response.headers));
    this.#close(response);
    const octets = connection.release();
    try {
      this.#take?.(connection.socket, octets);
    } catch (error) {
      this.#report(error, "What took a connection over failed");
      connection.cut("disconnect");
    }
  }

  #close(response: Response): void {
    this.#isOver = true;
    this.environment.exchangeFinished(this.connection);
    if (finishChannel.hasSubscribers) finishChannel.publish({ exchange: this, request: this.#request, response });
  }

  #abortSignal(error: ExchangeError): void {
    if (this.#reason !== null) return;
    this.#reason = error;
    this.#controller?.abort(error);
  }

  #report(error: unknown, message: string): void {
    const { method, target } = this.#head;
    this.environment.logger.error(
      { err: error, request: `${method} ${target}`, connection: this.connection.id },
      message,
    );
  }
}

// What `new URL()` would escape in a target; anything else it leaves as it is.
const ESCAPED = /["'<>^`{|}]/;

function absoluteUrl(origin: string, path: string): string {
  const url = origin + (path.startsWith("/") ? path : "/");
  return ESCAPED.test(path) ? new URL(url).href : url;
}

function statusResponse(status: number): Response {
  return reply.text(`${status} ${REASON_PHRASES[status]}\n`, status);
}

function errorResponse({ status, message, headers, expose }: HttpError): Response {
  const text = expose && message !== "" ? message : `${status} ${REASON_PHRASES[status] ?? ""}`;
  return reply.text(`${text}\n`, { status, headers });
}

function isThenable(value: unknown): value is PromiseLike<Response> {
  return typeof (value as PromiseLike<Response> | null | undefined)?.then === "function";
}
