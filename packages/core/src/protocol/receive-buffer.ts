// The octets that have arrived and are not yet taken. Readers look at them in place and consume whole units only.

import { Buffer } from "node:buffer";
import type { ProtocolErrorCode } from "./catalogue.js";
import { diagnose, ProtocolError } from "./errors.js";

/** What `toString("latin1")` comes down to, which half the time goes to. Node, Bun and Deno have it; Node's types do not. */
type LatinBuffer = Buffer & { latin1Slice(start: number, end: number): string };

const EMPTY = Buffer.alloc(0) as LatinBuffer;
const SMALLEST_ALLOCATION = 1024;

export class ReceiveBuffer {
  /** The octets not yet taken stand from `start` to `end`. */
  octets: LatinBuffer = EMPTY;
  start = 0;
  end = 0;
  /** Whether `octets` is memory of our own, with room behind `end`. */
  #own = false;
  /** Octets of the present message that were taken already. */
  #taken = 0;

  get length(): number {
    return this.end - this.start;
  }

  /**
   * Takes in what has arrived, by reference where nothing else waits. Octets that were handed out are never written
   * over: what does not fit behind them moves, with doubled room, so that any number of small pieces costs linear time.
   */
  append(piece: Uint8Array): void {
    if (this.start === this.end) {
      const octets = Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      this.octets = octets as LatinBuffer;
      this.start = 0;
      this.end = piece.length;
      this.#own = false;
      return;
    }
    if (!this.#own || this.end + piece.length > this.octets.length) {
      const length = this.length;
      const room = Buffer.allocUnsafe(Math.max(2 * (length + piece.length), SMALLEST_ALLOCATION)) as LatinBuffer;
      this.octets.copy(room, 0, this.start, this.end);
      this.octets = room;
      this.start = 0;
      this.end = length;
      this.#own = true;
    }
    this.octets.set(piece, this.end);
    this.end += piece.length;
  }

  /** Moves what waits into memory of its own where it holds a buffer that is much larger. */
  settle(): void {
    const { length } = this;
    if (this.#own || length === 0 || 2 * length >= this.octets.buffer.byteLength) return;
    const octets = Buffer.allocUnsafeSlow(length) as LatinBuffer;
    this.octets.copy(octets, 0, this.start, this.end);
    this.octets = octets;
    this.start = 0;
    this.end = length;
  }

  consume(count: number): void {
    this.start += count;
    this.#taken += count;
  }

  /** From here on offsets count anew. What the message before has brought is let go. */
  startMessage(): void {
    this.#taken = 0;
    if (this.start !== this.end) return;
    this.octets = EMPTY;
    this.start = 0;
    this.end = 0;
  }

  /** A view of the next `count` octets, which are consumed. */
  take(count: number): Uint8Array {
    const octets = this.octets.subarray(this.start, this.start + count);
    this.consume(count);
    return octets;
  }

  /** Octets as a string, one character each, from one offset up to another. They stay. */
  latin1(from: number, to: number): string {
    return this.octets.latin1Slice(this.start + from, this.start + to);
  }

  /** The error for the octet at `index`, counted from the first octet that is not yet taken. */
  fault(code: ProtocolErrorCode, index: number, field?: string): ProtocolError {
    const { octets, start, end } = this;
    return new ProtocolError(code, diagnose(octets, start, start + index, end, this.#taken + index, field));
  }
}
