// What is refused when it is registered, and how that is told.

import { describe, expect, it } from "vitest";
import { createApp, PatternError, RouteConflictError } from "../src/index.js";

const handler = (): string => "";

describe("a pattern of another router", () => {
  it.each([
    [/^\/a/, "/^\\/a/"],
    [undefined, "undefined"],
    [["/a", "/b"], "/a,/b"],
  ])("%s is refused: no string", (pattern, shown) => {
    expect(() => createApp().get(pattern as never, handler)).toThrow(PatternError);
    expect(() => createApp().get(pattern as never, handler)).toThrow(`The pattern ${shown} is no string`);
  });

  it.each([
    ["*", "/{*splat}"],
    ["/*", "/*splat"],
    ["/files/*", "/files/*splat"],
    ["/a/*/b/*", "/a/*splat/b/*splat2"],
    ["/:a?", "{/:a}"],
    ["/users/:id?", "/users{/:id}"],
    ["/users/:id.:format?", "/users/:id{.:format}"],
    ["/(.*)", "/{*splat}"],
    ["/a(.*)", "/a{*splat}"],
    ["/:path(.*)", "/:path"],
    ["/:id(\\d+)", "/:id"],
    ["/:id(\\d+)?", "{/:id}"],
    ["/:path+", "/*path"],
    ["/:path*", "{/*path}"],
    ["/colou?r", "/colo{u}r"],
    ["/a(bc)?d", "/a{bc}d"],
    ["users", "/users"],
    [":id", "/:id"],
    ["users/*", "/users/*splat"],
  ])("%s is refused, and %s printed", (old, mended) => {
    expect(() => createApp().get(old, handler)).toThrow(PatternError);
    expect(() => createApp().get(old, handler)).toThrow(`; write ${mended}`);
    expect(() => createApp().get(mended, handler)).not.toThrow();
  });

  it.each([
    ["/a[b", "cannot be read: unexpected [ at index 2"],
    ["/{a", "cannot be read: unexpected end at index 3, expected }"],
    ["/:", "cannot be read: missing parameter name at index 2"],
    ['/:"a', "cannot be read: unterminated quote at index 2"],
    ["/:a:b", 'has nothing between "b" and the parameter before it'],
    ["/:a{-}:b", 'has nothing between "b" and the parameter before it'],
    ["/:a/:a", 'has two parameters named "a"'],
    ["/a/../b", "has a segment .., which no path has"],
    ["/./b", "has a segment ., which no path has"],
    ["/{a}{b}{c}{d}{e}{f}{g}{h}{i}", "has groups for more than 256 combinations"],
  ])("%s is refused", (pattern, problem) => {
    expect(() => createApp().get(pattern, handler)).toThrow(`The pattern ${pattern} ${problem}`);
  });
});

describe("two routes for the same paths", () => {
  it("name both places", () => {
    const app = createApp().get("/users/:id", handler);
    const attempt = (): unknown => app.get("/users/:name", handler);
    expect(attempt).toThrow(RouteConflictError);
    expect(attempt).toThrow(
      /^GET \/users\/:name \(packages\/router\/test\/registration\.test\.ts:\d+:\d+\) is for the same paths as GET \/users\/:id \(packages\/router\/test\/registration\.test\.ts:\d+:\d+\)$/,
    );
  });

  it.each([
    ["/a", "/a"],
    ["/:a/b", "/:b/b"],
    ["/*a", "/*b"],
    ["/:a-:b", "/:c-:d"],
    ["/a{/b}", "/a{/b}"],
    ["/a{/b}", "/a{/c}"],
    ["/caf\u00e9", "/caf%C3%A9"],
  ])("%s and %s", (first, second) => {
    expect(() => createApp().get(first, handler).get(second, handler)).toThrow(RouteConflictError);
    expect(() => createApp().get(first, handler).post(second, handler)).not.toThrow();
    expect(() => createApp().get(first, handler).all(second, handler)).not.toThrow();
  });

  it("in two scopes are told before the first request is answered", async () => {
    const child = createApp().get("/b", handler);
    const app = createApp().get("/a/b", handler).mount("/a", child);
    await expect(app.request("/a/b")).rejects.toThrow(RouteConflictError);
  });

  it("of which one has an optional group do not clash: the plain one answers, in any order", async () => {
    const plain = (): string => "plain";
    const apps = [
      createApp()
        .get("/a", plain)
        .get("/a{/:b}", () => "group"),
      createApp()
        .get("/a{/:b}", () => "group")
        .get("/a", plain),
    ];
    for (const app of apps) {
      expect(await (await app.request("/a")).text()).toBe("plain");
      expect(await (await app.request("/a/b")).text()).toBe("group");
    }
  });
});

describe("misuse", () => {
  it.each<[rule: string, run: () => unknown, sentence: string]>([
    ["no handler", () => createApp().get("/a", undefined as never), "GET /a has no handler"],
    ["options in its place", () => createApp().post("/a", {} as never), "POST /a has no handler"],
    ["no middleware", () => createApp().use({} as never), "use() takes a middleware"],
    ["no middleware for with", () => createApp().with(1 as never), "with() takes a middleware"],
    ["a method in lower case", () => createApp().on("get", "/a", handler), "Methods are case-sensitive: write GET"],
    ["a method that is none", () => createApp().on("A B", "/a", handler), "A B is no method"],
    ["nothing to mount", () => createApp().mount("/a", 5 as never), "mount() takes an app"],
    ["a prefix with a wildcard", () => createApp().mount("/*a", createApp()), "has neither groups nor wildcards"],
    ["a prefix with a group", () => createApp().mount("{/a}", createApp()), "has neither groups nor wildcards"],
    ["an unknown option", () => createApp({ nope: 1 } as never), "nope: no such option"],
    ["a wrong option", () => createApp({ trailingSlash: "maybe" as never }), "trailingSlash: expected strict, ignore"],
    ["a wrong limit", () => createApp({ contentLimit: -1 }), "contentLimit: expected a number of octets"],
    ["a wrong route option", () => createApp().get("/a", { jsn: 1 } as never, handler), "jsn: no such option"],
    ["a schema that is none", () => createApp().get("/a", { json: {} as never }, handler), "json: expected a schema"],
  ])("%s is told", (_rule, run, sentence) => {
    expect(run).toThrow(TypeError);
    expect(run).toThrow(sentence);
  });

  it("an app in itself is refused", () => {
    const app = createApp();
    expect(() => app.mount("/a", app)).toThrow("would put an app into itself");
    const child = createApp();
    app.mount("/a", child);
    expect(() => child.mount("/b", app)).toThrow("would put an app into itself");
  });
});
