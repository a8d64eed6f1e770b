// Multipart forms piece by piece (RFC 7578), by @fastify/busboy. It needs Node's streams, and is loaded when it is used.

import type { BusboyFileStream, BusboyInstance } from "@fastify/busboy";
import { ExchangeError, HttpError } from "@sockeye/core/message";

export interface MultipartOptions {
  /** Octets of a file at most. @defaultValue 10 MiB */
  readonly fileSize?: number | undefined;
  /** @defaultValue 20 */
  readonly files?: number | undefined;
  /** Octets of the value of a field at most. @defaultValue 64 KiB */
  readonly fieldSize?: number | undefined;
  /** Fields that are no files. @defaultValue 200 */
  readonly fields?: number | undefined;
}

export interface FieldPart {
  readonly kind: "field";
  readonly name: string;
  readonly value: string;
}

export interface FilePart {
  readonly kind: "file";
  readonly name: string;
  /** As the client says, without folders. */
  readonly filename: string;
  /** As the client says: `image/png`. */
  readonly type: string;
  /**
   * To be read before the next part is asked for; what is left of it then is dropped. It throws 413 `CONTENT_TOO_LARGE`
   * at the limit.
   */
  readonly content: AsyncIterable<Uint8Array>;
}

export type Part = FieldPart | FilePart;

type Limits = { readonly [Name in keyof MultipartOptions]-?: number };

const DEFAULTS: Limits = { fileSize: 10 * 1024 * 1024, files: 20, fieldSize: 64 * 1024, fields: 200 };

// Parts that wait to be asked for; beyond, no more is read.
const MOST_WAITING = 16;

/**
 * The parts as they arrive. Leaving the loop leaves the rest of the content unread.
 * @throws {HttpError} 413 `CONTENT_TOO_LARGE` at a limit; 400 `MULTIPART_MALFORMED`
 * @throws {ExchangeError} where the rest will not come
 */
export async function* multipartParts(
  content: ReadableStream<Uint8Array>,
  contentType: string,
  { fileSize, files, fieldSize, fields }: MultipartOptions = {},
): AsyncGenerator<Part, undefined> {
  const busboy = await busboyFor(contentType, {
    fileSize: fileSize ?? DEFAULTS.fileSize,
    files: files ?? DEFAULTS.files,
    fieldSize: fieldSize ?? DEFAULTS.fieldSize,
    fields: fields ?? DEFAULTS.fields,
  });
  const parts = new Parts(busboy);
  const reader = content.getReader();
  void pump(reader, busboy, parts);
  try {
    for (let part = await parts.next(); part !== null; part = await parts.next()) yield part;
  } finally {
    busboy.destroy();
    parts.fail(new Error("the parts are not asked for any more"));
    await reader.cancel().catch(() => {});
  }
  return undefined;
}

async function busboyFor(contentType: string, limits: Limits): Promise<BusboyInstance> {
  const { Busboy } = await import("@fastify/busboy");
  // A bundle for another platform has an empty module in its place.
  if (Busboy === undefined) throw new Error("multipart() needs Node; form() reads small forms anywhere");
  try {
    return new Busboy({ headers: { "content-type": contentType }, limits });
  } catch (cause) {
    throw malformed("The Content-Type has no boundary", cause);
  }
}

/** Feeds the parser; each piece waits until the one before it is taken. */
async function pump(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  busboy: BusboyInstance,
  parts: Parts,
): Promise<void> {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { value } = next;
      await parts.room();
      if (parts.isOver) return;
      await new Promise<void>((resolve) => busboy.write(value, () => resolve()));
    }
    if (!parts.isOver) busboy.end();
  } catch (error) {
    parts.fail(error);
  }
}

/** What the parser has found, for whoever asks for it. */
class Parts {
  #waiting: { readonly part: Part; readonly stream: BusboyFileStream | null }[] = [];
  /** Of the file that was given last. */
  #file: BusboyFileStream | null = null;
  #ended = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: () => void = () => {};
  #makeRoom: () => void = () => {};

  constructor(busboy: BusboyInstance) {
    busboy.on("field", (name, value, _nameTruncated, isTruncated) => {
      if (isTruncated) this.fail(tooLarge(`The field ${name} is too large`));
      else this.#add({ kind: "field", name, value }, null);
    });
    busboy.on("file", (name, stream, filename, _encoding, type) => {
      // What goes wrong with a file that nobody reads is told by the parser as well.
      stream.on("error", () => {});
      this.#add({ kind: "file", name, filename: filename ?? "", type, content: contentOf(stream) }, stream);
    });
    busboy.on("filesLimit", () => this.fail(tooLarge("There are too many files")));
    busboy.on("fieldsLimit", () => this.fail(tooLarge("There are too many fields")));
    busboy.on("error", (error) => this.fail(malformed("The content is not the multipart form that it says", error)));
    busboy.on("finish", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  get isOver(): boolean {
    return this.#failure !== null;
  }

  /** The next part, or `null` at the end. The file before it is dropped. */
  async next(): Promise<Part | null> {
    this.#file?.resume();
    this.#file = null;
    for (;;) {
      const next = this.#waiting.shift();
      this.#makeRoom();
      if (next !== undefined) {
        this.#file = next.stream;
        return next.part;
      }
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async room(): Promise<void> {
    while (this.#waiting.length > MOST_WAITING && !this.isOver) {
      await new Promise<void>((resolve) => {
        this.#makeRoom = resolve;
      });
    }
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#file?.destroy(error instanceof Error ? error : undefined);
    this.#wake();
    this.#makeRoom();
  }

  #add(part: Part, stream: BusboyFileStream | null): void {
    this.#waiting.push({ part, stream });
    this.#wake();
  }
}

async function* contentOf(stream: BusboyFileStream): AsyncGenerator<Uint8Array, undefined> {
  try {
    // The parser waits for ever for a stream that was destroyed; one that is left is drained by the next part.
    for await (const octets of stream.iterator({ destroyOnReturn: false })) yield octets as Uint8Array;
  } catch (error) {
    if (error instanceof HttpError || error instanceof ExchangeError) throw error;
    throw malformed("A part of the content has no end", error);
  }
  if (stream.truncated) throw tooLarge("A file is too large");
  return undefined;
}

function tooLarge(message: string): HttpError {
  return new HttpError(413, message, { code: "CONTENT_TOO_LARGE" });
}

function malformed(message: string, cause: unknown): HttpError {
  return new HttpError(400, message, { code: "MULTIPART_MALFORMED", cause });
}
