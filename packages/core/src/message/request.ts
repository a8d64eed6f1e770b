// `Request` of the Fetch standard over what a server gives. Each part is asked for when the handler asks.

import { decodeText, streamOf } from "./chunks.js";
import { copyOf, headersOver, type LightHeaders } from "./headers.js";
import type { IncomingContent, IncomingRequest } from "./incoming.js";
import { delegate, nativeContent, once, printAs, usedContent } from "./native.js";
import { teeContent } from "./tee.js";

/** What the content of a request is read from. */
export let contentOf: (request: LightRequest) => IncomingContent | null;

/**
 * All of the content, as `bytes()` gives it, but not copied: the octets may lie in a buffer that has others beside them.
 * @throws {TypeError} where it was used already; what `bytes()` rejects with
 */
export let octetsOf: (request: LightRequest) => Promise<Uint8Array> | Uint8Array;

/** Octets of content that are read as a whole at most. */
export let contentLimitOf: (request: LightRequest) => number;

export class LightRequest implements Request {
  readonly #incoming: IncomingRequest;
  #headers: LightHeaders | null = null;
  /** `undefined` until somebody asks. */
  #content: IncomingContent | null | undefined = undefined;
  /** The content was read as a whole. */
  #isTaken = false;
  /** Holds the stream that `body` gave away, and knows whether somebody reads it. */
  #streamed: Response | null = null;

  static {
    Object.setPrototypeOf(LightRequest.prototype, Request.prototype);
    printAs(LightRequest.prototype, "Request", ({ method, url, headers, bodyUsed }) => ({
      method,
      url,
      headers,
      bodyUsed,
    }));
    contentOf = (request) => request.#contentOf();
    octetsOf = (request) => request.#readAll();
    contentLimitOf = (request) => request.#incoming.contentLimit;
  }

  constructor(incoming: IncomingRequest) {
    this.#incoming = incoming;
  }

  get method(): string {
    return this.#incoming.method;
  }

  get url(): string {
    return this.#incoming.url;
  }

  get headers(): LightHeaders {
    this.#headers ??= headersOver(this.#incoming.fields);
    return this.#headers;
  }

  get signal(): AbortSignal {
    return this.#incoming.signal;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    const content = this.#contentOf();
    if (content === null) return null;
    this.#streamed ??= this.#isTaken ? usedContent() : new Response(streamOf(content));
    return this.#streamed.body;
  }

  get bodyUsed(): boolean {
    return this.#isTaken || this.#streamed?.bodyUsed === true;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async blob(): Promise<Blob> {
    return nativeContent(await this.bytes(), this.headers.get("content-type")).blob();
  }

  /** @throws {HttpError} 413 `CONTENT_TOO_LARGE`, as all that read the content as a whole do */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return owned(await this.#readAll());
  }

  async formData(): Promise<FormData> {
    return nativeContent(await this.bytes(), this.headers.get("content-type")).formData();
  }

  // biome-ignore lint/suspicious/noExplicitAny: what JSON holds is not known, and the standard's types say so
  async json(): Promise<any> {
    return JSON.parse(decodeText(await this.#readAll()));
  }

  async text(): Promise<string> {
    return decodeText(await this.#readAll());
  }

  /** Both read the same content; what one has read and the other has not is kept. @throws {TypeError} where it was used */
  clone(): LightRequest {
    if (this.#isUnusable()) throw new TypeError("The body of this request is used, and cannot be cloned");
    const clone = new LightRequest(this.#incoming);
    if (this.#headers !== null) clone.#headers = copyOf(this.#headers);
    const content = this.#contentOf();
    clone.#content = null;
    if (content !== null) {
      this.#retireStream();
      [this.#content, clone.#content] = teeContent(content);
    }
    return clone;
  }

  // What a browser wants to know of a request that it sends, as the platform answers for one made of a URL alone.

  get cache(): Request["cache"] {
    return "default";
  }

  get credentials(): Request["credentials"] {
    return "same-origin";
  }

  get destination(): Request["destination"] {
    return "";
  }

  /** Needed wherever a Request is made of this one's parts and has a stream among them. */
  get duplex(): "half" {
    return "half";
  }

  get integrity(): string {
    return "";
  }

  get keepalive(): boolean {
    return false;
  }

  get mode(): Request["mode"] {
    return "cors";
  }

  get redirect(): Request["redirect"] {
    return "follow";
  }

  get referrer(): string {
    return "about:client";
  }

  get referrerPolicy(): Request["referrerPolicy"] {
    return "";
  }

  #contentOf(): IncomingContent | null {
    if (this.#content === undefined) this.#content = this.#incoming.content;
    return this.#content;
  }

  /** Throws in the method that asks, which is async and rejects with it. */
  #readAll(): Promise<Uint8Array> | Uint8Array {
    const content = this.#contentOf();
    if (content === null) return new Uint8Array();
    if (this.#isUnusable()) throw new TypeError("The body of this request is used already");
    this.#isTaken = true;
    this.#retireStream();
    return content.readAll(this.#incoming.contentLimit);
  }

  #isUnusable(): boolean {
    const streamed = this.#streamed;
    return this.#isTaken || (streamed !== null && (streamed.bodyUsed || streamed.body?.locked === true));
  }

  /** Who has the stream that `body` gave away must not read what somebody else reads now. */
  #retireStream(): void {
    this.#streamed?.body?.getReader();
    if (!this.#isTaken) this.#streamed = null;
  }
}

const nativeOf: (request: LightRequest) => Request = once(makeNative);
delegate(LightRequest.prototype, new Request("http://localhost"), nativeOf);

/**
 * The same request as one of the platform's own. It has the light one's body, used where that is, and none where the method
 * is GET or HEAD.
 * @throws {TypeError} where somebody reads the body, or for a method that the platform refuses
 */
export function nativeRequest(request: Request): Request {
  return request instanceof LightRequest ? nativeOf(request) : request;
}

function makeNative(request: LightRequest): Request {
  const { method, signal, url } = request;
  const { bodyUsed } = request;
  const body = method === "GET" || method === "HEAD" ? null : bodyUsed ? "used" : request.body;
  const init = { method, signal, body, headers: [...request.headers], duplex: "half" as const };
  const native = new Request(url, init);
  // The platform takes no stream that was read from, but puts another body in the place of one that was.
  if (bodyUsed && body !== null) void native.arrayBuffer();
  return native;
}

/** The octets with an ArrayBuffer of their own. */
function owned(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = octets;
  return buffer.byteLength === byteLength ? new Uint8Array(buffer as ArrayBuffer) : new Uint8Array(octets);
}
