// What a middleware and a handler are given.

import type { BodyInit, FieldsInit, ReplyInit } from "@sockeye/core/message";
import type { AnyParams } from "../pattern/params-of.js";
import type { Nothing } from "../types.js";
import type { Cookies } from "./cookies.js";
import type { MultipartOptions, Part } from "./multipart.js";
import type { Validators } from "./preconditions.js";
import type { Problem } from "./problem.js";
import type { Upgrade } from "./upgrade.js";

export interface Address {
  readonly address: string;
  readonly port: number;
}

/**
 * What the server knows of an exchange beside the request, the second argument of `app.fetch`. `@sockeye/core` gives all
 * of it; on other runtimes it is what the caller gives.
 */
export interface Exchange {
  /** The peer's end of the connection; behind a proxy that is the proxy's. */
  readonly remote?: Address | { readonly path: string } | undefined;
  readonly local?: Address | { readonly path: string } | undefined;
  /** The request-target as it was sent; `*` where OPTIONS asks about the server as a whole (RFC 9110 §9.3.7). */
  readonly target?: string | undefined;
  /** The TLS socket, or `null` for a connection in the clear. */
  readonly tls?: object | null | undefined;
  readonly connection?: { readonly id: number; readonly exchanges: number } | undefined;
  /** Fields that came behind the content (RFC 9110 §6.5), once it has come to its end. */
  readonly trailers?: Headers | null | undefined;
  /** Aborts when the server begins to stop. */
  readonly stopping?: AbortSignal | undefined;
  /** Sends an interim response, such as 103 (RFC 8297). */
  informational?(status: number, headers?: FieldsInit): void;
  /**
   * Hands the connection over to another protocol: return what it gives. `take` gets the socket once 101 is sent.
   * @throws {HttpError} 426 where the request asks for no other protocol
   */
  upgrade?: Upgrade;
}

/** What a middleware knows better than the server. */
export interface Amendment {
  /**
   * Takes the place of `c.request`: one with another URL, a signal of its own, a limit for its content
   * (`changedRequest` of `@sockeye/core/message` makes it). The route is found already, and `c.path` stays.
   */
  readonly request?: Request | undefined;
  /** Takes the place of `c.remote`. `c.exchange.remote` still tells the peer's end of the connection. */
  readonly remote?: Address | undefined;
}

/** Laid over the answer, whatever it is made of. What a response says itself comes first. */
export interface AnswerDefaults {
  /** Of an answer that a plain value makes, such as a returned object; `undefined` leaves it to the value. */
  status: number | undefined;
  readonly headers: Headers;
}

/**
 * One request on its way to its response: what came in, what the chain has found out (`params`, `state`, `valid`), and
 * the ways to answer. `json`, `text` and `body` without an argument read the request; with one they answer.
 */
export interface Context<
  State extends object = Nothing,
  Params extends object = AnyParams,
  Valid extends object = Nothing,
> {
  readonly request: Request;
  readonly method: string;
  /** As `new URL(request.url).pathname` shows it; inside a mounted app what is below its prefix, `/` at least. */
  readonly path: string;
  /** The pattern that matched, with the prefixes of all mounts: `/users/:id`. `null` where none did. */
  readonly route: string | null;
  /** Of the pattern, percent-decoded, each segment by itself. */
  readonly params: Params;
  /** What middleware have added by `next({ … })`. */
  readonly state: State;
  /** What the route's schemas made of the request. */
  readonly valid: Valid;

  readonly url: URL;
  /** `get` for a single value, `getAll` for a repeated one. */
  readonly query: URLSearchParams;
  /** The request's fields. */
  readonly headers: Headers;
  /** The request's cookies, and those that the response sets. */
  readonly cookies: Cookies;
  /** Aborts when the exchange is cut before its response is finished. */
  readonly signal: AbortSignal;
  readonly exchange: Exchange;
  /**
   * Where the request comes from: the peer's end of the connection, or what a middleware found behind a proxy that it
   * trusts; `undefined` where the runtime does not say, and for a Unix socket.
   */
  readonly remote: Address | undefined;
  /** The methods that have a route at this path, where this one has none (405, OPTIONS); else empty. */
  readonly allow: readonly string[];

  /**
   * What the client likes best of `types`, such as `json` or `text/html`, and of equals what it names first; `null` where
   * it takes none (RFC 9110 §12.5.1).
   */
  accepts<const Type extends string>(...types: readonly Type[]): Type | null;
  acceptsLanguages<const Language extends string>(...languages: readonly Language[]): Language | null;
  acceptsEncodings<const Encoding extends string>(...encodings: readonly Encoding[]): Encoding | null;

  /**
   * All octets of the content. They are read once and kept, so that `json()` works after it, and it after `json()`.
   * @throws {HttpError} 413 `CONTENT_TOO_LARGE`, before anything is read where Content-Length says so
   */
  bytes(): Promise<Uint8Array>;
  /** The content, decoded. @throws {HttpError} 413; 415 `CHARSET_UNKNOWN`, `CONTENT_CODING_UNKNOWN`; 400 `CONTENT_NOT_TEXT` */
  text(): Promise<string>;
  /** `text/plain` */
  text(content: string, init?: ReplyInit): Response;
  /** @throws {HttpError} 413; 415 `CONTENT_TYPE_WRONG`; 400 `JSON_MALFORMED`, with offset and reason */
  json(): Promise<unknown>;
  /** `application/json`. @throws {TypeError} where JSON has nothing for the value */
  json(value: unknown, init?: ReplyInit): Response;
  /** A form, urlencoded or multipart, in memory. @throws {HttpError} 413; 415; 400 `FORM_MALFORMED` */
  form(): Promise<FormData>;
  /**
   * The parts of a multipart form one by one, as they arrive; on Node. `contentLimit` does not count here, the options do.
   * @throws {HttpError} 413; 415; 400 `MULTIPART_MALFORMED`
   */
  multipart(options?: MultipartOptions): AsyncIterable<Part>;

  html(content: string, init?: ReplyInit): Response;
  /** Content as it is, `null` for none. Content-Type is up to `init`. */
  body(source: BodyInit, init?: ReplyInit): Response;
  /** Content piece by piece; the producer waits where the client is slow. */
  stream(source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>, init?: ReplyInit): Response;
  /** @param status 302 by default; 303 answers a POST with a page, 307 and 308 keep the method */
  redirect(location: string | URL, status?: number): Response;
  /** `application/problem+json` (RFC 9457). */
  problem(status: number, problem?: Problem, init?: Exclude<ReplyInit, number>): Response;
  /**
   * The answer where a precondition says that there is nothing to do (304), or that it must not be done (412); else `null`:
   * `return c.preconditions({ etag }) ?? c.json(await load())`. GET is answered with ETag and Last-Modified.
   * @param current what is known of the resource as it stands; `null` where there is none yet
   */
  preconditions(current: Validators | null): Response | null;
  /** Status and fields for answers that are made of plain values. */
  readonly response: AnswerDefaults;
}
