// `Response` of the Fetch standard over a body source. Headers and streams are made when they are asked for.

import { extractBody, TEXT } from "./body-init.js";
import { BlobSource, type BodySource } from "./body-source.js";
import { chunksOf, decodeText, readSource, streamOf } from "./chunks.js";
import { addContentType, copyOf, LightHeaders, makeImmutable } from "./headers.js";
import type { BodyInit, ResponseInit } from "./init.js";
import { delegate, nativeContent, once, printAs, usedContent } from "./native.js";

// reason-phrase = 1*( HTAB / SP / VCHAR / obs-text ), or nothing.
const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What a helper answers with; `contentType` and the source are trusted to be valid. */
export let responseOf: (
  source: BodySource,
  contentType: string | null,
  init: ResponseInit | number | undefined,
) => LightResponse;

/** A response without content whose status is not judged, such as 101. */
export let switchingResponse: (status: number, headers: LightHeaders) => LightResponse;

/** The source of a light response, which stays unused; `undefined` for a native Response, whose source cannot be seen. */
export let sourceOf: (response: Response) => BodySource | undefined;

/**
 * Takes the source to send it; the body counts as used from then on.
 * @throws {TypeError} where it was used already, or somebody reads it
 */
export let takeSource: (response: Response) => BodySource;

/** The Content-Type of a light response that has no other field, `null` for none; else `undefined`. */
export let onlyContentType: (response: Response) => string | null | undefined;

/** `null` where nobody has asked for them yet; `undefined` for a native Response. */
export let lightHeadersOf: (response: Response) => LightHeaders | null | undefined;

/**
 * Behaves as the Fetch standard's `Response`, and takes an AsyncIterable or a FileSlice as a body as well.
 * A response is sent once, unless it has no content.
 */
export class LightResponse implements Response {
  #status = 200;
  #statusText = "";
  #source: BodySource = null;
  /** Content-Type, for as long as it is the only field. */
  #contentType: string | null = null;
  #headers: LightHeaders | null = null;
  /** The source was taken: to be sent, or to be read as a whole. */
  #isTaken = false;
  /** Holds the stream that `body` gave away, and knows whether somebody reads it. */
  #streamed: Response | null = null;

