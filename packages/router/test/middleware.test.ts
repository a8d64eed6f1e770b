// The onion: order, state, errors, and the misuse that has to be told.

import { ExchangeError } from "@sockeye/core/message";
import { describe, expect, it } from "vitest";
import { type App, createApp, HttpError, type Middleware, middleware, settled } from "../src/index.js";

function quiet(): { app: App; reported: unknown[] } {
  const reported: unknown[] = [];
  return { app: createApp({ report: (error) => reported.push(error) }), reported };
}

function note(log: string[], name: string): Middleware {
  return async (_c, next) => {
    log.push(`${name} in`);
    const response = await next();
    log.push(`${name} out`);
    return response;
  };
}

describe("a chain", () => {
  it("runs as an onion, in the order of registration", async () => {
    const log: string[] = [];
    const app = createApp()
      .use(note(log, "a"))
      .use(note(log, "b"))
      .get("/", () => {
        log.push("handler");
      });
    await app.request("/");
    expect(log).toEqual(["a in", "b in", "handler", "b out", "a out"]);
  });

  it("makes no promise where nothing waits", () => {
    const app = createApp()
      .use((_c, next) => next())
      .get("/", () => "now");
    expect(app.fetch(new Request("http://localhost/"))).toBeInstanceOf(Response);
  });

  it("covers what is registered after a middleware, and the scope's own 404 and 405", async () => {
    const marked: Middleware = async (_c, next) => {
      const response = await next();
      response.headers.set("x-marked", "yes");
      return response;
    };
    const app = createApp()
      .get("/before", () => "")
      .use(marked)
      .get("/after", () => "");
    const marks = async (path: string, method = "GET"): Promise<string | null> =>
      (await app.request(path, { method })).headers.get("x-marked");
    expect(await marks("/before")).toBeNull();
    expect(await marks("/after")).toBe("yes");
    expect(await marks("/nowhere")).toBe("yes");
    expect(await marks("/after", "PUT")).toBe("yes");
  });

  it("knows the route before the handler runs", async () => {
    const seen: unknown[] = [];
    const app = createApp()
      .use((c, next) => {
        seen.push([c.route, c.params]);
        return next();
      })
      .get("/users/:id", () => "");
    await app.request("/users/7");
    expect(seen).toEqual([["/users/:id", { id: "7" }]]);
  });

  it("may answer without what is below", async () => {
    const app = createApp()
      .use((c) => c.text("closed", 503))
      .get("/", () => "open");
    expect((await app.request("/")).status).toBe(503);
  });

  it("by `with` is for the routes of one chain only", async () => {
    const app = createApp();
    app
      .with((c, next) => (c.headers.has("authorization") ? next() : c.problem(401)))
      .get("/private", () => "private")
      .get("/secret", () => "secret");
    app.get("/public", () => "public");
    expect((await app.request("/private")).status).toBe(401);
    expect((await app.request("/secret")).status).toBe(401);
    expect((await app.request("/public")).status).toBe(200);
    expect((await app.request("/nowhere")).status).toBe(404);
  });
});

describe("state", () => {
  it("is what the middleware above have added", async () => {
    const app = createApp()
      .use(middleware<{ user: string }>((_c, next) => next({ user: "ada" })))
      .use(middleware<{ greeting: string }, { user: string }>((c, next) => next({ greeting: `hello ${c.state.user}` })))
      .get("/", (c) => c.state);
    expect(await (await app.request("/")).json()).toEqual({ user: "ada", greeting: "hello ada" });
  });

  it("is each request's own", async () => {
    let count = 0;
    const app = createApp()
      .use(middleware<{ count: number }>((_c, next) => next({ count: ++count })))
      .get("/", async (c) => {
        await Promise.resolve();
        return String(c.state.count);
      });
    const texts = await Promise.all([1, 2, 3].map(async () => (await app.request("/")).text()));
    expect(texts).toEqual(["1", "2", "3"]);
  });
});

describe("an error", () => {
  it("reaches the middleware above by next(), which may answer it", async () => {
    const app = createApp()
      .use(async (c, next) => {
        try {
          return await next();
        } catch (error) {
          return c.text(`caught ${(error as Error).message}`, 503);
        }
      })
      .get("/now", () => {
        throw new Error("now");
      })
      .get("/later", async () => Promise.reject(new Error("later")));
    expect(await (await app.request("/now")).text()).toBe("caught now");
    expect(await (await app.request("/later")).text()).toBe("caught later");
  });

  it("has become its answer for a settled middleware", async () => {
    const { app } = quiet();
    app
      .use(
        settled(async (_c, next) => {
          const response = await next();
          response.headers.set("x-seen", String(response.status));
          return response;
        }),
      )
      .get("/gone", () => {
        throw new HttpError(410);
      })
      .get("/bug", () => {
        throw new Error("bug");
      });
    expect((await app.request("/gone")).headers.get("x-seen")).toBe("410");
    expect((await app.request("/bug")).headers.get("x-seen")).toBe("500");
    expect((await app.request("/nowhere")).headers.get("x-seen")).toBe("404");
  });
});

describe("what is reported", () => {
  it.each([
    { rule: "a failure of a handler", thrown: new Error("no"), reports: 1 },
    { rule: "an answer of 500 and more", thrown: new HttpError(503), reports: 1 },
    { rule: "no other answer", thrown: new HttpError(404), reports: 0 },
    { rule: "no peer that left", thrown: new ExchangeError("disconnect"), reports: 0 },
    { rule: "no peer that took too long", thrown: new ExchangeError("timeout"), reports: 0 },
  ])("$rule", async ({ thrown, reports }) => {
    const { app, reported } = quiet();
    app.get("/", () => {
      throw thrown;
    });
    await app.request("/");
    expect(reported).toHaveLength(reports);
  });
});

describe("misuse names the middleware", () => {
  it.each<[rule: string, run: Middleware, sentence: string]>([
    [
      "a second next()",
      async function impatient(_c, next) {
        await next();
        return next();
      },
      "The middleware impatient called next() twice",
    ],
    [
      "nothing returned",
      async function forgetful(_c, next) {
        await next();
        return undefined as never;
      },
      "The middleware forgetful returned undefined, and not a Response",
    ],
    [
      "nothing returned, without a promise",
      function hasty() {
        return undefined as never;
      },
      "The middleware hasty returned undefined, and not a Response",
    ],
    [
      "a value that is no Response",
      function loose() {
        return "text" as never;
      },
      "The middleware loose returned a string, and not a Response",
    ],
  ])("%s", async (_rule, run, sentence) => {
    const { app, reported } = quiet();
    app.use(run).get("/", () => "");
    expect((await app.request("/")).status).toBe(500);
    expect(reported).toHaveLength(1);
    expect((reported[0] as Error).message).toBe(sentence);
  });

  it("registration after the first request", async () => {
    const app = createApp().get("/", () => "");
    await app.request("/");
    expect(() => app.get("/late", () => "")).toThrow("GET /late comes after the first request");
  });
});
