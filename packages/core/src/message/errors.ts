// What may be thrown between a handler and the server that runs it.

import type { FieldsInit } from "./fields-init.js";

export interface HttpErrorOptions {
  /** A stable name for programs, such as `CONTENT_TOO_LARGE`. */
  readonly code?: string | undefined;
  /** Fields of the answer, such as Retry-After or WWW-Authenticate. */
  readonly headers?: FieldsInit | undefined;
  readonly cause?: unknown;
}

/**
 * The application's answer, thrown: the server sends `status`. The message reaches the peer for 4xx only; that of a 5xx
 * is for logs.
 */
export class HttpError extends Error {
  override readonly name: string = "HttpError";
  /** 400 to 599. */
  readonly status: number;
  readonly code: string | undefined;
  readonly headers: FieldsInit | undefined;

  /** @throws {RangeError} where `status` is no error's */
  constructor(status: number, message = "", { code, headers, cause }: HttpErrorOptions = {}) {
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError(`The status of an HttpError is 400 to 599, and this is ${status}`);
    }
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** Whether the message may be shown to the peer. */
  get expose(): boolean {
    return this.status < 500;
  }
}

/** Why an exchange was cut before its response was finished. */
export type ExchangeErrorCode = "disconnect" | "timeout" | "shutdown";

const SENTENCES: Readonly<Record<ExchangeErrorCode, string>> = {
  disconnect: "the peer closed the connection before the exchange was finished",
  timeout: "a deadline of the exchange has passed",
  shutdown: "the server stopped before the exchange was finished",
};

/** The reason of `request.signal`, and what reading a request's content rejects with. */
export class ExchangeError extends Error {
  /** What libraries ask for that treat an abort apart from failures. */
  override readonly name = "AbortError";
  readonly code: ExchangeErrorCode;

  constructor(code: ExchangeErrorCode, options?: ErrorOptions) {
    super(SENTENCES[code], options);
    this.code = code;
  }
}
