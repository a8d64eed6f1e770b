// The content of a request on its way from the connection to whoever reads it.

import { Buffer } from "node:buffer";
import { HttpError } from "../message/errors.js";
import type { IncomingContent } from "../message/incoming.js";

// What may wait here unread before the socket is paused.
const MOST_WAITING = 64 * 1024;

/** What the content asks of its connection. */
export interface ContentSupply {
  /** A reader waits for more. */
  supply(): void;
  /** Nobody will read the rest. */
  drop(): void;
}

export class RequestContent implements IncomingContent {
  readonly length: number | null;
  /** Octets that came so far. */
  received = 0;
  readonly #supply: ContentSupply;
  #waiting: Uint8Array[] = [];
  #octets = 0;
  #ended = false;
  #cancelled = false;
  #used = false;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  /** @param length octets that were announced */
  constructor(length: number | null, supply: ContentSupply) {
    this.length = length;
    this.#supply = supply;
  }

  /** Whether no more should come before somebody reads. */
  get isFull(): boolean {
    return this.#octets >= MOST_WAITING;
  }

  /** Whether somebody has begun to read, and may read on. */
  get isUsed(): boolean {
    return this.#used && !this.#cancelled;
  }

  /** Whether a reader waits for the peer. */
  get isWanted(): boolean {
    return this.#wake !== null;
  }

  push(octets: Uint8Array): void {
    this.received += octets.length;
    if (this.#cancelled) return;
    this.#waiting.push(octets);
    this.#octets += octets.length;
    this.#settle();
  }

  end(): void {
    this.#ended = true;
    this.#settle();
  }

  /** No more will come, and what came is not all of it. */
  fail(error: Error): void {
    if (this.#ended || this.#failure !== null) return;
    this.#failure = error;
    this.#settle();
  }

  async read(): Promise<Uint8Array | null> {
    if (!(await this.#hasArrived())) return null;
    const octets = this.#waiting.shift() as Uint8Array;
    this.#octets -= octets.length;
    return owned(octets);
  }

  async readAll(limit: number): Promise<Uint8Array> {
    if (this.length !== null && this.length > limit) throw tooLarge(limit);
    const pieces: Uint8Array[] = [];
    let octets = 0;
    while (await this.#hasArrived()) {
      pieces.push(...this.#waiting);
      octets += this.#octets;
      this.#waiting = [];
      this.#octets = 0;
      if (octets > limit) {
        this.cancel();
        throw tooLarge(limit);
      }
    }
    return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces, octets);
  }

  cancel(): void {
    this.#cancelled = true;
    this.#waiting = [];
    this.#octets = 0;
    this.#settle();
    this.#supply.drop();
  }

  /** Settles when there is something to read, with `false` at the end. @throws what `fail` was given */
  async #hasArrived(): Promise<boolean> {
    this.#used = true;
    while (this.#waiting.length === 0) {
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended || this.#cancelled) return false;
      if (this.#wake !== null) throw new TypeError("The content is being read already");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#supply.supply();
      });
    }
    return true;
  }

  #settle(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** To be changed, and to be transferred: a small part of a buffer has others' octets beside it. */
function owned(octets: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = octets;
  return 2 * length < buffer.byteLength ? new Uint8Array(octets) : new Uint8Array(buffer, byteOffset, length);
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, `The content is larger than ${limit} octets`, { code: "CONTENT_TOO_LARGE" });
}
