// Time as connections see it: read for nothing, and exact to one tick. One timer serves all deadlines of a server.

/** How often the deadlines are looked at, in milliseconds. */
export const TICK = 500;

export interface Clock {
  /** Milliseconds since some moment; it never goes back. */
  readonly now: number;
  /** The Date field as a line with its CRLF (RFC 9110 §6.6.1). */
  readonly dateLine: string;
  /** Calls `tick` after each tick until `stop()`. */
  start(tick: () => void): void;
  stop(): void;
  /** Calls `then` once after so many milliseconds, unless the function that this gives is called before. */
  after(milliseconds: number, then: () => void): () => void;
}

/** The machine's clock, as long as it is started. Its timer does not keep the process alive. */
export class SystemClock implements Clock {
  now = 0;
  dateLine = "";
  #last = 0;
  #timer: NodeJS.Timeout | null = null;

  start(tick: () => void): void {
    this.#last = performance.now();
    this.#setDate();
    this.#timer = setInterval(() => {
      const time = performance.now();
      // What a busy process spent elsewhere is not held against its peers: their octets may wait behind this tick.
      this.now += Math.min(time - this.#last, 2 * TICK);
      this.#last = time;
      this.#setDate();
      tick();
    }, TICK);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  after(milliseconds: number, then: () => void): () => void {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  }

  #setDate(): void {
    this.dateLine = dateLine(Date.now());
  }
}

/** @param time milliseconds since 1970 */
export function dateLine(time: number): string {
  return `Date: ${new Date(time).toUTCString()}\r\n`;
}
