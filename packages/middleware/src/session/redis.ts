// Sessions in Redis, by the app's own client.

import { commandsOf, type RedisClient } from "../redis/client.js";
import type { SessionStore } from "./store.js";

export type { RedisClient } from "../redis/client.js";

export interface RedisStoreOptions {
  /** Before each key. @defaultValue `session:` */
  readonly prefix?: string | undefined;
  /** Milliseconds that a command may take; then the store has failed. @defaultValue 1000 */
  readonly timeout?: number | undefined;
}

/** @param client of `ioredis` or `redis`; the app connects and closes it */
export function redisStore(
  client: RedisClient,
  { prefix = "session:", timeout = 1000 }: RedisStoreOptions = {},
): SessionStore {
  const send = commandsOf(client, timeout);
  return {
    async get(key) {
      const text = await send("GET", prefix + key);
      return typeof text === "string" ? text : null;
    },
    async set(key, text, milliseconds) {
      await send("SET", prefix + key, text, "PX", wholeMilliseconds(milliseconds));
    },
    async replace(key, text, milliseconds) {
      return (await send("SET", prefix + key, text, "PX", wholeMilliseconds(milliseconds), "XX")) !== null;
    },
    async delete(key) {
      await send("DEL", prefix + key);
    },
  };
}

// PX 0 is an error.
function wholeMilliseconds(milliseconds: number): string {
  return String(Math.max(1, Math.ceil(milliseconds)));
}
