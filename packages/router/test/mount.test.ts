// Apps in apps: what a child sees, what it keeps to itself, and what the parent keeps.

import { describe, expect, it, vi } from "vitest";
import { createApp, HttpError, type Middleware, middleware, settled } from "../src/index.js";
import { quietApp } from "./quiet.js";

function tag(name: string): Middleware {
  return settled(async (_c, next) => {
    const response = await next();
    response.headers.append("x-tags", name);
    return response;
  });
}

describe("a mounted app", () => {
  it("sees the path below the prefix, and all of it in the URL", async () => {
    const child = createApp().get("/users/:id", (c) => [c.path, c.route, c.params.id, new URL(c.request.url).pathname]);
    const app = createApp().mount("/admin", child);
    const expected = ["/users/7", "/admin/users/:id", "7", "/admin/users/7"];
    expect(await (await app.request("/admin/users/7")).json()).toEqual(expected);
  });

  it("hands its path back: the parent sees its own before and after", async () => {
    const seen: string[] = [];
    const app = createApp()
      .use(async (c, next) => {
        seen.push(c.path);
        try {
          return await next();
        } finally {
          seen.push(c.path);
        }
      })
      .mount(
        "/a",
        createApp()
          .get("/now", (c) => {
            seen.push(c.path);
          })
          .get("/later", async (c) => {
            await Promise.resolve();
            seen.push(c.path);
          })
          .get("/fails", () => {
            throw new HttpError(409);
          }),
      );
    for (const path of ["/a/now", "/a/later", "/a/fails"]) await app.request(path);
    expect(seen).toEqual(["/a/now", "/now", "/a/now", "/a/later", "/later", "/a/later", "/a/fails", "/a/fails"]);
  });

  it.each([
    { prefix: "/a", pattern: "/", path: "/a", expected: "/" },
    { prefix: "/a/", pattern: "/b", path: "/a/b", expected: "/b" },
    { prefix: "/", pattern: "/b", path: "/b", expected: "/b" },
    { prefix: "/a", pattern: "{/:x}/end", path: "/a/end", expected: "/end" },
    { prefix: "/a%20b", pattern: "/c", path: "/a%20b/c", expected: "/c" },
  ])("below $prefix has $pattern at $path", async ({ prefix, pattern, path, expected }) => {
    const app = createApp().mount(
      prefix,
      createApp().get(pattern, (c) => c.path),
    );
    expect(await (await app.request(path)).text()).toBe(expected);
  });

  it("sees the prefix's parameters and the parent's state", async () => {
    const items = createApp<{ user: string }, { org: string }>().get("/:item", (c) => [
      c.state.user,
      c.params.org,
      c.params.item,
      c.path,
    ]);
    const app = createApp()
      .use(middleware<{ user: string }>((_c, next) => next({ user: "ada" })))
      .mount("/orgs/:org/items", items);
    expect(await (await app.request("/orgs/acme/items/5")).json()).toEqual(["ada", "acme", "5", "/5"]);
  });

  it("is inside of the parent's middleware, and keeps its own to itself", async () => {
    const app = createApp()
      .use(tag("root"))
      .mount(
        "/a",
        createApp()
          .use(tag("a"))
          .mount(
            "/b",
            createApp()
              .use(tag("b"))
              .get("/", () => ""),
          )
          .get("/", () => ""),
      )
      .mount(
        "/c",
        createApp().get("/", () => ""),
      )
      .get("/", () => "");
    const tags = async (path: string): Promise<string | null> => (await app.request(path)).headers.get("x-tags");
    expect(await tags("/a/b")).toBe("b, a, root");
    expect(await tags("/a")).toBe("a, root");
    expect(await tags("/c")).toBe("root");
    expect(await tags("/")).toBe("root");
    expect(await tags("/a/b/nowhere")).toBe("b, a, root");
    expect(await tags("/a/nowhere")).toBe("a, root");
    expect(await tags("/nowhere")).toBe("root");
  });

  it("answers its own 404 and 405, and the parent those at the root's level", async () => {
    const child = createApp()
      .get("/known", () => "")
      .onNotFound(() => "child's 404");
    const app = createApp()
      .mount("/a", child)
      .mount(
        "/",
        createApp().onNotFound(() => "never"),
      )
      .onNotFound(() => "root's 404");
    expect(await (await app.request("/a/x")).text()).toBe("child's 404");
    expect(await (await app.request("/a")).text()).toBe("child's 404");
    expect(await (await app.request("/ab")).text()).toBe("root's 404");
    expect((await app.request("/a/known", { method: "PUT" })).status).toBe(405);
  });

  it("does not hide the parent's routes that are more specific, nor those that it has not", async () => {
    const app = createApp()
      .mount(
        "/a",
        createApp().get("/:x", () => "child"),
      )
      .get("/a/me", () => "parent")
      .get("/:top/else/:y", () => "parent's parameters");
    expect(await (await app.request("/a/me")).text()).toBe("parent");
    expect(await (await app.request("/a/you")).text()).toBe("child");
    expect(await (await app.request("/a/else/1")).text()).toBe("parent's parameters");
  });

  it("may be mounted twice", async () => {
    const child = createApp().get("/x", (c) => c.route as string);
    const app = createApp().mount("/a", child).mount("/b", child);
    expect(await (await app.request("/a/x")).text()).toBe("/a/x");
    expect(await (await app.request("/b/x")).text()).toBe("/b/x");
  });

  it("may get routes after it was mounted, and none after the first request", async () => {
    const child = createApp();
    const app = createApp().mount("/a", child);
    child.get("/late", () => "late");
    expect(await (await app.request("/a/late")).text()).toBe("late");
    expect(() => child.get("/too-late", () => "")).toThrow("comes after the first request");
  });
});

