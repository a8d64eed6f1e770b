// Content that is compressed as it comes. What waits in the compressor is flushed as soon as the source makes us wait: a page
// that is written bit by bit is read bit by bit.

import { type Coding, type Compressor, compressor, flush, type Levels } from "./codings.js";

/** The source is asked for more when the last piece is taken. */
export class CompressedStream implements AsyncIterable<Uint8Array> {
  readonly #source: ReadableStream<Uint8Array>;
  readonly #coding: Coding;
  readonly #levels: Levels;

  constructor(source: ReadableStream<Uint8Array>, coding: Coding, levels: Levels) {
    this.#source = source;
    this.#coding = coding;
    this.#levels = levels;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return new Pieces(this.#source.getReader(), this.#coding, this.#levels);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Read = ReturnType<Reader["read"]>;

class Pieces implements AsyncIterator<Uint8Array> {
  readonly #reader: Reader;
  readonly #coding: Coding;
  readonly #compressor: Compressor;
  /** What the compressor gave out and nobody has taken. */
  #ready: Uint8Array[] = [];
  #reading: Read | null = null;
  /** Something is in the compressor that has not been flushed. */
  #isHolding = false;
  #isEnded = false;

  constructor(reader: Reader, coding: Coding, levels: Levels) {
    this.#reader = reader;
    this.#coding = coding;
    this.#compressor = compressor(coding, levels);
    this.#compressor.on("data", (octets: Uint8Array) => this.#ready.push(octets));
    // Whoever waits for the compressor is told by itself.
    this.#compressor.on("error", () => {});
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (this.#ready.length === 0) {
      if (this.#isEnded) return { done: true, value: undefined };
      try {
        await this.#step();
      } catch (error) {
        this.#close();
        throw error;
      }
    }
    return { done: false, value: this.#take() };
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#isEnded) {
      this.#close();
      await this.#reader.cancel();
    }
    return { done: true, value: undefined };
  }

  async #step(): Promise<void> {
    this.#reading ??= this.#reader.read();
    if (this.#isHolding && (await isSlow(this.#reading))) {
      this.#isHolding = false;
      await flush(this.#coding, this.#compressor);
      return;
    }
    const { done, value } = await this.#reading;
    this.#reading = null;
    if (done) await this.#finish();
    else if (value.length > 0) await this.#write(value);
  }

  #write(octets: Uint8Array): Promise<void> {
    this.#isHolding = true;
    return new Promise((resolve, reject) => {
      this.#compressor.write(octets, (error) => (error == null ? resolve() : reject(error)));
    });
  }

  #finish(): Promise<void> {
    this.#isEnded = true;
    return new Promise((resolve, reject) => {
      this.#compressor.once("end", resolve).once("error", reject).end();
    });
  }

  /** All that is ready, as one piece. */
  #take(): Uint8Array {
    const pieces = this.#ready;
    this.#ready = [];
    return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
  }

  #close(): void {
    this.#isEnded = true;
    this.#ready = [];
    this.#compressor.destroy();
  }
}

/** Whether a read has to wait for more than what is there already. */
function isSlow(reading: Read): Promise<boolean> {
  return Promise.race([
    reading.then(
      () => false,
      () => false,
    ),
    new Promise<boolean>((resolve) => setImmediate(resolve, true)),
  ]);
}
