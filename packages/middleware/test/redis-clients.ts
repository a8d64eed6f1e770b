// The two clients that people have. Both go on trying where the server is gone.

import { Redis } from "ioredis";
import { createClient } from "redis";
import type { RedisClient } from "../src/redis/client.js";

export interface RedisConnection {
  readonly client: RedisClient;
  close(): void;
}

export const REDIS_CLIENTS: readonly { name: string; open: (port: number) => Promise<RedisConnection> }[] = [
  {
    name: "ioredis",
    open: async (port) => {
      const client = new Redis({ port, retryStrategy: () => 50, maxRetriesPerRequest: null });
      client.on("error", () => {});
      return { client, close: () => client.disconnect() };
    },
  },
  {
    name: "redis",
    open: async (port) => {
      const client = createClient({ socket: { port, host: "127.0.0.1", reconnectStrategy: () => 50 } });
      client.on("error", () => {});
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
];
