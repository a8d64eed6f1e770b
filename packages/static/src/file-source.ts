// Content that is made of a file as it is sent: parts of it, or all of it compressed.

import { pipeline, Readable } from "node:stream";
import type { ContentCoding } from "./accept-encoding.js";
import { compressing } from "./compression.js";
import type { OpenedFile } from "./opened-file.js";
import type { ByteRange } from "./ranges.js";

// Octets that are read at once.
const PIECE = 64 * 1024;

/** A run of the file, or text between runs. */
export type Piece = string | ByteRange;

/**
 * Pieces of a file in their order. The file is closed behind the last, and when nobody wants the rest: also where
 * nobody ever asked for the first, which a generator would not see.
 */
export class FilePieces implements AsyncIterableIterator<Uint8Array | string> {
  readonly #file: OpenedFile;
  readonly #pieces: Iterator<Piece>;
  #start = 0;
  #end = 0;

  constructor(file: OpenedFile, pieces: Iterable<Piece>) {
    this.#file = file;
    this.#pieces = pieces[Symbol.iterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** @throws {Error} where the file ends before the piece does */
  async next(): Promise<IteratorResult<Uint8Array | string, undefined>> {
    try {
      while (this.#start === this.#end) {
        const { done, value } = this.#pieces.next();
        if (done === true) return await this.return();
        if (typeof value === "string") return { done: false, value };
        this.#start = value.start;
        this.#end = value.end;
      }
      const octets = new Uint8Array(Math.min(PIECE, this.#end - this.#start));
      const count = await this.#file.read(octets, this.#start);
      if (count === 0) throw new Error(`The file ends ${this.#end - this.#start} octets before the piece does`);
      this.#start += count;
      return { done: false, value: octets.subarray(0, count) };
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#file.close();
    return { done: true, value: undefined };
  }
}

/** The octets of a file, compressed as they are sent. The file is closed on every path. */
export function compressedFile(file: OpenedFile, coding: ContentCoding): AsyncIterable<Uint8Array> {
  const pieces = new FilePieces(file, [{ start: 0, end: file.stats.size }]);
  const stream = compressing(coding);
  let iterator: AsyncIterator<Uint8Array> | null = null;
  const begin = (): AsyncIterator<Uint8Array> => {
    pipeline(Readable.from(pieces, { objectMode: false }), stream, () => file.close());
    return stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  };
  const content: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => content,
    next() {
      iterator ??= begin();
      return iterator.next();
    },
    async return() {
      stream.destroy();
      file.close();
      return { done: true, value: undefined };
    },
  };
  return content;
}