  static {
    Object.setPrototypeOf(LightResponse.prototype, Response.prototype);
    printAs(LightResponse.prototype, "Response", ({ status, statusText, headers, bodyUsed }) => ({
      status,
      statusText,
      headers,
      bodyUsed,
    }));
    delegate(LightResponse.prototype, new Response(), once(streamedNative));
    responseOf = (source, contentType, init) => {
      const response = new LightResponse();
      response.#source = source;
      response.#contentType = contentType;
      if (source instanceof ReadableStream) response.#streamed = new Response(source);
      if (typeof init === "number") response.#status = checkedStatus(init);
      else if (init !== undefined) response.#initialize(init);
      if (source !== null) response.#checkBody();
      return response;
    };
    switchingResponse = (status, headers) => {
      const response = new LightResponse();
      response.#status = status;
      response.#headers = headers;
      return response;
    };
    sourceOf = (response) => (#source in response ? response.#source : undefined);
    takeSource = (response) => (#source in response ? response.#take() : takeNative(response));
    onlyContentType = (response) =>
      #source in response && response.#headers === null ? response.#contentType : undefined;
    lightHeadersOf = (response) => (#source in response ? response.#headers : undefined);
  }

  /**
   * @throws {RangeError} where the status is not 200 to 599
   * @throws {TypeError} for an invalid reason phrase or field, for a body that a status of 204, 205 or 304 must not
   * have, and for a stream that is locked or was read from
   */
  constructor(body?: BodyInit, init?: ResponseInit) {
    if (body !== undefined && body !== null) {
      if (typeof body === "string") {
        this.#source = body;
        this.#contentType = TEXT;
      } else {
        const { source, contentType } = extractBody(body);
        this.#source = source;
        this.#contentType = contentType;
        if (source instanceof ReadableStream) this.#streamed = new Response(source);
      }
    }
    if (init !== undefined && init !== null) {
      this.#initialize(init);
      if (this.#source !== null) this.#checkBody();
    }
  }

  static error(): LightResponse {
    return switchingResponse(0, makeImmutable(new LightHeaders()));
  }

  /** @throws {TypeError} where JSON has nothing for the value; what `JSON.stringify` throws */
  static json(value: unknown, init?: ResponseInit): LightResponse {
    return responseOf(jsonText(value), "application/json", init);
  }

  /**
   * @throws {RangeError} where the status is not 301, 302, 303, 307 or 308
   * @throws {TypeError} where the URL is none, or relative
   */
  static redirect(url: string | URL, status = 302): LightResponse {
    const location = new URL(url).href;
    if (!isRedirectStatus(status)) throw new RangeError(`${status} is no status of a redirect`);
    return switchingResponse(status, makeImmutable(new LightHeaders({ Location: location })));
  }

  get status(): number {
    return this.#status;
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }

  get statusText(): string {
    return this.#statusText;
  }

  get headers(): LightHeaders {
    if (this.#headers === null) {
      this.#headers = new LightHeaders();
      if (this.#contentType !== null) addContentType(this.#headers, this.#contentType);
    }
    return this.#headers;
  }

  get type(): Response["type"] {
    return this.#status === 0 ? "error" : "default";
  }

  get url(): string {
    return "";
  }

  get redirected(): boolean {
    return false;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    const source = this.#source;
    if (source === null) return null;
    if (this.#streamed === null) {
      this.#streamed = this.#isTaken ? usedContent() : new Response(streamOf(chunksOf(source)));
    }
    return this.#streamed.body;
  }

  get bodyUsed(): boolean {
    return this.#source !== null && (this.#isTaken || this.#streamed?.bodyUsed === true);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async blob(): Promise<Blob> {
    return nativeContent(await this.bytes(), this.headers.get("content-type")).blob();
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return readSource(this.#take());
  }

  async formData(): Promise<FormData> {
    return nativeContent(await this.bytes(), this.headers.get("content-type")).formData();
  }

  // biome-ignore lint/suspicious/noExplicitAny: what JSON holds is not known, and the standard's types say so
  async json(): Promise<any> {
    return JSON.parse(await this.text());
  }

  async text(): Promise<string> {
    return decodeText(await this.bytes());
  }

  /** @throws {TypeError} where the body was used, or somebody reads it */
  clone(): LightResponse {
    if (this.#isUnusable()) throw new TypeError("The body of this response is used, and cannot be cloned");
    const clone = new LightResponse();
    clone.#status = this.#status;
    clone.#statusText = this.#statusText;
    clone.#contentType = this.#contentType;
    clone.#headers = this.#headers === null ? null : copyOf(this.#headers);
    const source = this.#source;
    if (source === null || typeof source === "string" || source instanceof Uint8Array || source instanceof BlobSource) {
      clone.#source = source;
    } else {
      const [left, right] = (this.body as ReadableStream<Uint8Array>).tee();
      this.#stream(left);
      clone.#stream(right);
    }
    return clone;
  }

  #initialize(init: ResponseInit): void {
    if (typeof init !== "object" && typeof init !== "function")
      throw new TypeError("The init of a response is an object");
    const { status, statusText, headers } = init;
    if (status !== undefined) this.#status = checkedStatus(status);
    if (statusText !== undefined) this.#statusText = checkedReason(statusText);
    if (headers === undefined) return;
    this.#headers = new LightHeaders(headers);
    if (this.#contentType !== null) addContentType(this.#headers, this.#contentType);
  }

  /** Only where there is a body. "If init["status"] is a null body status, then throw a TypeError." */
  #checkBody(): void {
    const status = this.#status;
    if (status === 204 || status === 205 || status === 304) throw new TypeError(`Status ${status} has no body`);
  }

  #stream(stream: ReadableStream<Uint8Array>): void {
    this.#source = stream;
    this.#streamed = new Response(stream);
  }

  #isUnusable(): boolean {
    const streamed = this.#streamed;
    return this.#isTaken || (streamed !== null && (streamed.bodyUsed || streamed.body?.locked === true));
  }

  #take(): BodySource {
    const source = this.#source;
    if (source === null) return null;
    if (this.#isUnusable()) throw new TypeError("The body of this response is used already");
    this.#isTaken = true;
    // Who has the stream that `body` gave away must not read what somebody else reads now.
    if (this.#streamed !== null && this.#streamed.body !== source) this.#streamed.body?.getReader();
    return source;
  }
}

/** The same response as one of the platform's own; takes the source of a light one. @throws {TypeError} where it was used */
export function nativeResponse(response: Response): Response {
  if (!(response instanceof LightResponse)) return response;
  if (response.type === "error") return Response.error();
  const body = nativeBody(takeSource(response));
  const { status, statusText } = response;
  const native = new Response(body, { status, statusText, headers: [...response.headers] });
  // The platform gives a string a type of its own.
  if (!response.headers.has("content-type")) native.headers.delete("content-type");
  return native;
}

/** Shares the light response's stream, and so whether it is used. */
function streamedNative(response: LightResponse): Response {
  if (response.type === "error") return Response.error();
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: [...response.headers] });
}

function nativeBody(source: BodySource): null | string | Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  if (source === null || typeof source === "string" || source instanceof ReadableStream) return source;
  if (source instanceof Uint8Array) return source as Uint8Array<ArrayBuffer>;
  return source instanceof BlobSource ? source.blob : streamOf(chunksOf(source));
}

function takeNative(response: Response): BodySource {
  const { body } = response;
  if (body === null) return null;
  if (response.bodyUsed || body.locked) throw new TypeError("The body of this response is used already");
  return body;
}

function checkedStatus(status: number): number {
  // A status is an unsigned short to the standard, which takes what fits into 16 bits.
  const code = status & 0xffff;
  if (code < 200 || code > 599) throw new RangeError(`The status of a response is 200 to 599, and this is ${status}`);
  return code;
}

function checkedReason(text: string): string {
  const reason = `${text}`;
  if (!REASON_PHRASE.test(reason)) throw new TypeError("The reason phrase holds a control octet or is not latin1");
  return reason;
}

export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

export function jsonText(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError("JSON has nothing that stands for this value");
  return text;
}
