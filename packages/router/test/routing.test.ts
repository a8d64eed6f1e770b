// Which route answers, and what is answered where none does.

import { describe, expect, it } from "vitest";
import { createApp } from "../src/index.js";

describe("precedence", () => {
  // All routes that the rules speak of; each answers with its own pattern.
  const PATTERNS = [
    "/",
    "/users",
    "/users/me",
    "/users/:id.json",
    "/users/u-:id",
    "/users/u-:id.json",
    "/users/:from-:to",
    "/users/:id",
    "/users/*rest",
    "/users/:id/posts",
    "/users/*rest/edit",
    "/users/me/:what",
    "/files{/*path}",
    "/:lang/about",
    "/docs{/:page}.html",
    "/a//b",
    "/*all",
  ];

  it.each([
    { rule: "the root", path: "/", route: "/" },
    { rule: "static text before a parameter", path: "/users/me", route: "/users/me" },
    { rule: "literal parts before a parameter", path: "/users/7.json", route: "/users/:id.json" },
    { rule: "the longer text before the parameter first", path: "/users/u-7", route: "/users/u-:id" },
    { rule: "the longer text altogether first", path: "/users/u-7.json", route: "/users/u-:id.json" },
    { rule: "two parameters with text between", path: "/users/1-2", route: "/users/:from-:to" },
    { rule: "a parameter before a wildcard", path: "/users/7", route: "/users/:id" },
    { rule: "segment by segment, from the left", path: "/users/me/posts", route: "/users/me/:what" },
    {
      rule: "back to a parameter where static text leads nowhere",
      path: "/users/you/posts",
      route: "/users/:id/posts",
    },
    { rule: "back to a wildcard", path: "/users/you/friends", route: "/users/*rest" },
    { rule: "the wildcard with more text first", path: "/users/you/friends/edit", route: "/users/*rest/edit" },
    { rule: "back to the very top", path: "/en/about", route: "/:lang/about" },
    { rule: "a wildcard is for what nobody wants", path: "/en/else", route: "/*all" },
    { rule: "a group that is missing", path: "/files", route: "/files{/*path}" },
    { rule: "a group that is there", path: "/files/a/b", route: "/files{/*path}" },
    { rule: "a group before text", path: "/docs/intro.html", route: "/docs{/:page}.html" },
    { rule: "letter case counts", path: "/Users", route: "/*all" },
    { rule: "an empty segment is a segment", path: "/a//b", route: "/a//b" },
    { rule: "a parameter is not empty", path: "/users/", route: "/*all" },
    { rule: "an encoded letter is that letter", path: "/%75sers/m%65", route: "/users/me" },
    { rule: "an encoded slash is no slash", path: "/users%2Fme", route: "/*all" },
  ])("$rule: $path", async ({ path, route }) => {
    for (const patterns of [PATTERNS, [...PATTERNS].reverse()]) {
      const app = createApp();
      for (const pattern of patterns) app.get(pattern, (c) => c.route as string);
      expect(await (await app.request(path)).text()).toBe(route);
    }
  });
});

describe("parameters", () => {
  it.each<[pattern: string, path: string, params: unknown]>([
    ["/users/:id", "/users/7", { id: "7" }],
    ["/users/:id", "/users/a%20b", { id: "a b" }],
    ["/users/:id", "/users/a%2Fb%2fc", { id: "a/b/c" }],
    ["/users/:id", "/users/%E2%82%AC", { id: "€" }],
    ["/users/:id", "/users/%2525", { id: "%25" }],
    ["/users/:id", "/users/a+b", { id: "a+b" }],
    ["/files/*path", "/files/a/b%2Fc/d", { path: ["a", "b/c", "d"] }],
    ["/files/*path", "/files/a//b", { path: ["a", "", "b"] }],
    ["/files{/*path}", "/files", {}],
    ["/:a-*b/:c.:d", "/1-2/3/4.5", { a: "1", b: ["2", "3"], c: "4", d: "5" }],
    ['/:"two words"', "/x", { "two words": "x" }],
    ['/:constructor/:"__proto__"', "/x/y", { constructor: "x", ["__proto__"]: "y" }],
    ["/caf\u00e9/:x", "/caf%C3%A9/1", { x: "1" }],
    ["/caf%C3%A9/:x", "/caf%c3%a9/1", { x: "1" }],
    ["/a%2Fb/:x", "/a%2fb/1", { x: "1" }],
  ])("of %s in %s", async (pattern, path, params) => {
    const app = createApp().get(pattern, (c) => Object.entries(c.params as object));
    expect(await (await app.request(path)).json()).toEqual(Object.entries(params as object));
  });

  it("have no prototype that a name could reach", async () => {
    const app = createApp().get("/:id", (c) => [typeof (c.params as Record<string, unknown>)["toString"]]);
    expect(await (await app.request("/x")).json()).toEqual(["undefined"]);
  });

  it.each(["/%", "/a%2", "/%zz", "/%ff", "/%c3%28", "/x/%E0%A4%A"])(
    "a path that cannot be decoded is 400: %s",
    async (path) => {
      const app = createApp().get("/*any", () => "");
      const response = await app.request(path);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ status: 400, code: "PATH_MALFORMED" });
    },
  );
});

