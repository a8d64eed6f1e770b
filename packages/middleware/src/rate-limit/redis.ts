// Rates in Redis, by the app's own client: all processes count together, by Redis's clock.

import { commandsOf, type RedisClient } from "../redis/client.js";
import type { RateLimitStore, RatePolicy, RateVerdict } from "./store.js";

export type { RedisClient } from "../redis/client.js";

export interface RedisStoreOptions {
  /** Before each key. @defaultValue `rate:` */
  readonly prefix?: string | undefined;
  /** Milliseconds that a command may take; then the store has failed. @defaultValue 200 */
  readonly timeout?: number | undefined;
}

// `judge` of store.ts, where nobody comes between reading and writing. Answers in microseconds, for integers are what Redis
// gives back.
const SCRIPT = `
local window, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call("TIME")
local now = time[1] * 1000 + time[2] / 1000
local before = math.max(tonumber(redis.call("GET", KEYS[1]) or 0), now)
local after = before + interval
local ahead = after - now
if ahead > window + interval * 1e-6 then
  return {0, 0, math.ceil((before - now) * 1000), math.ceil((ahead - window) * 1000)}
end
redis.call("SET", KEYS[1], string.format("%.3f", after), "PX", math.ceil(ahead))
return {1, math.floor((window - ahead) / interval + 1e-6), math.ceil(ahead * 1000), 0}
`;

/** @param client of `ioredis` or `redis`; the app connects and closes it */
export function redisStore(
  client: RedisClient,
  { prefix = "rate:", timeout = 200 }: RedisStoreOptions = {},
): RateLimitStore {
  const send = commandsOf(client, timeout);
  let digest: string | null = null;

  const evaluate = async (args: readonly string[]): Promise<unknown> => {
    if (digest === null) return send("EVAL", SCRIPT, ...args);
    try {
      return await send("EVALSHA", digest, ...args);
    } catch (error) {
      // A Redis that was started again knows no script.
      if (!String(error).includes("NOSCRIPT")) throw error;
      return send("EVAL", SCRIPT, ...args);
    }
  };

  return {
    async take(key: string, { limit, window }: RatePolicy): Promise<RateVerdict> {
      const answer = await evaluate(["1", prefix + key, String(window), String(window / limit)]);
      digest ??= await sha1(SCRIPT);
      const [allowed, remaining, resetAfter, retryAfter] = answer as [number, number, number, number];
      return { isAllowed: allowed === 1, remaining, resetAfter: resetAfter / 1000, retryAfter: retryAfter / 1000 };
    },
  };
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}
