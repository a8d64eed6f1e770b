// What handlers return, and what becomes of it.

import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { createApp, type Handler } from "../src/index.js";
import { quietApp } from "./quiet.js";

const TEXT = "text/plain; charset=utf-8";
const JSON_TYPE = "application/json; charset=utf-8";
const OCTETS = "application/octet-stream";

class Point {
  readonly x = 1;
}

async function* pieces(): AsyncGenerator<string> {
  yield "a";
  yield "b";
}

describe("a value that is returned", () => {
  it.each<[rule: string, value: unknown, status: number, type: string | null, content: string]>([
    ["a string", "text", 200, TEXT, "text"],
    ["an empty string", "", 200, TEXT, ""],
    ["an object", { a: 1 }, 200, JSON_TYPE, '{"a":1}'],
    ["an array", [1, "b"], 200, JSON_TYPE, '[1,"b"]'],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), 200, JSON_TYPE, '{"a":1}'],
    ["an instance of a class", new Point(), 200, JSON_TYPE, '{"x":1}'],
    ["what says its own JSON", new Date(0), 200, JSON_TYPE, '"1970-01-01T00:00:00.000Z"'],
    ["what says its own JSON", new URL("http://a/"), 200, JSON_TYPE, '"http://a/"'],
    ["octets", new TextEncoder().encode("abc"), 200, OCTETS, "abc"],
    ["a Buffer", Buffer.from("abc"), 200, OCTETS, "abc"],
    ["a stream", new Blob(["abc"]).stream(), 200, OCTETS, "abc"],
    ["an async iterable", pieces(), 200, OCTETS, "ab"],
    ["null", null, 204, null, ""],
    ["nothing", undefined, 204, null, ""],
    ["a Response", new Response("own", { status: 202, headers: { "content-type": "x/y" } }), 202, "x/y", "own"],
    ["a Response of another realm", otherRealm(), 203, "x/y", "other"],
  ])("%s", async (_rule, value, status, type, content) => {
    const app = createApp().get("/", (() => value) as Handler);
    const response = await app.request("/");
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      status,
      type,
      content,
    ]);
  });

  it.each<[rule: string, value: unknown, what: string]>([
    ["a number", 5, "a number"],
    ["a boolean", true, "a boolean"],
    ["a bigint", 5n, "a bigint"],
    ["a symbol", Symbol("x"), "a symbol"],
    ["a function", () => "", "a function"],
    ["a Map", new Map([["secret", 1]]), "an object of class Map"],
    ["a Set", new Set(), "an object of class Set"],
    ["an error", new RangeError("secret"), "an object of class RangeError"],
    ["a Blob", new Blob(["x"]), "an object of class Blob"],
    ["a form", new FormData(), "an object of class FormData"],
    ["a typed array that is no octets", new Float64Array(2), "an object of class Float64Array"],
    ["a request", new Request("http://a/"), "an object of class Request"],
  ])("%s cannot be sent: 500, and the report names route and type", async (_rule, value, what) => {
    const { app, reported } = quietApp();
    app.get("/users/:id", (() => value) as Handler);
    const response = await app.request("/users/7");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
    expect((reported[0] as Error).message).toBe(`GET /users/:id returned ${what}, which cannot be sent`);
  });

  it("what JSON cannot say is told as well", async () => {
    const { app, reported } = quietApp();
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    app.get("/", () => cycle).get("/bigint", () => ({ n: 1n }));
    expect((await app.request("/")).status).toBe(500);
    expect((await app.request("/bigint")).status).toBe(500);
    expect((reported[0] as Error).message).toMatch(/^GET \/ returned what JSON cannot say: /);
  });
});

/** As the query builders of databases: it runs when it is awaited. */
class Query<Value> implements PromiseLike<Value> {
  readonly #run: () => Value;

  constructor(run: () => Value) {
    this.#run = run;
  }

