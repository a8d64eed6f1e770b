// The context, one object a request. What costs is made when it is asked for.

import {
  type BodyInit,
  type BodySource,
  fieldLines,
  LightHeaders,
  LightResponse,
  type ReplyInit,
  reply,
  requestQuery,
} from "@sockeye/core/message";
import { NO_PARAMS } from "../matching/leaf.js";
import type { AnyParams } from "../pattern/params-of.js";
import { Content } from "./content.js";
import type { Address, Amendment, AnswerDefaults, Context, Exchange } from "./context.js";
import { RequestCookies } from "./cookies.js";
import type { MultipartOptions, Part } from "./multipart.js";
import { negotiate } from "./negotiation.js";
import { answerPreconditions, type Validators } from "./preconditions.js";
import { type Problem, problemReply } from "./problem.js";
import { remoteOf } from "./remote.js";

const EMPTY: object = Object.freeze({});
const NO_METHODS: readonly string[] = Object.freeze([]);
const NO_EXCHANGE: Exchange = Object.freeze({});

/**
 * No route at this path; none for this method; one behind another slash at the end; a method that nobody knows; a path
 * that cannot be decoded.
 */
export type Miss = "path" | "method" | "slash" | "unknown-method" | "malformed-path";

export class RequestContext implements Context<object, AnyParams, object> {
  request: Request;
  readonly method: string;
  readonly exchange: Exchange;
  /** The whole path; what `path` shows of it begins at `prefixLength`. */
  readonly fullPath: string;
  prefixLength = 0;
  route: string | null = null;
  params: AnyParams = NO_PARAMS;
  state: object = EMPTY;
  valid: object = EMPTY;
  allow: readonly string[] = NO_METHODS;
  /** Why no route matched. */
  miss: Miss | null = null;
  /** Octets of content that are read at most; `undefined` for the server's own limit. */
  contentLimit: number | undefined = undefined;
  /** Where the request comes from, where that is not the peer's end of the connection. */
  #remote: Address | null = null;
  #url: URL | null = null;
  #query: URLSearchParams | null = null;
  #cookies: RequestCookies | null = null;
  #content: Content | null = null;
  #defaults: Defaults | null = null;

  constructor(request: Request, path: string, exchange: Exchange | undefined) {
    this.request = request;
    this.method = request.method;
    this.fullPath = path;
    this.exchange = exchange ?? NO_EXCHANGE;
  }

  get path(): string {
    if (this.prefixLength === 0) return this.fullPath;
    return this.fullPath.slice(this.prefixLength) || "/";
  }

  get url(): URL {
    this.#url ??= new URL(this.request.url);
    return this.#url;
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(requestQuery(this.request));
    return this.#query;
  }

  get headers(): Headers {
    return this.request.headers;
  }

  get cookies(): RequestCookies {
    this.#cookies ??= new RequestCookies(this.headers.get("cookie"));
    return this.#cookies;
  }

  get signal(): AbortSignal {
    return this.request.signal;
  }

  get remote(): Address | undefined {
    return this.#remote ?? remoteOf(this.exchange, this.request);
  }

  accepts<const Type extends string>(...types: readonly Type[]): Type | null {
    return negotiate("mediaType", this.headers, types);
  }

  acceptsLanguages<const Language extends string>(...languages: readonly Language[]): Language | null {
    return negotiate("language", this.headers, languages);
  }

  acceptsEncodings<const Encoding extends string>(...encodings: readonly Encoding[]): Encoding | null {
    return negotiate("encoding", this.headers, encodings);
  }

  bytes(): Promise<Uint8Array> {
    return this.#contentOf().bytes();
  }

  form(): Promise<FormData> {
    return this.#contentOf().form();
  }

  multipart(options?: MultipartOptions): AsyncIterable<Part> {
    return this.#contentOf().multipart(options);
  }

  text(): Promise<string>;
  text(content: string, init?: ReplyInit): Response;
  // biome-ignore lint/suspicious/noExplicitAny: what it is depends on whether something is given.
  text(...given: [content?: string, init?: ReplyInit]): any {
    return given.length === 0 ? this.#contentOf().text() : reply.text(given[0] as string, given[1]);
  }

  json(): Promise<unknown>;
  json(value: unknown, init?: ReplyInit): Response;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  json(...given: [value?: unknown, init?: ReplyInit]): any {
    return given.length === 0 ? this.#contentOf().json() : reply.json(given[0], given[1]);
  }

  html(content: string, init?: ReplyInit): Response {
    return reply.html(content, init);
  }

  body(source: BodyInit, init?: ReplyInit): Response {
    return new LightResponse(source, typeof init === "number" ? { status: init } : init);
  }

  stream(source: Extract<BodySource, ReadableStream | AsyncIterable<unknown>>, init?: ReplyInit): Response {
    return reply.stream(source, init);
  }

  redirect(location: string | URL, status?: number): Response {
    return reply.redirect(location, status);
  }

  problem(status: number, problem?: Problem, init?: Exclude<ReplyInit, number>): Response {
    return problemReply(status, problem, init);
  }

  preconditions(current: Validators | null): Response | null {
    return answerPreconditions(this.request, current, this.response.headers);
  }

  get response(): AnswerDefaults {
    this.#defaults ??= new Defaults();
    return this.#defaults;
  }

  amend({ request, remote }: Amendment): void {
    if (remote !== undefined) this.#remote = remote;
    if (request === undefined) return;
    this.request = request;
    this.#url = null;
    this.#query = null;
  }

  /** The status that a plain value is answered with, where one was set. */
  get presetStatus(): number | undefined {
    return this.#defaults?.status;
  }

  /** Lays what was set by `c.response` over an answer. What it says itself comes first. */
  applyDefaults(response: Response): Response {
    const defaults = this.#defaults;
    if (defaults === null) return response;
    const { headers } = response;
    const lines = [...fieldLines(defaults.headers)].filter(([name]) => isLaidOver(name, headers));
    for (const [name, value] of lines) headers.append(name, value);
    this.#defaults = null;
    return response;
  }

  /** An error takes the place of the answer that the defaults were meant for. */
  dropDefaults(): void {
    this.#defaults = null;
  }

  /** Adds what only the last response of the chain can be given. */
  finish(response: Response): Response {
    if (this.#cookies !== null) {
      for (const line of this.#cookies.takeLines()) response.headers.append("Set-Cookie", line);
    }
    return this.#defaults === null ? response : this.applyDefaults(response);
  }

  #contentOf(): Content {
    this.#content ??= new Content(this.request, this.contentLimit);
    return this.#content;
  }
}

function isLaidOver(name: string, headers: Headers): boolean {
  return name.toLowerCase() === "set-cookie" || !headers.has(name);
}

class Defaults implements AnswerDefaults {
  status: number | undefined = undefined;
  readonly headers: Headers = new LightHeaders();
}
