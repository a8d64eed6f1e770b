// What an app tells of itself: its routes, what is wrong with them, and what it would do with a request.

import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createApp, type Middleware } from "../src/index.js";

const logger: Middleware = function logger(_c, next) {
  return next();
};
const auth: Middleware = function auth(_c, next) {
  return next();
};

function home(): string {
  return "";
}
function listUsers(): string {
  return "";
}
function createUser(): string {
  return "";
}
function showUser(): string {
  return "";
}

function example() {
  const admin = createApp()
    .use(auth)
    .get("/", function dashboard() {})
    .get("/users/:id{/:tab}", showUser);
  return createApp()
    .use(logger)
    .get("/", home)
    .get("/users", { query: z.object({}) }, listUsers)
    .post("/users", { json: z.object({}), contentLimit: 5 }, createUser)
    .get("/users/:id", showUser)
    .all("/users/:id/posts", showUser)
    .mount("/admin", admin)
    .mount("/files", function files() {});
}

describe("routes", () => {
  it("are told with all that they run through", () => {
    const routes = example().routes();
    expect(routes.map(({ method, pattern }) => `${method} ${pattern}`)).toEqual([
      "GET /",
      "GET /users",
      "POST /users",
      "GET /users/:id",
      "* /users/:id/posts",
      "GET /admin",
      "GET /admin/users/:id{/:tab}",
      "* /files/*",
    ]);
    expect(routes[2]).toMatchObject({
      steps: [
        { kind: "middleware", name: "logger", scope: "/" },
        { kind: "handler", name: "createUser", scope: "/" },
      ],
      schemas: ["json"],
    });
    expect(routes[6]?.steps).toEqual([
      { kind: "middleware", name: "logger", scope: "/" },
      { kind: "middleware", name: "auth", scope: "/admin" },
      { kind: "handler", name: "showUser", scope: "/admin" },
    ]);
    expect(routes[0]?.place).toMatch(/^packages\/router\/test\/sight\.test\.ts:\d+:\d+$/);
  });

  it("can be listed at any time, and added to after that", () => {
    const app = createApp().get("/a", home);
    expect(app.routes()).toHaveLength(1);
    expect(app.get("/b", home).routes()).toHaveLength(2);
  });

  it("are printed as a tree", () => {
    expect(example().tree()).toBe(
      [
        "/                     GET   logger → home",
        "├─ /users             GET   logger → listUsers",
        "│  │                  POST  logger → createUser",
        "│  └─ /:id            GET   logger → showUser",
        "│     └─ /posts       *     logger → showUser",
        "├─ /admin             GET   logger → auth → dashboard",
        "│  └─ /users",
        "│     └─ /:id{/:tab}  GET   logger → auth → showUser",
        "└─ /files",
        "   └─ /*              *     logger → files",
      ].join("\n"),
    );
  });
});

describe("verdicts", () => {
  const kinds = (app: ReturnType<typeof createApp>) => app.verdicts().map(({ kind, pattern }) => `${kind} ${pattern}`);

  it("are none where all is well", () => {
    expect(example().verdicts()).toEqual([]);
  });

  it("name what other routes take away", () => {
    const app = createApp().get("/a{/:b}", home).get("/a", listUsers);
    expect(app.verdicts()).toEqual([
      {
        kind: "shadowed",
        pattern: "/a{/:b}",
        message: expect.stringMatching(
          /^GET \/a\{\/:b\} \(.*sight\.test\.ts:\d+:\d+\) does not answer \/a: GET \/a \(.*\) comes first$/,
        ),
      },
    ]);
  });

  it("name what is never reached", () => {
    const app = createApp().get("/a{/:b}", home).get("/a", listUsers).get("/a/:c", listUsers);
    expect(kinds(app)).toEqual(["unreachable /a{/:b}", "names /a/:c"]);
    expect(app.verdicts()[0]?.message).toMatch(/is never reached: GET \/a\/:c \(.*\) and GET \/a \(.*\) comes first$/);
  });

  it("name duplicates of two scopes, which the first request refuses", () => {
    const app = createApp().get("/a/b", home).mount("/a", createApp().get("/b", home));
    expect(kinds(app)).toEqual(["duplicate /a/b"]);
  });

  it("name parameters that are called two things", () => {
    const app = createApp().get("/users/:id", home).get("/users/:name/posts", home).post("/users/:id/posts", home);
    expect(kinds(app)).toEqual(["names /users/:name/posts"]);
    expect(app.verdicts()[0]?.message).toMatch(
      /^GET \/users\/:name\/posts \(.*\) calls name what GET \/users\/:id \(.*\) calls id$/,
    );
  });

  it("name apps that share a prefix, and not handlers", () => {
    const app = createApp()
      .mount("/a", createApp().get("/x", home))
      .mount("/a", createApp().get("/y", home))
      .mount("/", createApp())
      .mount("/", createApp())
      .mount("/f", home);
    expect(kinds(app)).toEqual(["scope /a"]);
  });
});

