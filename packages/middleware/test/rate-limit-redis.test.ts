// Rates in a real Redis, by both clients; it is killed and comes back.

import { createApp } from "@sockeye/router";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rateLimit } from "../src/rate-limit/index.js";
import { redisStore } from "../src/rate-limit/redis.js";
import { REDIS_CLIENTS, type RedisConnection } from "./redis-clients.js";
import { hasRedis, RedisServer } from "./redis-server.js";

describe.skipIf(!hasRedis)("Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.kill());

  describe.each(REDIS_CLIENTS)("by $name", ({ name, open }) => {
    let connection: RedisConnection;
    beforeAll(async () => {
      connection = await open(redis.port);
    });
    afterAll(() => connection.close());

    it("lets all processes count together, exactly", async () => {
      const stores = [1, 2, 3].map(() => redisStore(connection.client, { prefix: `${name}:`, timeout: 5000 }));
      const policy = { limit: 50, window: 60_000 };
      const verdicts = await Promise.all(
        Array.from({ length: 90 }, (_, i) => (stores[i % 3] as (typeof stores)[0]).take("client", policy)),
      );
      expect(verdicts.filter(({ isAllowed }) => isAllowed)).toHaveLength(50);
      const refused = verdicts.find(({ isAllowed }) => !isAllowed);
      expect(refused?.remaining).toBe(0);
      expect(refused?.retryAfter).toBeGreaterThan(0);
      expect(refused?.retryAfter).toBeLessThanOrEqual(1200);
      expect(refused?.resetAfter).toBeGreaterThan(58_000);
    });

    it("gives back with time, and forgets who is even", async () => {
      const store = redisStore(connection.client, { prefix: `${name}:short:`, timeout: 5000 });
      const policy = { limit: 2, window: 1000 };
      const take = async () => (await store.take("a", policy)).isAllowed;
      expect([await take(), await take(), await take()]).toEqual([true, true, false]);
      await new Promise((resolve) => setTimeout(resolve, 550));
      expect(await take()).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect((await store.take("a", policy)).remaining).toBe(1);
    });

    it("is open or closed while it is down, soon, and counts again when it is back", { timeout: 20_000 }, async () => {
      const appWith = (onStoreFailure: "open" | "closed") =>
        createApp({ report: () => {} })
          .use(
            rateLimit({
              limit: 100,
              window: 60,
              store: redisStore(connection.client, { prefix: `${name}:app:`, timeout: 1000 }),
              onStoreFailure,
              report: () => {},
            }),
          )
          .get("/", () => "");
      const [open, closed] = [appWith("open"), appWith("closed")];
      expect([(await open.request("/")).status, (await closed.request("/")).status]).toEqual([200, 200]);

      await redis.kill();
      const start = performance.now();
      const down = await open.request("/");
      expect([down.status, down.headers.get("ratelimit")]).toEqual([200, null]);
      expect((await closed.request("/")).status).toBe(503);
      expect(performance.now() - start).toBeLessThan(5000);

      await redis.restart();
      // The script is unknown to the new Redis, and is sent again.
      await expect.poll(async () => (await closed.request("/")).status, { timeout: 10_000 }).toBe(200);
      expect((await open.request("/")).headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
    });
  });
});
