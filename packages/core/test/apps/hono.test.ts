// Apps written for Hono 4.

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { getCookie, setCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { logger } from "hono/logger";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { stream, streamSSE, streamText } from "hono/streaming";
import { endTime, startTime, timing } from "hono/timing";
import { describe, expect, it } from "vitest";
import type { Exchange } from "../../src/index.js";
import {
  appContract,
  cloned,
  copied,
  describeUpload,
  type Seen,
  slowStream,
  waitForAbort,
  wrapped,
} from "./app-contract.js";
import { exchanged, served } from "./served.js";

function makeApp(seen: Seen) {
  return new Hono()
    .get("/text", (c) => c.text("hello"))
    .get("/json", (c) => c.json({ a: [1, "ü"] }))
    .post("/json", async (c) => c.json({ got: await c.req.json() }))
    .post("/form", async (c) => c.json(await c.req.parseBody()))
    .post("/upload", async (c) => c.json(await describeUpload(await c.req.formData())))
    .get("/cookies", (c) => {
      setCookie(c, "a", "1");
      setCookie(c, "b", "2", { httpOnly: true, path: "/" });
      return c.json(getCookie(c));
    })
    .get("/redirect", (c) => c.redirect("/text"))
    .get("/throw", () => {
      throw new Error("secret");
    })
    .get("/stream", (c) =>
      streamText(c, async (text) => {
        for (const piece of ["one", "two", "three"]) {
          await text.write(piece);
          await text.sleep(10);
        }
      }),
    )
    .get("/events", (c) =>
      streamSSE(c, async (events) => {
        for (const data of ["1", "2", "3"]) await events.writeSSE({ data });
      }),
    )
    .get("/wait", (c) => waitForAbort(c.req.raw.signal, seen))
    .get("/endless", (c) =>
      stream(c, async (output) => {
        output.onAbort(() => seen.cancelled.resolve());
        while (!output.aborted) {
          await output.write(new Uint8Array(1024));
          await output.sleep(1);
        }
      }),
    )
    .post("/echo", (c) => new Response(c.req.raw.body))
    .post("/clone", async (c) => c.text(await cloned(c.req.raw)))
    .post("/copy", async (c) => c.text(await copied(c.req.raw)))
    .get("/wrap", () => wrapped())
    .onError((_error, c) => c.text("failed", 500));
}

appContract(makeApp);

describe("middleware that sets fields on the response", () => {
  const app = new Hono()
    .use(cors({ origin: "https://example.org", exposeHeaders: ["X-A"] }))
    .use(secureHeaders(), timing(), requestId(), etag(), compress())
    .get("/page", (c) => {
      startTime(c, "db");
      endTime(c, "db");
      return c.html("<p>text</p>".repeat(500));
    })
    .get("/native", () => new Response("native ".repeat(500), { headers: { "Content-Type": "text/plain" } }))
    .get("/stream", () => new Response(slowStream(["a", "b"])));

  it.each(["/page", "/native"])("all of it together: %s", async (path) => {
    const { url } = await served(app);
    const response = await fetch(url + path, { headers: { Origin: "https://example.org", "Accept-Encoding": "gzip" } });
    const { headers } = response;
    expect(headers.get("access-control-allow-origin")).toBe("https://example.org");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("server-timing")).toContain("total");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(headers.get("content-length")).toBeNull();
    expect(headers.get("etag")).not.toBeNull();
    expect((await response.text()).length).toBeGreaterThan(3_000);
  });

  it("304 for an entity-tag that the client has", async () => {
    const { url } = await served(app);
    const first = await fetch(`${url}/native`, { headers: { "Accept-Encoding": "identity" } });
    await first.arrayBuffer();
    const second = await fetch(`${url}/native`, {
      headers: { "Accept-Encoding": "identity", "If-None-Match": first.headers.get("etag") as string },
    });
    expect([second.status, await second.text()]).toEqual([304, ""]);
  });

  it("a preflight", async () => {
    const { url } = await served(app);
    const response = await fetch(`${url}/page`, {
      method: "OPTIONS",
      headers: { Origin: "https://example.org", "Access-Control-Request-Method": "GET" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toContain("GET");
  });

  it("a stream is not held back by it", async () => {
    const { url } = await served(
      new Hono().use(secureHeaders(), timing()).get("/", () => new Response(slowStream(["a", "b"]))),
    );
    const response = await fetch(url);
    const pieces: string[] = [];
    for await (const piece of response.body as ReadableStream<Uint8Array>) pieces.push(Buffer.from(piece).toString());
    expect(pieces).toEqual(["a", "b"]);
    expect(response.headers.get("server-timing")).toContain("total");
  });

  it("the logger sees method, path and status", async () => {
    const lines: string[] = [];
    const { url } = await served(new Hono().use(logger((line) => lines.push(line))).get("/a", (c) => c.text("a")));
    await (await fetch(`${url}/a`)).text();
    expect(lines[0]).toBe("<-- GET /a");
    expect(lines[1]).toMatch(/^--> GET \/a .*200/);
  });

  it("a response that a middleware puts in the place of another", async () => {
    const replaced = new Hono()
      .use(async (c, next) => {
        await next();
        c.res = new Response(`${await c.res.text()}!`, c.res);
        c.res.headers.append("Set-Cookie", "a=1");
        c.res.headers.append("Set-Cookie", "b=2");
      })
      .get("/", () => new Response("text", { headers: { "X-A": "1" } }));
    const { url } = await served(replaced);
    const response = await fetch(url);
    expect([response.headers.get("x-a"), response.headers.getSetCookie(), await response.text()]).toEqual([
      "1",
      ["a=1", "b=2"],
      "text!",
    ]);
  });
});

it("an app that is mounted sees the path below its prefix", async () => {
  const mounted = (request: Request) => new Response(`${request.method} ${new URL(request.url).pathname}`);
  const app = new Hono().mount("/inner", mounted).route(
    "/sub",
    new Hono().get("/a", (c) => c.text(c.req.path)),
  );
  const { url } = await served(app);
  expect(await (await fetch(`${url}/inner/a/b`, { method: "POST", body: "x" })).text()).toBe("POST /a/b");
  expect(await (await fetch(`${url}/sub/a`)).text()).toBe("/sub/a");
});

describe("a limit for the content", () => {
  const app = new Hono().post("/", bodyLimit({ maxSize: 1000 }), async (c) => c.text(`${(await c.req.text()).length}`));

  it.each([
    { rule: "by Content-Length", request: "Content-Length: 1001\r\n\r\n" },
    { rule: "in chunks", request: `Transfer-Encoding: chunked\r\n\r\n3e9\r\n${"x".repeat(1001)}\r\n0\r\n\r\n` },
  ])("413 beyond it, and the client can read it: $rule", async ({ request }) => {
    const received = await exchanged(await served(app), `POST / HTTP/1.1\r\nHost: a\r\n${request}${"x".repeat(1001)}`);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("within it nothing changes", async () => {
    const { url } = await served(app);
    expect(await (await fetch(url, { method: "POST", body: "x".repeat(1000) })).text()).toBe("1000");
  });
});

it("errors of its own are its own affair", async () => {
  const app = new Hono()
    .get("/http", () => {
      throw new HTTPException(418, { message: "teapot" });
    })
    .get("/handled", () => {
      throw new Error("handled");
    })
    .onError((error, c) =>
      error instanceof HTTPException ? error.getResponse() : c.text(`on error: ${error.message}`, 500),
    )
    .notFound((c) => c.text("not here", 404));
  const { url } = await served(app);
  const answers = await Promise.all(
    ["/http", "/handled", "/nowhere"].map(async (path) => {
      const response = await fetch(url + path);
      return `${response.status} ${await response.text()}`;
    }),
  );
  expect(answers).toEqual(["418 teapot", "500 on error: handled", "404 not here"]);
});

it("the exchange is its environment", async () => {
  const app = new Hono<{ Bindings: Exchange }>().get("/", (c) =>
    c.json({ remote: "address" in c.env.remote ? c.env.remote.address : null, id: c.env.connection.id > 0 }),
  );
  const { url } = await served({ fetch: (request, exchange) => app.fetch(request, exchange) });
  expect(await (await fetch(url)).json()).toEqual({ remote: "127.0.0.1", id: true });
});
