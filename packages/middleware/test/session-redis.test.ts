// Sessions in a real Redis, by both clients; it is killed and comes back.

import { createApp } from "@sockeye/router";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { session } from "../src/session/index.js";
import { redisStore } from "../src/session/redis.js";
import { REDIS_CLIENTS, type RedisConnection } from "./redis-clients.js";
import { hasRedis, RedisServer } from "./redis-server.js";

describe.skipIf(!hasRedis)("Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.kill());

  describe.each(REDIS_CLIENTS)("by $name", ({ open }) => {
    let opened: RedisConnection;
    beforeAll(async () => {
      opened = await open(redis.port);
    });
    afterAll(() => opened.close());

    it("keeps texts for their time", async () => {
      const store = redisStore(opened.client, { prefix: "a:" });
      expect(await store.get("k")).toBeNull();
      expect(await store.replace("k", "early", 60_000)).toBe(false);
      await store.set("k", "text", 60_000);
      expect(await store.get("k")).toBe("text");
      expect(await store.replace("k", "later", 60_000)).toBe(true);
      expect(await redisStore(opened.client, { prefix: "b:" }).get("k")).toBeNull();
      await store.set("short", "text", 30);
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(await store.get("short")).toBeNull();
      await store.delete("k");
      expect(await store.get("k")).toBeNull();
    });

    it("is 503 while it is down, soon, and serves again when it is back", { timeout: 20_000 }, async () => {
      const app = createApp({ report: () => {} })
        .use(session({ store: redisStore(opened.client, { timeout: 1000 }) }))
        .get("/login", (c) => c.state.session.set("user", "ada"))
        .get("/", (c) => c.state.session.data);
      const [line] = (await app.request("/login")).headers.getSetCookie();
      const headers = { Cookie: (line as string).split(";")[0] as string };
      expect(await (await app.request("/", { headers })).json()).toEqual({ user: "ada" });

      await redis.kill();
      const start = performance.now();
      expect((await app.request("/", { headers })).status).toBe(503);
      expect(performance.now() - start).toBeLessThan(5000);

      await redis.restart();
      await expect.poll(async () => (await app.request("/login")).status, { timeout: 10_000 }).toBe(204);
      // It kept nothing: the session is over, which is not an error.
      expect(await (await app.request("/", { headers })).json()).toEqual({});
    });
  });
});
