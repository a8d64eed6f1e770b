// Values in memory, up to a number of octets. What was not asked for since the last time that room was needed goes first.

interface Entry<Value> {
  readonly value: Value;
  readonly octets: number;
  isWanted: boolean;
}

/** What an entry takes besides its octets, about: its key, its fields, the objects around them. */
const OVERHEAD = 2048;

export class Cache<Value> {
  readonly #capacity: number;
  readonly #entries = new Map<string, Entry<Value>>();
  #octets = 0;

  /** @param capacity octets */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Octets that are taken, 2,048 for each entry besides its own. */
  get octets(): number {
    return this.#octets;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    entry.isWanted = true;
    return entry.value;
  }

  /** @param octets of the value; one that is larger than the capacity is not taken */
  set(key: string, value: Value, octets: number): void {
    this.delete(key);
    const needed = octets + OVERHEAD;
    if (needed > this.#capacity) return;
    this.#makeRoom(needed);
    this.#entries.set(key, { value, octets: needed, isWanted: false });
    this.#octets += needed;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#octets -= entry.octets;
  }

  // The second-chance algorithm: a wanted entry that is met goes to the end of the queue, once.
  #makeRoom(needed: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#octets + needed <= this.#capacity) return;
      this.#entries.delete(key);
      if (entry.isWanted) {
        entry.isWanted = false;
        this.#entries.set(key, entry);
      } else {
        this.#octets -= entry.octets;
      }
    }
  }
}
