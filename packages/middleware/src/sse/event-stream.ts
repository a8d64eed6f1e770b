// The events of a source as content. They are asked for one by one, when the client has taken the last.

import { eventText, HEARTBEAT, retryLine, type ServerSentEvent } from "./event.js";

export type EventSource = AsyncIterable<string | ServerSentEvent>;

export interface EventStreamInit {
  /** Milliseconds of silence after which a heartbeat is sent; 0 for none. */
  readonly heartbeat: number;
  /** Milliseconds, told at the start; `undefined` leaves it to the client. */
  readonly retry: number | undefined;
  /** Each of them ends the stream. */
  readonly until: readonly AbortSignal[];
}

type Chunk = IteratorResult<string>;
const END: Chunk = { done: true, value: undefined };

/** Iterated once. */
export class EventStream implements AsyncIterable<string>, AsyncIterator<string> {
  readonly #open: (signal: AbortSignal) => EventSource;
  readonly #init: EventStreamInit;
  /** Tells the source that nobody wants more. */
  readonly #controller = new AbortController();
  #source: AsyncIterator<string | ServerSentEvent> | null = null;
  /** What the source was asked for and has not given. */
  #asked: Promise<IteratorResult<string | ServerSentEvent>> | null = null;
  /** Settles what the client waits for. */
  #settle: ((chunk: Chunk) => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** @param open is called when the first event is asked for; its signal aborts when the stream ends */
  constructor(open: (signal: AbortSignal) => EventSource, init: EventStreamInit) {
    this.#open = open;
    this.#init = init;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Chunk> {
    if (this.#isOver) return Promise.resolve(END);
    if (this.#source === null) {
      this.#start();
      const { retry } = this.#init;
      if (retry !== undefined && !this.#isOver)
        return Promise.resolve({ done: false, value: `${retryLine(retry)}\n\n` });
    }
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#ask(resolve, reject);
      this.#beat();
    });
  }

  /** The client is gone, or the server stops. */
  async return(): Promise<Chunk> {
    this.#end(new DOMException("The stream of events has ended", "AbortError"));
    return END;
  }

  #start(): void {
    this.#source = this.#open(this.#controller.signal)[Symbol.asyncIterator]();
    for (const signal of this.#init.until) {
      if (signal.aborted) this.#onAbort({ target: signal });
      else signal.addEventListener("abort", this.#onAbort, { once: true });
    }
  }

  readonly #onAbort = ({ target }: { readonly target: unknown }): void => {
    this.#end((target as AbortSignal).reason);
  };

  #ask(resolve: (chunk: Chunk) => void, reject: (error: unknown) => void): void {
    if (this.#isOver) {
      resolve(END);
      return;
    }
    this.#asked ??= (this.#source as AsyncIterator<string | ServerSentEvent>).next();
    const asked = this.#asked;
    asked.then(
      ({ done, value }) => {
        // Somebody may have been given a heartbeat instead, and asks again.
        if (this.#settle !== resolve) return;
        this.#asked = null;
        this.#rest();
        if (done === true) {
          this.#close();
          resolve(END);
          return;
        }
        try {
          resolve({ done: false, value: eventText(value) });
        } catch (error) {
          this.#end(error);
          reject(error);
        }
      },
      (error: unknown) => {
        // As above; who asks again is told.
        if (this.#settle !== resolve) return;
        this.#close();
        reject(error);
      },
    );
  }

  #beat(): void {
    const { heartbeat } = this.#init;
    if (heartbeat === 0 || this.#isOver) return;
    this.#timer = setTimeout(() => {
      const settle = this.#settle;
      this.#rest();
      settle?.({ done: false, value: HEARTBEAT });
    }, heartbeat);
  }

  /** Nobody waits. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#settle = null;
  }

  #end(reason: unknown): void {
    if (this.#isOver) return;
    const settle = this.#settle;
    this.#close();
    this.#controller.abort(reason);
    // A generator that waits runs its `finally` when what it waits for has settled: the signal is to see to that.
    void this.#source?.return?.().catch(() => {});
    this.#asked?.catch(() => {});
    settle?.(END);
  }

  #close(): void {
    this.#isOver = true;
    this.#rest();
    for (const signal of this.#init.until) signal.removeEventListener("abort", this.#onAbort);
  }
}