  // biome-ignore lint/suspicious/noThenProperty: that is what it is about.
  then<A = Value, B = never>(
    resolve?: ((value: Value) => A | PromiseLike<A>) | null,
    reject?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return new Promise<Value>((settle) => settle(this.#run())).then(resolve, reject);
  }
}

describe("what is no promise of the engine and can be awaited", () => {
  it("is awaited: from a handler, from a middleware, from onError", async () => {
    const app = createApp()
      .use((_c, next) => new Query(() => next()) as unknown as Promise<Response>)
      .get("/rows", () => new Query(() => [1, 2]))
      .get("/fails", () => new Query<string>(() => JSON.parse("{")))
      .onError((error) => new Query(() => `sorry: ${(error as Error).name}`));
    expect(await (await app.request("/rows")).json()).toEqual([1, 2]);
    expect(await (await app.request("/fails")).text()).toBe("sorry: SyntaxError");
  });

  it("is no schema's consent", async () => {
    const query = {
      "~standard": { version: 1, vendor: "x", validate: () => new Query(() => ({ issues: [{ message: "no" }] })) },
    };
    const app = createApp().get("/", { query: query as never }, () => "let in");
    expect((await app.request("/")).status).toBe(422);
  });
});

describe("the ways to answer", () => {
  it.each<[rule: string, handler: Handler, status: number, fields: Record<string, string | null>, content: string]>([
    ["text", (c) => c.text("a"), 200, { "content-type": TEXT }, "a"],
    ["text with a status", (c) => c.text("a", 201), 201, {}, "a"],
    ["html", (c) => c.html("<p>"), 200, { "content-type": "text/html; charset=utf-8" }, "<p>"],
    ["json", (c) => c.json({ a: 1 }, { status: 202, headers: { "X-A": "b" } }), 202, { "x-a": "b" }, '{"a":1}'],
    ["body", (c) => c.body("a", { headers: { "Content-Type": "text/css" } }), 200, { "content-type": "text/css" }, "a"],
    ["no body", (c) => c.body(null, 204), 204, { "content-type": null }, ""],
    ["stream", (c) => c.stream(pieces()), 200, { "content-type": OCTETS }, "ab"],
    ["redirect", (c) => c.redirect("/b"), 302, { location: "/b" }, ""],
    ["redirect with a status", (c) => c.redirect("/\u00e9 x", 303), 303, { location: "/%C3%A9%20x" }, ""],
    [
      "problem",
      (c) => c.problem(402),
      402,
      { "content-type": "application/problem+json" },
      '{"title":"Payment Required","status":402}',
    ],
    [
      "problem with members",
      (c) => c.problem(409, { type: "urn:taken", detail: "taken", name: "x" }, { headers: { "Retry-After": "1" } }),
      409,
      { "retry-after": "1" },
      '{"type":"urn:taken","title":"Conflict","status":409,"detail":"taken","name":"x"}',
    ],
  ])("%s", async (_rule, handler, status, fields, content) => {
    const response = await createApp().get("/", handler).request("/");
    expect([response.status, await response.text()]).toEqual([status, content]);
    for (const [name, value] of Object.entries(fields)) expect(response.headers.get(name)).toBe(value);
  });

  it("c.response lays status and fields over plain values", async () => {
    const app = createApp()
      .use((c, next) => {
        c.response.headers.set("Cache-Control", "no-store");
        c.response.headers.append("Vary", "Accept");
        return next();
      })
      .get("/plain", (c) => {
        c.response.status = 201;
        return { a: 1 };
      })
      .get("/own", (c) => {
        c.response.status = 201;
        return c.json({}, { headers: { "Cache-Control": "max-age=5" } });
      });
    const plain = await app.request("/plain");
    expect([plain.status, plain.headers.get("cache-control"), plain.headers.get("vary")]).toEqual([
      201,
      "no-store",
      "Accept",
    ]);
    const own = await app.request("/own");
    expect([own.status, own.headers.get("cache-control"), own.headers.get("vary")]).toEqual([
      200,
      "max-age=5",
      "Accept",
    ]);
  });

  it("c.response is not for the error that takes the answer's place", async () => {
    const { app } = quietApp();
    app.get("/", (c) => {
      c.response.headers.set("Cache-Control", "max-age=31536000, immutable");
      c.cookies.set("seen", "1");
      throw new Error("after that");
    });
    const response = await app.request("/");
    expect([response.status, response.headers.get("cache-control")]).toEqual([500, null]);
    // Cookies are what has happened, whatever the answer.
    expect(response.headers.getSetCookie()).toEqual(["seen=1; Path=/"]);
  });

  it("middleware can change what fetch gives, whose fields are fixed", async () => {
    const fixed = Response.redirect("http://a/b", 301);
    const app = createApp()
      .use(async (_c, next) => {
        const response = await next();
        response.headers.set("x-a", "b");
        return response;
      })
      .get("/", () => fixed);
    const handed = createApp()
      .use(async (_c, next) => {
        const response = await next();
        response.headers.set("x-a", "b");
        return response;
      })
      .use(() => fixed);
    expect((await handed.request("/")).headers.get("x-a")).toBe("b");
    const response = await app.request("/");
    expect([response.status, response.headers.get("location"), response.headers.get("x-a")]).toEqual([
      301,
      "http://a/b",
      "b",
    ]);
  });
});

describe("preconditions", () => {
  const lastModified = new Date("2026-01-02T03:04:05.678Z");
  const app = createApp()
    .get("/", (c) => c.preconditions({ etag: '"v5"', lastModified }) ?? "content")
    .put("/", (c) => c.preconditions({ etag: '"v5"' }) ?? "changed")
    .put("/new", (c) => c.preconditions(null) ?? "made");

  it.each<[method: string, path: string, fields: Record<string, string>, status: number]>([
    ["GET", "/", {}, 200],
    ["GET", "/", { "if-none-match": '"v5"' }, 304],
    ["GET", "/", { "if-none-match": 'W/"v5", "x"' }, 304],
    ["GET", "/", { "if-none-match": '"v4"' }, 200],
    ["GET", "/", { "if-modified-since": "Fri, 02 Jan 2026 03:04:05 GMT" }, 304],
    ["GET", "/", { "if-modified-since": "Fri, 02 Jan 2026 03:04:04 GMT" }, 200],
    ["PUT", "/", { "if-match": '"v5"' }, 200],
    ["PUT", "/", { "if-match": '"v4"' }, 412],
    ["PUT", "/new", { "if-none-match": "*" }, 200],
    ["PUT", "/new", { "if-match": "*" }, 412],
  ])("%s %s with %o is %i", async (method, path, headers, status) => {
    const response = await app.request(path, { method, headers });
    expect(response.status).toBe(status);
    const shows = method === "GET";
    expect(response.headers.get("etag")).toBe(shows ? '"v5"' : null);
    expect(response.headers.get("last-modified")).toBe(shows ? "Fri, 02 Jan 2026 03:04:05 GMT" : null);
  });

  it("want an entity-tag with its quotes", async () => {
    const { app: wrong, reported } = quietApp();
    wrong.get("/", (c) => c.preconditions({ etag: "v5" }) ?? "");
    await wrong.request("/");
    expect((reported[0] as Error).message).toContain("v5 is no entity-tag");
  });
});

function otherRealm(): unknown {
  return runInNewContext(
    `({ status: 203, statusText: "", headers: new Map([["content-type", "x/y"]]), body: make(), get [Symbol.toStringTag]() { return "Response" } })`,
    { make: () => new Blob(["other"]).stream() },
  );
}
