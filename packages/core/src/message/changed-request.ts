// A request with something about it changed: what a middleware hands down that knows more of the request than the server
// did, or allows less of it.

import type { IncomingContent, IncomingFields, IncomingRequest } from "./incoming.js";
import { readAllOf, tooLarge } from "./read-all.js";
import { contentLimitOf, contentOf, LightRequest } from "./request.js";

/** Each member is asked for when somebody asks the request, and so may be a getter. */
export interface RequestChanges {
  /** Absolute, as the URL standard serializes it. */
  readonly url?: string | undefined;
  /** Takes the place of the request's own, which it should follow. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Octets of content that can be read, in whichever way; 413 `CONTENT_TOO_LARGE` beyond. It takes the place of the
   * server's limit too, which is for content that is read as a whole.
   */
  readonly contentLimit?: number | undefined;
}

/** What native requests are read to at most as a whole, as `@sockeye/core` does. */
const DEFAULT_LIMIT = 1024 * 1024;

/** The same request, light or native, with changes. Its content is read by the one that is given back, or by `request`. */
export function changedRequest(request: Request, changes: RequestChanges): LightRequest {
  return new LightRequest(new ChangedRequest(request, changes));
}

class ChangedRequest implements IncomingRequest {
  readonly #request: Request;
  readonly #changes: RequestChanges;

  constructor(request: Request, changes: RequestChanges) {
    this.#request = request;
    this.#changes = changes;
  }

  get method(): string {
    return this.#request.method;
  }

  get url(): string {
    return this.#changes.url ?? this.#request.url;
  }

  get fields(): IncomingFields {
    return new FieldsOf(this.#request.headers);
  }

  get content(): IncomingContent | null {
    const request = this.#request;
    if (request.bodyUsed) return USED;
    const content = request instanceof LightRequest ? contentOf(request) : nativeContentOf(request);
    const { contentLimit } = this.#changes;
    return content === null || contentLimit === undefined ? content : new LimitedContent(content, contentLimit);
  }

  get contentLimit(): number {
    const request = this.#request;
    return this.#changes.contentLimit ?? (request instanceof LightRequest ? contentLimitOf(request) : DEFAULT_LIMIT);
  }

  get signal(): AbortSignal {
    return this.#changes.signal ?? this.#request.signal;
  }
}

class FieldsOf implements IncomingFields {
  readonly #headers: Headers;

  constructor(headers: Headers) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    return this.#headers.get(name);
  }

  getAll(name: string): string[] {
    if (name.toLowerCase() === "set-cookie") return this.#headers.getSetCookie();
    const value = this.#headers.get(name);
    return value === null ? [] : [value];
  }

  has(name: string): boolean {
    return this.#headers.has(name);
  }

  [Symbol.iterator](): Iterator<[name: string, value: string]> {
    return this.#headers[Symbol.iterator]();
  }
}

const USED: IncomingContent = {
  length: null,
  read: async () => refuseUsed(),
  readAll: async () => refuseUsed(),
  cancel: () => {},
};

function refuseUsed(): never {
  throw new TypeError("The body of this request is used already");
}

function nativeContentOf({ body, headers }: Request): IncomingContent | null {
  if (body === null) return null;
  const length = headers.get("content-length");
  return new StreamContent(body, length !== null && /^\d+$/.test(length) ? Number(length) : null);
}

/** Content that came as a stream of the platform. */
class StreamContent implements IncomingContent {
  readonly length: number | null;
  readonly #stream: ReadableStream<Uint8Array>;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;

  constructor(stream: ReadableStream<Uint8Array>, length: number | null) {
    this.#stream = stream;
    this.length = length;
  }

  async read(): Promise<Uint8Array | null> {
    this.#reader ??= this.#stream.getReader();
    const { done, value } = await this.#reader.read();
    return done ? null : value;
  }

  readAll(limit: number): Promise<Uint8Array> {
    return readAllOf(this, limit);
  }

  cancel(): void {
    this.#reader ??= this.#stream.getReader();
    void this.#reader.cancel().catch(() => {});
  }
}

class LimitedContent implements IncomingContent {
  readonly #content: IncomingContent;
  readonly #limit: number;
  #count = 0;

  constructor(content: IncomingContent, limit: number) {
    this.#content = content;
    this.#limit = limit;
  }

  get length(): number | null {
    return this.#content.length;
  }

  async read(): Promise<Uint8Array | null> {
    if (this.#count === 0 && this.length !== null && this.length > this.#limit) throw tooLarge(this.#limit);
    const octets = await this.#content.read();
    if (octets === null) return null;
    this.#count += octets.length;
    if (this.#count <= this.#limit) return octets;
    this.#content.cancel();
    throw tooLarge(this.#limit);
  }

  readAll(limit: number): Promise<Uint8Array> {
    return this.#content.readAll(Math.min(limit, this.#limit - this.#count));
  }

  cancel(): void {
    this.#content.cancel();
  }
}
