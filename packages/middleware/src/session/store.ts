// Where sessions are kept that do not travel in their cookie.

import type { Awaitable } from "@sockeye/router";

/** Keeps texts under keys for a time. Keys are digests: whoever reads the store cannot take over a session. */
export interface SessionStore {
  /** The text, or `null` where there is none or its time is over. */
  get(key: string): Awaitable<string | null>;
  /** @param milliseconds after which it may be forgotten */
  set(key: string, text: string, milliseconds: number): Awaitable<void>;
  /**
   * Sets the text of a key that there is: a session that ended while a request was under way must not come back.
   * @returns whether there was one
   */
  replace(key: string, text: string, milliseconds: number): Awaitable<boolean>;
  delete(key: string): Awaitable<void>;
}

export interface MemoryStoreOptions {
  /** Sessions at most; the one that was not written for longest makes room. @defaultValue 10000 */
  readonly most?: number | undefined;
}

/** For one process, and as long as it runs. */
export function memoryStore({ most = 10_000 }: MemoryStoreOptions = {}): SessionStore {
  if (!Number.isInteger(most) || most < 1)
    throw new TypeError("memoryStore() takes a whole number of sessions, 1 or more");
  // In the order in which they were written.
  const entries = new Map<string, { readonly text: string; readonly until: number }>();
  const get = (key: string): string | null => {
    const entry = entries.get(key);
    if (entry === undefined) return null;
    if (entry.until > Date.now()) return entry.text;
    entries.delete(key);
    return null;
  };
  const set = (key: string, text: string, milliseconds: number): void => {
    entries.delete(key);
    entries.set(key, { text, until: Date.now() + milliseconds });
    for (const [oldest] of entries) {
      if (entries.size <= most) break;
      entries.delete(oldest);
    }
  };
  return {
    get,
    set,
    replace(key, text, milliseconds) {
      if (get(key) === null) return false;
      set(key, text, milliseconds);
      return true;
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
