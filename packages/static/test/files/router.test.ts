// In a router: as a middleware, which leaves to the routes what it does not have, and mounted below a prefix.

import { serve } from "@sockeye/core";
import { createApp } from "@sockeye/router";
import { describe, expect, it, onTestFinished } from "vitest";
import { files } from "../../src/index.js";
import { folder, openFiles } from "../folder.js";

const tree = (): string =>
  folder({
    "index.html": "home",
    "a.txt": "file",
    "users/avatar.png": "png",
    "docs/index.html": "docs",
    "docs/page.html": "page",
    ".env": "secret",
  });

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

async function answer(app: ReturnType<typeof createApp>, path: string, init?: RequestInit): Promise<Answer> {
  const response = await app.request(path, init);
  return { status: response.status, text: await response.text(), location: response.headers.get("location") };
}

describe("as a middleware", () => {
  const app = (options?: Parameters<typeof files>[1]): ReturnType<typeof createApp> =>
    createApp()
      .use(files(tree(), options))
      .get("/users", () => "users")
      .get("/items/:id", (c) => `item ${c.params["id"]}`)
      .get("/a.txt", () => "route")
      .post("/a.txt", () => "posted");

  it("files come before the routes behind it, and routes answer what is no file", async () => {
    expect((await answer(app(), "/a.txt")).text).toBe("file");
    expect((await answer(app(), "/")).text).toBe("home");
    expect((await answer(app(), "/items/7")).text).toBe("item 7");
    expect((await answer(app(), "/none")).status).toBe(404);
    expect((await answer(app(), "/.env")).status).toBe(404);
  });

  it("a folder with nothing to show does not take the path of a route", async () => {
    expect((await answer(app(), "/users")).text).toBe("users");
    expect((await answer(app(), "/docs")).location).toBe("/docs/");
  });

  it("a path that names no file in any spelling is a route's affair", async () => {
    expect((await answer(app(), "/items/a%2Fb")).text).toBe("item a/b");
    expect((await answer(app(), "/items/a%5Cb")).status).not.toBe(500);
  });

  it("other methods are a route's affair", async () => {
    expect((await answer(app(), "/a.txt", { method: "POST" })).text).toBe("posted");
    expect((await answer(app(), "/a.txt", { method: "DELETE" })).status).toBe(405);
    expect((await answer(app(), "/a.txt", { method: "HEAD" })).status).toBe(200);
  });

  it("preconditions and ranges hold", async () => {
    expect((await answer(app(), "/a.txt", { headers: { range: "bytes=1-2" } })).text).toBe("il");
    expect((await answer(app(), "/a.txt", { headers: { "if-none-match": "*" } })).status).toBe(304);
  });

  it("the fallback is for what no route answers, wherever it stands", async () => {
    for (const first of [true, false]) {
      const site = files(tree(), { fallback: "index.html" });
      const base = createApp();
      const routed = first
        ? base.use(site).get("/api/:id", () => new Response("gone", { status: 404 }))
        : base.get("/api/:id", () => new Response("gone", { status: 404 })).use(site);
      expect((await answer(routed, "/some/page")).text).toBe("home");
      expect((await answer(routed, "/api/7")).text).toBe("gone");
      expect((await answer(routed, "/missing.js")).status).toBe(404);
    }
  });

  it("its answers can be amended by what stands around it", async () => {
    const around = createApp()
      .use(async (_c, next) => {
        const response = await next();
        response.headers.set("X-Around", "1");
        return response;
      })
      .use(files(tree()));
    for (let i = 0; i < 2; i++) {
      const response = await around.request("/a.txt");
      expect([response.headers.get("x-around"), await response.text()]).toEqual(["1", "file"]);
    }
    const plain = createApp().use(files(tree()));
    expect((await plain.request("/a.txt")).headers.has("x-around")).toBe(false);
  });
});

describe("mounted", () => {
  const app = (): ReturnType<typeof createApp> =>
    createApp()
      .mount("/static", files(tree(), { listing: true }))
      .get("/", () => "route");

  it("the path below the prefix names the file", async () => {
    expect((await answer(app(), "/static/a.txt")).text).toBe("file");
    expect((await answer(app(), "/static/docs/page.html")).text).toBe("page");
    expect((await answer(app(), "/a.txt")).status).toBe(404);
    expect((await answer(app(), "/static/none")).status).toBe(404);
    expect((await answer(app(), "/")).text).toBe("route");
  });

  it("redirects keep the prefix and the query", async () => {
    expect(await answer(app(), "/static/docs?x=1")).toMatchObject({ status: 301, location: "/static/docs/?x=1" });
    expect((await answer(app(), "/static/docs/")).text).toBe("docs");
    expect((await answer(app(), "/static/")).text).toBe("home");
  });

  it("the prefix itself is sent on to its slash, for relative links would lead astray", async () => {
    const { status, location } = await answer(app(), "/static?x");
    expect([status, location]).toEqual([301, "/static/?x"]);
  });
});

it("a prefix that would lead to another host leads nowhere", async () => {
  const site = files(tree());
  const redirect = async (url: string, path: string): Promise<[number, string | null]> => {
    const response = await site({ request: new Request(url), path });
    return [response.status, response.headers.get("location")];
  };
  expect(await redirect("http://host/a/docs", "/docs")).toEqual([301, "/a/docs/"]);
  expect(await redirect("http://host//evil.example/docs", "/docs")).toEqual([400, null]);
  expect(await redirect("http://host//evil.example", "/")).toEqual([400, null]);
  expect(await redirect("http://host/x%2Fy/docs", "/docs")).toEqual([400, null]);
});

it("on a socket, with a file that stays on disk", async () => {
  const root = folder({ "large.bin": "x".repeat(1_000_000) });
  const app = createApp()
    .mount("/files", files(root))
    .get("/", () => "home");
  const server = await serve(app, { port: 0 });
  onTestFinished(async () => void (await server.stop({ grace: 0 })));
  const response = await fetch(`${server.url}/files/large.bin`, { headers: { range: "bytes=10-19" } });
  expect([response.status, await response.text()]).toEqual([206, "x".repeat(10)]);
  expect((await (await fetch(`${server.url}/files/large.bin`)).text()).length).toBe(1_000_000);
  expect((await fetch(`${server.url}/files/large.bin`, { method: "HEAD" })).headers.get("content-length")).toBe(
    "1000000",
  );
  expect(openFiles(root)).toEqual([]);
});
