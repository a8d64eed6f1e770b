// What happens to links, told to the pages that are open.

import { EventEmitter } from "node:events";
import type { Change, Happening } from "./change.js";

export interface ChangeEvent {
  readonly id: string;
  readonly change: Change;
}

// A page that takes its events slowly is told to look again, rather than of each.
const MOST_WAITING = 100;
const LONGEST_PAGE_ID = 64;
const MANY: Change = { kind: "many", by: null };

export class Changes {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  // Numbers begin again with each start, so they carry its time.
  readonly #start = Date.now().toString(36);
  #count = 0;

  /** @param headers of the request that did it */
  publish(happening: Happening, headers: Headers): void {
    this.#count++;
    const by = headers.get("page-id")?.slice(0, LONGEST_PAGE_ID) ?? null;
    this.#emitter.emit("change", { id: this.lastId, change: { ...happening, by } });
  }

  /** Of the last change. */
  get lastId(): string {
    return `${this.#start}-${this.#count}`;
  }

  /**
   * The changes from now on.
   * @param lastId of the event that the page saw last; where it has missed some, the first change is `many`
   * @param signal ends them
   */
  async *from(lastId: string, signal: AbortSignal): AsyncGenerator<ChangeEvent> {
    let waiting: ChangeEvent[] = [];
    let wake = (): void => {};
    if (lastId !== this.lastId) waiting.push({ id: this.lastId, change: MANY });
    const receive = (event: ChangeEvent): void => {
      if (waiting.length < MOST_WAITING) waiting.push(event);
      else waiting = [{ id: event.id, change: MANY }];
      wake();
    };
    const end = (): void => wake();
    this.#emitter.on("change", receive);
    signal.addEventListener("abort", end);
    try {
      while (!signal.aborted) {
        yield* waiting.splice(0);
        if (waiting.length > 0 || signal.aborted) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#emitter.off("change", receive);
      signal.removeEventListener("abort", end);
    }
  }
}
