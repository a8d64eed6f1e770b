// The content of a request on its way from the connection to whoever reads it.

// What may wait here unread before the socket is paused.
const MOST_WAITING = 64 * 1024;

export class RequestContent {
  readonly #wanted: () => void;
  readonly #waiting: Uint8Array[] = [];
  #octets = 0;
  #ended = false;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  /** @param wanted called when a reader waits for more */
  constructor(wanted: () => void) {
    this.#wanted = wanted;
  }

  get isFull(): boolean {
    return this.#octets >= MOST_WAITING;
  }

  push(octets: Uint8Array): void {
    this.#waiting.push(octets);
    this.#octets += octets.length;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** No more will come, and what came is not all of it. */
  fail(error: Error): void {
    if (this.#ended) return;
    this.#failure = error;
    this.#wake?.();
  }

  /** The next octets, or `null` at the end. @throws what `fail` was given */
  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const octets = this.#waiting.shift();
      if (octets !== undefined) {
        this.#octets -= octets.length;
        return octets;
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#wanted();
      });
      this.#wake = null;
    }
  }
}