describe("methods", () => {
  const app = createApp()
    .get("/a", () => "get")
    .post("/a", () => "post")
    .on("PURGE", "/a", () => "purge")
    .on(["LOCK", "UNLOCK"], "/b", (c) => c.method)
    .all("/any", (c) => `all ${c.method}`)
    .get("/any", () => "get")
    .query("/search", async (c) => c.json(await c.json()))
    .head("/own", (c) => c.body(null, { headers: { "x-own": "yes" } }))
    .get("/own", () => "get")
    .options("/own", () => "options")
    .get("/users/me", () => "me")
    .post("/users/:id", (c) => c.params.id);

  const send = async (method: string, path: string, init: RequestInit = {}) => app.request(path, { ...init, method });

  it.each([
    { method: "GET", path: "/a", status: 200, text: "get" },
    { method: "POST", path: "/a", status: 200, text: "post" },
    { method: "PURGE", path: "/a", status: 200, text: "purge" },
    { method: "UNLOCK", path: "/b", status: 200, text: "UNLOCK" },
    { method: "GET", path: "/any", status: 200, text: "get" },
    { method: "PUT", path: "/any", status: 200, text: "all PUT" },
    { method: "WHATEVER", path: "/any", status: 200, text: "all WHATEVER" },
    { method: "OPTIONS", path: "/own", status: 200, text: "options" },
    { method: "POST", path: "/users/me", status: 200, text: "me" },
  ])("$method $path is answered by its own route", async ({ method, path, status, text }) => {
    const response = await send(method, path);
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  it("HEAD is answered by GET, without content", async () => {
    const response = await send("HEAD", "/a");
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-length")).toBe("3");
  });

  it("HEAD has a route of its own where one is there", async () => {
    expect((await send("HEAD", "/own")).headers.get("x-own")).toBe("yes");
  });

  it("QUERY has content", async () => {
    const response = await app.request("/search", { method: "QUERY", json: { q: 1 } });
    expect(await response.json()).toEqual({ q: 1 });
  });

  it("OPTIONS tells the methods of the path", async () => {
    const response = await send("OPTIONS", "/a");
    expect([response.status, response.headers.get("allow")]).toEqual([204, "GET, POST, PURGE, HEAD, OPTIONS"]);
  });

  it("a method that the path has not is 405, with those that it has", async () => {
    const response = await send("DELETE", "/a");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST, PURGE, HEAD, OPTIONS"]);
    expect(await response.json()).toEqual({ title: "Method Not Allowed", status: 405 });
  });

  it("405 counts all routes of the path, whichever is the most specific", async () => {
    expect((await send("DELETE", "/users/me")).headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
  });

  it.each(["BREW", "get", "PROPFIND"])("a method that nobody knows is 501: %s", async (method) => {
    expect((await app.fetch(asIs(method, "http://localhost/a"))).status).toBe(501);
    expect((await app.fetch(asIs(method, "http://localhost/nowhere"))).status).toBe(501);
  });

  it("a path that nobody knows is 404, for OPTIONS as well", async () => {
    expect((await send("GET", "/nowhere")).status).toBe(404);
    expect((await send("OPTIONS", "/nowhere")).status).toBe(404);
  });

  it("what is missing can be answered by the app", async () => {
    const own = createApp()
      .get("/a", () => "")
      .onNotFound((c) => c.text(`no ${c.path}`, 404))
      .onMethodNotAllowed((c) => c.text(c.allow.join(), 405));
    expect(await (await own.request("/b")).text()).toBe("no /b");
    const response = await own.request("/a", { method: "PUT" });
    expect(await response.text()).toBe("GET,HEAD,OPTIONS");
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });
});

describe("a slash at the end", () => {
  const make = (trailingSlash: "strict" | "ignore" | "redirect") =>
    createApp({ trailingSlash })
      .get("/a", () => "a")
      .get("/b/", () => "b/")
      .get("/both", () => "both")
      .get("/both/", () => "both/")
      .get("/:x/deep", (c) => c.params.x);

  it.each([
    { mode: "strict" as const, path: "/a/", expected: [404, null] },
    { mode: "strict" as const, path: "/b", expected: [404, null] },
    { mode: "ignore" as const, path: "/a/", expected: [200, null] },
    { mode: "ignore" as const, path: "/b", expected: [200, null] },
    { mode: "ignore" as const, path: "/x/deep/", expected: [200, null] },
    { mode: "redirect" as const, path: "/a/", expected: [308, "/a"] },
    { mode: "redirect" as const, path: "/b?q=1&r=/", expected: [308, "/b/?q=1&r=/"] },
    { mode: "redirect" as const, path: "/%78/deep/", expected: [308, "/%78/deep"] },
    { mode: "redirect" as const, path: "/nowhere/", expected: [404, null] },
  ])("$mode: $path", async ({ mode, path, expected }) => {
    const response = await make(mode).request(path);
    expect([response.status, response.headers.get("location")]).toEqual(expected);
  });

  it.each(["strict", "ignore", "redirect"] as const)("makes two routes where both are there: %s", async (mode) => {
    expect(await (await make(mode).request("/both")).text()).toBe("both");
    expect(await (await make(mode).request("/both/")).text()).toBe("both/");
  });

  it("is no way to another host", async () => {
    const app = createApp({ trailingSlash: "redirect" }).get("//:host", () => "");
    const response = await app.request("http://localhost//evil.example/");
    expect(response.headers.get("location") ?? "").not.toMatch(/^\/\//);
  });

  it("is told in 405 as well where it is ignored", async () => {
    const response = await make("ignore").request("/a/", { method: "PUT" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

/** A request whose method the platform's Request would change or refuse. */
function asIs(method: string, url: string): Request {
  return Object.defineProperty(new Request(url), "method", { value: method });
}
