// A request as a server would give it, which counts what is asked of it.

import { HttpError, type IncomingContent, type IncomingFields, type IncomingRequest } from "../../src/message/index.js";
import { FieldSection } from "../../src/protocol/index.js";

export interface FakeInit {
  readonly method?: string;
  readonly url?: string;
  readonly fields?: readonly (readonly [string, string])[];
  /** Pieces in which the content arrives. */
  readonly content?: readonly (string | Uint8Array | Error)[];
  readonly contentLimit?: number;
  /** What Content-Length announces. */
  readonly length?: number;
}

export class FakeRequest implements IncomingRequest {
  /** Names of the members that were asked for, in order. */
  readonly asked: string[] = [];
  readonly #init: FakeInit;
  readonly #content: FakeContent | null;
  readonly abort: AbortController = new AbortController();

  constructor(init: FakeInit = {}) {
    this.#init = init;
    this.#content = init.content === undefined ? null : new FakeContent(this.asked, init.content, init.length ?? null);
  }

  get method(): string {
    this.asked.push("method");
    return this.#init.method ?? (this.#content === null ? "GET" : "POST");
  }

  get url(): string {
    this.asked.push("url");
    return this.#init.url ?? "http://localhost/";
  }

  get fields(): IncomingFields {
    this.asked.push("fields");
    return fieldSection(this.#init.fields ?? []);
  }

  get content(): FakeContent | null {
    this.asked.push("content");
    return this.#content;
  }

  get contentLimit(): number {
    this.asked.push("contentLimit");
    return this.#init.contentLimit ?? 1_048_576;
  }

  get signal(): AbortSignal {
    this.asked.push("signal");
    return this.abort.signal;
  }
}

class FakeContent implements IncomingContent {
  readonly length: number | null;
  readonly #asked: string[];
  readonly #pieces: (string | Uint8Array | Error)[];

  constructor(asked: string[], pieces: readonly (string | Uint8Array | Error)[], length: number | null) {
    this.#asked = asked;
    this.#pieces = [...pieces];
    this.length = length;
  }

  async read(): Promise<Uint8Array | null> {
    this.#asked.push("read");
    return this.#next();
  }

  async readAll(limit: number): Promise<Uint8Array> {
    this.#asked.push(`readAll ${limit}`);
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let octets = this.#next(); octets !== null; octets = this.#next()) {
      length += octets.length;
      if (length > limit) throw new HttpError(413, "", { code: "CONTENT_TOO_LARGE" });
      pieces.push(octets);
    }
    return Buffer.concat(pieces);
  }

  cancel(): void {
    this.#asked.push("cancel");
    this.#pieces.length = 0;
  }

  #next(): Uint8Array | null {
    const piece = this.#pieces.shift();
    if (piece === undefined) return null;
    if (piece instanceof Error) throw piece;
    return typeof piece === "string" ? Buffer.from(piece) : piece;
  }
}

/** The codec's own view of field lines, as a server hands it over. */
export function fieldSection(fields: readonly (readonly [string, string])[]): FieldSection {
  let text = "";
  const bounds: number[] = [];
  for (const [name, value] of fields) {
    const start = text.length;
    text += `${name}: ${value}\r\n`;
    bounds.push(start, start + name.length, start + name.length + 2, text.length - 2);
  }
  return new FieldSection(`${text}\r\n`, bounds);
}
