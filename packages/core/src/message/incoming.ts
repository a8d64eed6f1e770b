// What a server has to give for a request that came in; the light `Request` is made of it. Each member is asked for only
// when the handler asks, so that a server may compute it then.

/** The header section of a request, or a trailer section. Names are matched in any letter case. */
export interface IncomingFields extends Iterable<readonly [name: string, value: string]> {
  /** The lines of a field joined with `, ` (RFC 9110 §5.3), or `null`. */
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
}

/** Content on its way in. One reader at a time. */
export interface IncomingContent {
  /** Octets that Content-Length announces, or `null` where it is not known. */
  readonly length: number | null;
  /** The next octets, which are the reader's own, or `null` at the end. @throws {ExchangeError} where the rest will not come */
  read(): Promise<Uint8Array | null>;
  /**
   * All that is left.
   * @param limit octets
   * @throws {HttpError} 413 `CONTENT_TOO_LARGE`, before anything is read where `length` says so
   * @throws {ExchangeError} where the rest will not come
   */
  readAll(limit: number): Promise<Uint8Array>;
  /** Nobody will read the rest. */
  cancel(): void;
}

export interface IncomingRequest {
  readonly method: string;
  /** Absolute, as the URL standard serializes it. */
  readonly url: string;
  readonly fields: IncomingFields;
  /** `null` where the request has no content. */
  readonly content: IncomingContent | null;
  /** Octets of content that `json()`, `text()`, `bytes()`, `formData()` take at most. */
  readonly contentLimit: number;
  readonly signal: AbortSignal;
}
