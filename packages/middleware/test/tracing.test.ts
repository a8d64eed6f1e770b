// requestId, serverTiming, serverName.

import { createApp, HttpError, type Middleware } from "@sockeye/router";
import { describe, expect, expectTypeOf, it } from "vitest";
import { requestId, type WithRequestId } from "../src/request-id/index.js";
import { serverName } from "../src/server-name/index.js";
import { serverTiming } from "../src/server-timing/index.js";
import { serving } from "./serving.js";

describe("requestId", () => {
  const app = createApp()
    .use(requestId())
    .get("/", (c) => c.state.requestId)
    .get("/error", () => {
      throw new HttpError(409);
    });
  const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

  it.each<[rule: string, brought: string | undefined, kept: boolean]>([
    ["none", undefined, false],
    ["one", "abc-123_x.y=z+/:", true],
    ["one of 128 characters", "x".repeat(128), true],
    ["a longer one", "x".repeat(129), false],
    ["one with a space", "a b", false],
    ["one that would write a line of its own", 'a","level":"error', false],
    ["letters that are none", "é", false],
  ])("%s", async (_rule, brought, kept) => {
    const response = await app.request("/", { headers: brought === undefined ? {} : { "X-Request-Id": brought } });
    const id = response.headers.get("x-request-id");
    expect(await response.text()).toBe(id);
    if (kept) expect(id).toBe(brought);
    else expect(id).toMatch(UUID);
  });

  it("is told with errors, and is another each time", async () => {
    const ids = await Promise.all(
      ["/", "/", "/error", "/nowhere"].map(async (path) => (await app.request(path)).headers.get("x-request-id")),
    );
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toContain(null);
  });

  it("takes options, and types its state", async () => {
    const own = requestId({ field: "Trace", incoming: false, generate: (c) => `id of ${c.path}` });
    expectTypeOf(own).toEqualTypeOf<Middleware<WithRequestId>>();
    const response = await createApp()
      .use(own)
      .get("/", () => "")
      .request("/", { headers: { Trace: "brought" } });
    expect(response.headers.get("trace")).toBe("id of /");
    expect(() => requestId({ header: "x" } as never)).toThrow('Unrecognized key: "header"');
    expect(() => requestId({ field: "a b" })).toThrow("field: Expected a token");
  });
});

describe("serverTiming", () => {
  it("tells how long it took, and the app's own metrics", async () => {
    const app = createApp()
      .use(serverTiming())
      .get("/", async (c) => {
        const { timing } = c.state;
        timing.add("miss");
        timing.add("db", 12.34, 'the "database"');
        expect(timing.measure("sync", () => 7)).toBe(7);
        await timing.measure("wait", () => new Promise((resolve) => setTimeout(resolve, 20)));
        await expect(timing.measure("fail", () => Promise.reject(new Error("x")))).rejects.toThrow();
        return "";
      });
    const field = (await app.request("/")).headers.get("server-timing") as string;
    expect(field).toMatch(
      /^miss, db;dur=12\.3;desc="the \\"database\\"", sync;dur=\d+\.\d, wait;dur=\d+\.\d, fail;dur=\d+\.\d, total;dur=\d+\.\d$/,
    );
    const durations = Object.fromEntries(
      [...field.matchAll(/(\w+);dur=([\d.]+)/g)].map(([, name, dur]) => [name, Number(dur)]),
    );
    expect(durations["wait"]).toBeGreaterThan(15);
    expect(durations["total"]).toBeGreaterThanOrEqual(durations["wait"] as number);
  });

  it("takes options, and refuses what a field cannot hold", async () => {
    const app = createApp({ report: () => {} })
      .use(serverTiming({ total: false, allowOrigin: "*" }))
      .get("/", () => "")
      .get("/bad", (c) => c.state.timing.add("a b"));
    const { headers } = await app.request("/");
    expect([headers.get("server-timing"), headers.get("timing-allow-origin")]).toEqual([null, "*"]);
    expect((await app.request("/bad")).status).toBe(500);
    expect(() => serverTiming({ total: "a b" })).toThrow("total: Expected a token");
  });
});

it("serverName names the server in every answer, and is silent where it is not used", async () => {
  const app = createApp()
    .use(serverName("Fish"))
    .mount(
      "/inner",
      createApp()
        .use(serverName({ name: "Inner", field: "X-Powered-By" }))
        .get("/", () => ""),
    );
  const { url } = await serving(app);
  expect((await fetch(`${url}/nowhere`)).headers.get("server")).toBe("Fish");
  expect((await fetch(`${url}/inner`)).headers.get("x-powered-by")).toBe("Inner");
  const bare = await serving(createApp().get("/", () => ""));
  const { headers } = await fetch(bare.url);
  expect([headers.has("server"), headers.has("x-powered-by")]).toEqual([false, false]);
  expect(() => serverName("a\nb")).toThrow("name: Expected visible ASCII");
});
