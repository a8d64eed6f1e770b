// Chance that can be repeated.

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 1) >>> 0 || 1;
    for (let turns = 0; turns < 4; turns++) this.next();
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    // xorshift32
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state / 2 ** 32;
  }

  /** A whole number from `least` to `most`. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Small ones more often than large ones. @returns a whole number from 0 to `most` */
  size(most: number): number {
    return Math.floor(Math.exp(this.next() * Math.log(most + 1))) - 1;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)] as T;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}
