// One content for two readers.

import type { IncomingContent } from "./incoming.js";
import { readAllOf } from "./read-all.js";

/** Each branch gives all octets of the content. What one branch has read and the other has not is kept in memory. */
export function teeContent(content: IncomingContent): [IncomingContent, IncomingContent] {
  const left = new Branch(content);
  const right = new Branch(content, left);
  return [left, right];
}

class Branch implements IncomingContent {
  readonly #content: IncomingContent;
  #other: Branch;
  /** What the other branch has read; `null` once nobody reads this one. */
  #waiting: Uint8Array[] | null = [];
  /** The read that is under way, or the last one: the same for both. */
  #reading: Promise<Uint8Array | null> | null = null;

  constructor(content: IncomingContent, other?: Branch) {
    this.#content = content;
    this.#other = other ?? this;
    if (other !== undefined) other.#other = this;
  }

  get length(): number | null {
    return this.#content.length;
  }

  async read(): Promise<Uint8Array | null> {
    while (this.#waiting !== null) {
      const octets = this.#waiting.shift();
      if (octets !== undefined) return octets;
      this.#reading ??= this.#readForBoth();
      if ((await this.#reading) === null && this.#waiting?.length === 0) break;
    }
    return null;
  }

  readAll(limit: number): Promise<Uint8Array> {
    return readAllOf(this, limit);
  }

  cancel(): void {
    this.#waiting = null;
    if (this.#other.#waiting === null) this.#content.cancel();
  }

  /** Leaves the end of the content, or its failure, for whoever asks again. */
  async #readForBoth(): Promise<Uint8Array | null> {
    const reading = this.#content.read();
    this.#other.#reading = reading;
    const octets = await reading;
    if (octets === null) return null;
    this.#waiting?.push(octets);
    // Octets are their reader's own.
    this.#other.#waiting?.push(new Uint8Array(octets));
    this.#reading = null;
    this.#other.#reading = null;
    return octets;
  }
}
