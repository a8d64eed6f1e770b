import { createApp } from "@sockeye/router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStore, type RateLimitOptions, type RateLimitStore, rateLimit } from "../src/rate-limit/index.js";
import { judge } from "../src/rate-limit/store.js";
import { serving } from "./serving.js";

const from = (address: string) => ({ exchange: { remote: { address, port: 1 } } });

function appWith(options: Partial<RateLimitOptions> = {}) {
  return createApp({ report: () => {} })
    .use(rateLimit({ limit: 3, window: 60, ...options }))
    .get("/", () => "content");
}

describe("the algorithm", () => {
  const policy = { limit: 3, window: 3000 };

  it("allows the limit at once, and then one by one", () => {
    let evenAt = 0;
    const at = (now: number): boolean => {
      const [verdict, next] = judge(evenAt, now, policy);
      evenAt = next;
      return verdict.isAllowed;
    };
    expect([0, 0, 0, 0].map(at)).toEqual([true, true, true, false]);
    expect([999, 1000, 1000, 2000].map(at)).toEqual([false, true, false, true]);
    expect([10_000, 10_000, 10_000, 10_000].map(at)).toEqual([true, true, true, false]);
  });

  it("counts what is left, and the time until more is", () => {
    const [first, evenAt] = judge(0, 10_000, policy);
    expect(first).toEqual({ isAllowed: true, remaining: 2, resetAfter: 1000, retryAfter: 0 });
    const [, second] = judge(evenAt, 10_000, policy);
    const [third, full] = judge(second, 10_000, policy);
    expect(third).toEqual({ isAllowed: true, remaining: 0, resetAfter: 3000, retryAfter: 0 });
    expect(judge(full, 10_400, policy)).toEqual([
      { isAllowed: false, remaining: 0, resetAfter: 2600, retryAfter: 600 },
      full,
    ]);
  });

  it.each([7, 9, 49, 1000])("allows exactly %i, whatever fractions do", (limit) => {
    let evenAt = 0;
    let allowed = 0;
    for (let i = 0; i < limit + 5; i++) {
      const [verdict, next] = judge(evenAt, 12345.678, { limit, window: 1000 });
      evenAt = next;
      if (verdict.isAllowed) expect(verdict.remaining).toBe(limit - ++allowed);
    }
    expect(allowed).toBe(limit);
  });
});

describe("a client", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is told what is left, and refused when nothing is", async () => {
    const app = appWith();
    const fields = async () => {
      const { status, headers } = await app.request("/", from("192.0.2.1"));
      return [status, headers.get("ratelimit"), headers.get("ratelimit-policy"), headers.get("retry-after")];
    };
    const policy = '"default";q=3;w=60';
    expect(await fields()).toEqual([200, '"default";r=2;t=20', policy, null]);
    expect(await fields()).toEqual([200, '"default";r=1;t=40', policy, null]);
    expect(await fields()).toEqual([200, '"default";r=0;t=60', policy, null]);
    expect(await fields()).toEqual([429, '"default";r=0;t=60', policy, "20"]);
    vi.advanceTimersByTime(19_000);
    expect(await fields()).toEqual([429, '"default";r=0;t=41', policy, "1"]);
    vi.advanceTimersByTime(1000);
    expect((await fields())[0]).toBe(200);
    expect((await fields())[0]).toBe(429);
  });

  it("is one by its address, or by its IPv6 network", async () => {
    const app = appWith({ limit: 1 });
    const statusOf = async (address: string) => (await app.request("/", from(address))).status;
    expect(await statusOf("192.0.2.1")).toBe(200);
    expect(await statusOf("192.0.2.1")).toBe(429);
    expect(await statusOf("::ffff:192.0.2.1")).toBe(429);
    expect(await statusOf("192.0.2.2")).toBe(200);
    expect(await statusOf("2001:db8::1")).toBe(200);
    expect(await statusOf("2001:db8::2")).toBe(429);
    expect(await statusOf("2001:db8:0:1::1")).toBe(200);
  });

  it("is one with all others whose address is not known", async () => {
    const app = appWith({ limit: 1 });
    expect((await app.request("/")).status).toBe(200);
    expect((await app.request("/")).status).toBe(429);
  });

  it("is whom the app says", async () => {
    const app = appWith({ limit: 1, key: async (c) => c.headers.get("x-key") });
    const statusOf = async (key?: string) =>
      (await app.request("/", { headers: key === undefined ? {} : { "X-Key": key } })).status;
    expect([await statusOf("a"), await statusOf("a"), await statusOf("b")]).toEqual([200, 429, 200]);
    expect([await statusOf(), await statusOf()]).toEqual([200, 200]);
  });

  it("has several limits, each with its name", async () => {
    const app = createApp()
      .use(rateLimit({ limit: 5, window: 1, name: "burst" }))
      .use(rateLimit({ limit: 100, window: 3600, name: "hourly" }))
      .get("/", () => "");
    const { headers } = await app.request("/");
    expect(headers.get("ratelimit-policy")).toBe('"hourly";q=100;w=3600, "burst";q=5;w=1');
    expect(headers.get("ratelimit")).toBe('"hourly";r=99;t=36, "burst";r=4;t=1');
  });

  it("is counted on errors as well", async () => {
    const app = appWith();
    expect((await app.request("/nowhere")).headers.get("ratelimit")).toBe('"default";r=2;t=20');
  });
});

