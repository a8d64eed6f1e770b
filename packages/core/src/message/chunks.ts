// Content that is read piece by piece, whatever it comes from.

import { type BodySource, FileSlice, type OpenFile } from "./body-source.js";

/** One reader at a time. */
export interface Chunks {
  /** The next octets, or `null` at the end. */
  read(): Promise<Uint8Array | null>;
  /** Nobody will read the rest. */
  cancel(reason?: unknown): void | Promise<void>;
}

/** Octets of a file that are read at once. */
const FILE_CHUNK = 65_536;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** "UTF-8 decode" of the Encoding standard: takes a BOM off, puts U+FFFD in place of what is malformed. */
export function decodeText(octets: Uint8Array): string {
  return decoder.decode(octets);
}

export function chunksOf(source: Exclude<BodySource, null>): Chunks {
  if (typeof source === "string") return new OneChunk(encodeText(source));
  // A stream hands its chunks over, and the octets are the application's.
  if (source instanceof Uint8Array) return new OneChunk(new Uint8Array(source));
  if (source instanceof FileSlice) return new FileChunks(source);
  return source instanceof ReadableStream ? new StreamChunks(source) : new IteratedChunks(source);
}

/** A stream that reads a chunk when it is asked for one, not before. */
export function streamOf(chunks: Chunks): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const octets = await chunks.read();
        if (octets === null) controller.close();
        else controller.enqueue(octets);
      },
      cancel: (reason) => chunks.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** All octets of a source, in memory of their own. */
export async function readSource(source: BodySource): Promise<Uint8Array<ArrayBuffer>> {
  if (source === null) return new Uint8Array();
  if (typeof source === "string") return encodeText(source);
  if (source instanceof Uint8Array) return new Uint8Array(source);
  const chunks = chunksOf(source);
  const read: Uint8Array[] = [];
  let length = 0;
  for (let octets = await chunks.read(); octets !== null; octets = await chunks.read()) {
    read.push(octets);
    length += octets.length;
  }
  return concat(read, length);
}

export function concat(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const octets of chunks) {
    whole.set(octets, at);
    at += octets.length;
  }
  return whole;
}

class OneChunk implements Chunks {
  #octets: Uint8Array | null;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  async read(): Promise<Uint8Array | null> {
    const octets = this.#octets;
    this.#octets = null;
    return octets;
  }

  cancel(): void {
    this.#octets = null;
  }
}

/** Closes the file where reading ends: at the slice's end, by a failure, or when it is cancelled. */
class FileChunks implements Chunks {
  /** `null` once nothing more is read. */
  #file: OpenFile | null;
  #position: number;
  readonly #end: number;
  #isReading = false;

  constructor({ file, start, end }: FileSlice) {
    this.#file = file;
    this.#position = start;
    this.#end = end;
  }

  async read(): Promise<Uint8Array | null> {
    const file = this.#file;
    if (file === null) return null;
    const left = this.#end - this.#position;
    const octets = new Uint8Array(Math.min(left, FILE_CHUNK));
    this.#isReading = true;
    try {
      const count = left === 0 ? 0 : await file.read(octets, this.#position);
      if (count === 0 && left > 0) throw new Error(`The file ends ${left} octets before the slice does`);
      this.#position += count;
      if (this.#position >= this.#end) this.#file = null;
      return count === 0 ? null : octets.subarray(0, count);
    } catch (error) {
      this.#file = null;
      throw error;
    } finally {
      this.#isReading = false;
      if (this.#file === null) file.close();
    }
  }

  cancel(): void {
    const file = this.#file;
    this.#file = null;
    // A descriptor must not be closed while it is read from: the read that is under way does it.
    if (!this.#isReading) file?.close();
  }
}

class StreamChunks implements Chunks {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async read(): Promise<Uint8Array | null> {
    const { done, value } = await this.#reader.read();
    if (done) return null;
    if (value instanceof Uint8Array) return value;
    const error = new TypeError("A chunk of the stream is no Uint8Array");
    await this.cancel(error);
    throw error;
  }

  cancel(reason?: unknown): Promise<void> {
    return this.#reader.cancel(reason);
  }
}

class IteratedChunks implements Chunks {
  readonly #iterator: AsyncIterator<Uint8Array | string>;

  constructor(source: AsyncIterable<Uint8Array | string>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  async read(): Promise<Uint8Array | null> {
    const { done, value } = await this.#iterator.next();
    if (done === true) return null;
    if (typeof value === "string") return encodeText(value);
    if (value instanceof Uint8Array) return value;
    await this.cancel();
    throw new TypeError("A chunk of the iterable is neither a string nor a Uint8Array");
  }

  async cancel(): Promise<void> {
    await this.#iterator.return?.();
  }
}