describe("a mounted handler", () => {
  it("has all paths below the prefix, by any method", async () => {
    const app = createApp().mount("/h", (c) => `${c.method} ${c.path} ${c.route} ${Object.keys(c.params).length}`);
    expect(await (await app.request("/h")).text()).toBe("GET / /h/* 0");
    expect(await (await app.request("/h/")).text()).toBe("GET / /h/* 0");
    expect(await (await app.request("/h/a/b", { method: "DELETE" })).text()).toBe("DELETE /a/b /h/* 0");
    expect((await app.request("/hh")).status).toBe(404);
  });

  it("or an app of another kind sees the whole URL", async () => {
    const other = { fetch: async (request: Request) => new Response(new URL(request.url).pathname) };
    const app = createApp().mount("/other", other);
    expect(await (await app.request("/other/a")).text()).toBe("/other/a");
  });
});

describe("an error", () => {
  it("is answered by the nearest scope that has an answer", async () => {
    const { app, reported } = quietApp();
    const inner = createApp()
      .get("/mine", () => {
        throw new Error("mine");
      })
      .get("/passed", () => {
        throw new Error("passed");
      })
      .get("/broken", () => {
        throw new Error("broken");
      })
      .onError(async (error, c) => {
        const { message } = error as Error;
        if (message === "passed") return undefined;
        if (message === "broken") throw new Error("broken twice");
        return c.text(`inner: ${message}`, 502);
      });
    app.mount("/in", inner).onError((error, c) => {
      const { message } = error as Error;
      return message === "unknown" ? undefined : c.text(`root: ${message}`, 503);
    });
    app.get("/root", () => {
      throw new Error("here");
    });
    app.get("/unknown", () => {
      throw new Error("unknown");
    });
    const answer = async (path: string): Promise<unknown> => {
      const response = await app.request(path);
      return [response.status, await response.text()];
    };
    expect(await answer("/in/mine")).toEqual([502, "inner: mine"]);
    expect(await answer("/in/passed")).toEqual([503, "root: passed"]);
    expect(await answer("/in/broken")).toEqual([503, "root: broken twice"]);
    expect(await answer("/root")).toEqual([503, "root: here"]);
    expect(reported).toEqual([]);
    expect((await answer("/unknown")) as unknown[]).toContain(500);
    expect(reported).toHaveLength(1);
  });

  it("of a child is what the parent's settled middleware sees answered by the child", async () => {
    const { app } = quietApp();
    const seen: number[] = [];
    app
      .use(
        settled(async (_c, next) => {
          const response = await next();
          seen.push(response.status);
          return response;
        }),
      )
      .mount(
        "/a",
        createApp()
          .onError((_error, c) => c.text("child", 502))
          .get("/", () => {
            throw new Error("x");
          }),
      );
    await app.request("/a");
    expect(seen).toEqual([502]);
  });

  it("of a middleware is answered in its scope", async () => {
    const app = createApp()
      .use(() => {
        throw new Error("middleware");
      })
      .onError((error, c) => c.text((error as Error).message, 500))
      .get("/", () => "");
    expect(await (await app.request("/")).text()).toBe("middleware");
  });

  it("is answered where the report fails, and where onError gives what cannot be sent", async () => {
    const failing = createApp({
      report: () => {
        throw new Error("the disk is full");
      },
    }).get("/", () => {
      throw new Error("bug");
    });
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await failing.request("/")).status).toBe(500);
    expect(written).toHaveBeenCalledOnce();
    written.mockRestore();

    const { app, reported } = quietApp();
    app
      .onError(() => 5 as never)
      .get("/", () => {
        throw new Error("bug");
      });
    expect((await app.request("/")).status).toBe(500);
    expect((reported[0] as Error).message).toContain("returned a number");
  });

  it("whatever was thrown", async () => {
    for (const thrown of [undefined, null, 0, "text", Symbol("s"), { status: 404 }]) {
      const { app, reported } = quietApp();
      app.get("/", () => {
        throw thrown;
      });
      expect((await app.request("/")).status).toBe(500);
      expect(reported).toEqual([thrown]);
    }
  });

  it("that is an HttpError says its status, and keeps the text of 5xx from the peer", async () => {
    const { app, reported } = quietApp();
    app
      .get("/409", () => {
        throw new HttpError(409, "already taken", { code: "TAKEN", headers: { "Retry-After": "5" } });
      })
      .get("/503", () => {
        throw new HttpError(503, "the password of the database", { code: "DOWN", headers: { "Retry-After": "9" } });
      });
    const taken = await app.request("/409");
    expect([taken.status, taken.headers.get("retry-after"), taken.headers.get("content-type")]).toEqual([
      409,
      "5",
      "application/problem+json",
    ]);
    expect(await taken.json()).toEqual({ title: "Conflict", status: 409, detail: "already taken", code: "TAKEN" });
    const down = await app.request("/503");
    expect(await down.json()).toEqual({ title: "Service Unavailable", status: 503, code: "DOWN" });
    expect(down.headers.get("retry-after")).toBe("9");
    expect(reported).toHaveLength(1);
  });
});