describe("the store in memory", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.advanceTimersByTime(1_000_000);
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const policy = { limit: 2, window: 1000 };

  it("remembers a client for as long as it counts", () => {
    const store = memoryStore();
    const take = () => (store.take("a", policy) as { isAllowed: boolean }).isAllowed;
    expect([take(), take(), take()]).toEqual([true, true, false]);
    // Generations turn in between, and change nothing.
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(499);
      expect(take()).toBe(false);
      vi.advanceTimersByTime(1);
      expect(take()).toBe(true);
    }
  });

  it("does not grow with those who are gone", () => {
    const store = memoryStore({ most: 10 });
    const take = (i: number) => store.take(`client ${i}`, policy) as { isAllowed: boolean; remaining: number };
    for (let i = 0; i < 1000; i++) take(i);
    // The latest are remembered.
    expect(take(999).remaining).toBe(0);
    expect(take(999).isAllowed).toBe(false);
    expect(take(1).remaining).toBe(1);
  });
});

describe("a store that fails", () => {
  const failures: readonly RateLimitStore[] = [
    { take: () => Promise.reject(new Error("down")) },
    {
      take: () => {
        throw new Error("down");
      },
    },
  ];

  it("lets pass and reports, where it is open", async () => {
    for (const store of failures) {
      const reported: unknown[] = [];
      const response = await appWith({ store, report: (error) => reported.push(error) }).request("/");
      expect([response.status, response.headers.get("ratelimit"), String(reported)]).toEqual([
        200,
        null,
        "Error: down",
      ]);
    }
  });

  it("is 503, where it is closed", async () => {
    for (const store of failures) {
      const response = await appWith({ store, onStoreFailure: "closed" }).request("/");
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    }
  });
});

it("makes no promise", () => {
  expect(appWith().fetch(new Request("http://localhost/"))).toBeInstanceOf(Response);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["no limit", { window: 1 }, /limit: Invalid input/],
  ["a limit of nothing", { limit: 0, window: 1 }, /limit: Too small/],
  ["a window of nothing", { limit: 1, window: 0 }, /window: Too small/],
  ["a name with quotes", { limit: 1, window: 1, name: '"' }, /name: Expected visible ASCII/],
  ["an unknown option", { limit: 1, window: 1, max: 1 }, /Unrecognized key: "max"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => rateLimit(options as never)).toThrow(problem);
});

it("counts real connections by their address", async () => {
  const { url } = await serving(appWith({ limit: 2 }));
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await fetch(url)).status);
  expect(statuses).toEqual([200, 200, 429]);
});
