// What the context tells of the request.

import { describe, expect, it } from "vitest";
import { type Context, createApp } from "../src/index.js";

async function ask(read: (c: Context) => unknown, path = "/", init: RequestInit = {}): Promise<unknown> {
  const app = createApp().all("/*any", (c) => ({ value: read(c) ?? null }));
  const response = await app.request(path, init);
  return ((await response.json()) as { value: unknown }).value;
}

describe("the query", () => {
  it("has single values and repeated ones", async () => {
    expect(await ask((c) => [c.query.get("a"), c.query.getAll("b"), c.query.get("c")], "/x?a=1&b=2&b=%203")).toEqual([
      "1",
      ["2", " 3"],
      null,
    ]);
  });

  it("is empty where there is none", async () => {
    expect(await ask((c) => [...c.query], "/x")).toEqual([]);
  });
});

describe("cookies", () => {
  const headers = { cookie: "a=1; b=%20x; a=2; broken=%zz" };

  it("are read", async () => {
    expect(await ask((c) => c.cookies.all(), "/x", { headers })).toEqual({ a: "1", b: " x", broken: "%zz" });
    expect(await ask((c) => [c.cookies.get("b"), c.cookies.get("none")], "/x", { headers })).toEqual([" x", null]);
    expect(await ask((c) => c.cookies.get("toString"), "/x", { headers })).toBeNull();
    expect(await ask((c) => c.cookies.all(), "/x")).toEqual({});
  });

  it("are set and deleted, whatever the handler returns", async () => {
    const app = createApp()
      .use(async (c, next) => {
        const response = await next();
        c.cookies.set("late", "1");
        return response;
      })
      .get("/", (c) => {
        c.cookies.set("a", "x y", { httpOnly: true, sameSite: "lax", maxAge: 60, path: "/app" });
        c.cookies.delete("old");
        return new Response("native");
      });
    expect((await app.request("/")).headers.getSetCookie()).toEqual([
      "a=x%20y; Max-Age=60; Path=/app; HttpOnly; SameSite=Lax",
      "old=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
      "late=1; Path=/",
    ]);
  });

  it("cannot split the response", async () => {
    const app = createApp({ report: () => {} }).get("/", (c) => {
      c.cookies.set("a", "b", { path: "/\r\nSet-Cookie: evil=1" });
      return "";
    });
    const response = await app.request("/");
    expect([response.status, response.headers.getSetCookie()]).toEqual([500, []]);
  });
});

describe("negotiation", () => {
  it.each<[accept: string | null, offers: string[], expected: string | null]>([
    ["text/html,application/json;q=0.9", ["json", "html"], "html"],
    ["application/*", ["html", "json"], "json"],
    ["*/*", ["html", "json"], "html"],
    [null, ["html", "json"], "html"],
    ["image/png", ["html", "json"], null],
    ["application/json;q=0", ["json"], null],
    ["application/vnd.api+json", ["application/vnd.api+json"], "application/vnd.api+json"],
  ])("of the type: %s", async (accept, offers, expected) => {
    const headers: Record<string, string> = accept === null ? {} : { accept };
    expect(await ask((c) => c.accepts(...offers), "/x", { headers })).toBe(expected);
  });

  it("of language and encoding", async () => {
    const headers = { "accept-language": "de, en;q=0.5", "accept-encoding": "gzip, br" };
    expect(await ask((c) => c.acceptsLanguages("en", "de"), "/x", { headers })).toBe("de");
    expect(await ask((c) => c.acceptsLanguages("fr"), "/x", { headers })).toBeNull();
    expect(await ask((c) => c.acceptsEncodings("br", "gzip"), "/x", { headers })).toBe("gzip");
  });
});

describe("the rest", () => {
  it("is what the request says", async () => {
    const read = (c: Context): unknown => [c.method, c.path, c.url.href, c.headers.get("x-a"), c.signal.aborted];
    expect(await ask(read, "/x/y?z", { method: "PATCH", headers: { "x-a": "b" } })).toEqual([
      "PATCH",
      "/x/y",
      "http://localhost/x/y?z",
      "b",
      false,
    ]);
  });

  it.each<[runtime: string, exchange: object, remote: unknown]>([
    ["Deno", { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 5 } }, { address: "192.0.2.1", port: 5 }],
    ["Deno on a Unix socket", { remoteAddr: { transport: "unix", path: "/run/a" } }, null],
    [
      "Bun",
      { requestIP: () => ({ address: "192.0.2.1", family: "IPv4", port: 5 }) },
      { address: "192.0.2.1", port: 5 },
    ],
    ["Bun, where the peer has gone", { requestIP: () => null }, null],
    ["Workers, with a binding of that name", { remote: "a secret" }, null],
  ])("is where %s says that a request comes from", async (_runtime, exchange, remote) => {
    const app = createApp().get("/", (c) => [c.remote ?? null]);
    const response = await app.fetch(new Request("http://localhost/"), exchange);
    expect(await response.json()).toEqual([remote]);
  });

  it("or the exchange", async () => {
    const app = createApp().get("/", (c) => [c.remote ?? null, c.exchange.trailers ?? null]);
    const remote = { address: "192.0.2.1", port: 5 };
    expect(await (await app.request("/", { exchange: { remote } })).json()).toEqual([remote, null]);
    expect(await (await app.request("/", { exchange: { remote: { path: "" } } })).json()).toEqual([null, null]);
    expect(await (await app.request("/")).json()).toEqual([null, null]);
  });
});

describe("app.request", () => {
  const app = createApp().all("/*any", async (c) => [
    c.method,
    c.url.href,
    c.headers.get("content-type"),
    await c.text(),
  ]);
  it.each<[rule: string, send: () => Promise<Response>, expected: unknown[]]>([
    ["a path", () => app.request("/a?b"), ["GET", "http://localhost/a?b", null, ""]],
    ["a URL", () => app.request(new URL("https://b.example/c")), ["GET", "https://b.example/c", null, ""]],
    ["a text that is a URL", () => app.request("http://b/c"), ["GET", "http://b/c", null, ""]],
    [
      "a request",
      () => app.request(new Request("http://b/c", { method: "PUT", body: "x" })),
      ["PUT", "http://b/c", "text/plain;charset=UTF-8", "x"],
    ],
    [
      "JSON",
      () => app.request("/a", { json: { b: 1 } }),
      ["POST", "http://localhost/a", "application/json", '{"b":1}'],
    ],
    [
      "JSON with a method and a type",
      () => app.request("/a", { method: "PATCH", json: [], headers: { "content-type": "application/x+json" } }),
      ["PATCH", "http://localhost/a", "application/x+json", "[]"],
    ],
  ])("takes %s", async (_rule, send, expected) => {
    expect(await (await send()).json()).toEqual(expected);
  });
});
