// Who has asked how often: by GCRA, which keeps one number for each client.

import type { Awaitable } from "@sockeye/router";

export interface RatePolicy {
  /** Requests that a client may send at once, and in each window. */
  readonly limit: number;
  /** Milliseconds. */
  readonly window: number;
}

export interface RateVerdict {
  readonly isAllowed: boolean;
  /** Requests that may follow at once. */
  readonly remaining: number;
  /** Milliseconds until all of `limit` may be sent at once again. */
  readonly resetAfter: number;
  /** Milliseconds until the next request is allowed; 0 where this one was. */
  readonly retryAfter: number;
}

/** Counts for the middleware. A store that many processes share makes them count together. */
export interface RateLimitStore {
  /** Takes one request from what `key` may send, where there is one left. */
  take(key: string, policy: RatePolicy): Awaitable<RateVerdict>;
}

/**
 * The generic cell rate algorithm. A request moves the time at which the client is even again one interval on; it is allowed
 * where that time is no more than a window ahead.
 * @param evenAt milliseconds on the clock of `now`; anything before `now` where the client is even
 * @returns the verdict, and what `evenAt` is from now on
 */
export function judge(
  evenAt: number,
  now: number,
  { limit, window }: RatePolicy,
): [verdict: RateVerdict, evenAt: number] {
  const interval = window / limit;
  const before = Math.max(evenAt, now);
  const after = before + interval;
  const ahead = after - now;
  // The last interval of a window is as good as whole: sums of fractions are a little off.
  if (ahead > window + interval * 1e-6) {
    const resetAfter = before - now;
    return [{ isAllowed: false, remaining: 0, resetAfter, retryAfter: ahead - window }, evenAt];
  }
  const remaining = Math.floor((window - ahead) / interval + 1e-6);
  return [{ isAllowed: true, remaining, resetAfter: ahead, retryAfter: 0 }, after];
}

export interface MemoryStoreOptions {
  /** Clients at most that are remembered for a window. Beyond, the oldest are forgotten. @defaultValue 100000 */
  readonly most?: number | undefined;
}

/** For one process. */
export function memoryStore({ most = 100_000 }: MemoryStoreOptions = {}): RateLimitStore {
  if (!Number.isInteger(most) || most < 1)
    throw new TypeError("memoryStore() takes a whole number of clients, 1 or more");
  return new MemoryStore(most);
}

/**
 * Two generations of clients. Who is in neither, or has been still for a window, is even; so a generation is dropped whole, and
 * nothing is ever searched for what is old.
 */
class MemoryStore implements RateLimitStore {
  readonly #most: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  #turnedAt = 0;
  #longest = 0;

  constructor(most: number) {
    this.#most = most;
  }

  take(key: string, policy: RatePolicy): RateVerdict {
    const now = performance.now();
    if (policy.window > this.#longest) this.#longest = policy.window;
    if (now - this.#turnedAt > this.#longest || this.#young.size >= this.#most) this.#turn(now);
    const [verdict, evenAt] = judge(this.#young.get(key) ?? this.#old.get(key) ?? 0, now, policy);
    this.#young.set(key, evenAt);
    return verdict;
  }

  #turn(now: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#turnedAt = now;
  }
}