describe("explain", () => {
  it("tells what a request runs through", () => {
    const explanation = example().explain("GET", "/admin/users/7");
    expect(explanation).toMatchObject({
      method: "GET",
      path: "/admin/users/7",
      route: { pattern: "/admin/users/:id{/:tab}" },
      params: { id: "7" },
      miss: null,
    });
    expect(explanation.steps.map(({ name }) => name)).toEqual(["logger", "auth", "showUser"]);
  });

  it.each([
    { method: "POST", path: "/users/7", miss: "method", allow: ["GET", "HEAD", "OPTIONS"], steps: ["logger"] },
    { method: "GET", path: "/nowhere", miss: "path", allow: [], steps: ["logger"] },
    { method: "GET", path: "/admin/nowhere", miss: "path", allow: [], steps: ["logger", "auth"] },
    { method: "BREW", path: "/users", miss: "unknown-method", allow: [], steps: ["logger"] },
    { method: "GET", path: "/%zz", miss: "malformed-path", allow: [], steps: ["logger"] },
  ])("tells why no route answers $method $path", ({ method, path, miss, allow, steps }) => {
    const explanation = example().explain(method, path);
    expect(explanation).toMatchObject({ route: null, miss, allow });
    expect(explanation.steps.map(({ name }) => name)).toEqual(steps);
  });

  it.each([
    { pattern: "/users/:id", method: "POST", path: "/users/7", why: "it is for GET" },
    { pattern: "/a/b", path: "/a/c", why: "segment 2, c, is not b" },
    { pattern: "/a/b/c", path: "/a/b", why: "the path ends before /c" },
    { pattern: "/a", path: "/a/b/c", why: "the path goes on with /b/c" },
    { pattern: "/a", path: "/a/", why: "the path goes on with /" },
    { pattern: "/a/:id", path: "/a/", why: "segment 2, , is empty, where :id stands" },
    { pattern: "/:file.json", path: "/x.txt", why: "segment 1, x.txt, is not :file.json" },
    { pattern: "/a/*rest/edit", path: "/a/b/c", why: "/b/c is not /*rest/edit" },
    { pattern: "/a{/:b}", path: "/a/b/c", why: "the path goes on with /c" },
    { pattern: "/a/:b.json", path: "/a/b%2Fc", why: "segment 2, b%2Fc, is not :b.json" },
    { pattern: "/a/", path: "/a/b", why: "segment 2, b, is not empty" },
    { pattern: "/a/b", path: "/a/", why: "segment 2, , is empty, where b stands" },
    { pattern: "/a/b%2Fc", path: "/a/b%2fd", why: "segment 2, b%2Fd, is not b%2Fc" },
  ])("tells why $pattern is not $path", ({ pattern, method = "GET", path, why }) => {
    const { others } = createApp().get(pattern, home).explain(method, path);
    expect(others).toEqual([{ method: "GET", pattern, why }]);
  });

  it("prints it, the closest routes first", () => {
    const text = String(example().explain("GET", "/users/7")).replaceAll(/\(packages\/.*\)/g, "(place)");
    expect(text).toBe(
      [
        "GET /users/7",
        '  GET /users/:id {"id":"7"} (place)',
        "  → middleware logger",
        "  → handler showUser",
        "  not * /users/:id/posts: the path ends before /posts",
        "  not GET /users: the path goes on with /7",
        "  not POST /users: the path goes on with /7",
        "  not GET /: segment 1, users, is not empty",
        "  not GET /admin: segment 1, users, is not admin",
        "  not GET /admin/users/:id{/:tab}: segment 1, users, is not admin",
        "  not * /files/*: segment 1, users, is not files",
      ].join("\n"),
    );
    expect(String(example().explain("POST", "/admin/users/7/x"))).toContain(
      "405: no route has this path and this method\n  allowed: GET, HEAD, OPTIONS\n  → middleware logger\n  → middleware auth of /admin",
    );
  });

  it("agrees with what is done", async () => {
    const app = createApp({ trailingSlash: "redirect" })
      .get("/a", (c) => c.route as string)
      .get("/:b/", (c) => c.route as string);
    for (const path of ["/a", "/a/", "/x", "/x/", "/x/y"]) {
      const { miss, route } = app.explain("GET", path);
      const response = await app.request(path);
      if (route !== null) expect(await response.text()).toBe(route.pattern);
      else expect(response.status).toBe(miss === "slash" ? 308 : 404);
    }
  });
});

describe("url", () => {
  const app = createApp();
  it.each<[pattern: string, params: Record<string, unknown>, path: string]>([
    ["/", {}, "/"],
    ["/users/:id", { id: 7 }, "/users/7"],
    ["/users/:id", { id: "a/b c?" }, "/users/a%2Fb%20c%3F"],
    ["/files/*path", { path: ["a", "b/c"] }, "/files/a/b%2Fc"],
    ["/files{/*path}", {}, "/files"],
    ["{/:lang}", {}, "/"],
    ["/caf\u00e9/:x", { x: "\u20ac" }, "/caf%C3%A9/%E2%82%AC"],
    ["/a\\?b", {}, "/a%3Fb"],
    ["/a%20b", {}, "/a%20b"],
  ])("of %s with %o is %s", (pattern, params, path) => {
    expect(app.url(pattern, params as never)).toBe(path);
    // What was built leads back.
    expect(new URL(path, "http://localhost").pathname).toBe(path);
  });

  it.each<[pattern: string, params: Record<string, unknown>, problem: string]>([
    ["/users/:id", {}, "Missing parameters: id"],
    ["/users/:id", { id: "" }, "non-empty string"],
    ["/files/*path", { path: [] }, "non-empty array"],
    ["/files/:name", { name: ".." }, "is not a path that a URL can have"],
    ["/files/*path", { path: ["a", "."] }, "is not a path that a URL can have"],
  ])("of %s with %o cannot be", (pattern, params, problem) => {
    expect(() => app.url(pattern, params as never)).toThrow(TypeError);
    expect(() => app.url(pattern, params as never)).toThrow(problem);
  });
});
