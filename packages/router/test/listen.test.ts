// The app behind Sockeye's own server, over real sockets.

import { connect as connectSocket } from "node:net";
import { connect } from "@sockeye/core/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type App, createApp, HttpError, type Middleware, settled } from "../src/index.js";
import { quietApp } from "./quiet.js";

const quietLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe("listen", () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
  });

  async function listening(app: App): Promise<string> {
    const server = await app.listen({ port: 0, logger: quietLogger });
    stops.push(() => server.stop({ grace: 0 }));
    return server.url;
  }

  it("answers over a socket as it does in memory", async () => {
    const { app } = quietApp();
    app
      .use(
        settled(async (_c, next) => {
          const response = await next();
          response.headers.set("X-Seen", String(response.status));
          return response;
        }),
      )
      .get("/users/:id", (c) => ({ id: c.params.id }))
      .get("/text", () => "text")
      .get("/nothing", () => {})
      .get("/pieces", async function* () {
        yield "one, ";
        yield "two";
      })
      .post("/echo", async (c) => c.json(await c.json(), 201))
      .get("/cookie", (c) => {
        c.cookies.set("a", "1");
        c.cookies.set("b", "2");
        return "";
      })
      .get("/native", () => new Response("native", { headers: { "x-native": "yes" } }))
      .get("/boom", () => {
        throw new Error("boom");
      })
      .get("/409", () => {
        throw new HttpError(409, "taken");
      });
    const url = await listening(app);
    const shown = async (response: Response): Promise<unknown> => {
      const headers = Object.fromEntries(response.headers);
      for (const name of ["date", "connection", "keep-alive", "content-length", "transfer-encoding"])
        delete headers[name];
      return [response.status, headers, response.headers.getSetCookie(), await response.text()];
    };
    const requests: [path: string, init?: RequestInit][] = [
      ["/users/7"],
      ["/users/a%2Fb"],
      ["/text"],
      ["/text", { method: "HEAD" }],
      ["/nothing"],
      ["/pieces"],
      ["/echo", { method: "POST", body: '{"a":[1]}', headers: { "content-type": "application/json" } }],
      ["/echo", { method: "POST", body: "{", headers: { "content-type": "application/json" } }],
      ["/echo", { method: "POST", body: "x=1", headers: { "content-type": "text/plain" } }],
      ["/echo"],
      ["/echo", { method: "OPTIONS" }],
      ["/cookie"],
      ["/native"],
      ["/boom"],
      ["/409"],
      ["/nowhere"],
      ["/%zz"],
    ];
    for (const [path, init] of requests) {
      const overSocket = await shown(await fetch(url + path, init));
      const inMemory = await shown(await app.request(path, init));
      expect(overSocket).toEqual(inMemory);
    }
  });

  it("stops the app behind its server, handlers in reverse, each once", async () => {
    const log: string[] = [];
    const child = createApp().onStop(() => log.push("child"));
    const app = createApp()
      .onStop(async () => {
        await Promise.resolve();
        log.push("first");
      })
      .mount("/a", child)
      .mount("/b", child)
      .onStop(() => log.push("second"));
    const server = await app.listen({ port: 0, logger: quietLogger });
    expect(server.connections).toBeDefined();
    await server.stop();
    await server.stop();
    await app.stop();
    expect(log).toEqual(["child", "second", "first"]);
  });

  it("tells verdicts, and refuses conflicts", async () => {
    const warn = vi.fn();
    const app = createApp()
      .get("/a{/:b}", () => "")
      .get("/a", () => "");
    const server = await app.listen({ port: 0, logger: { ...quietLogger, warn } });
    await server.stop();
    expect(warn.mock.calls).toEqual([
      [{ verdict: "shadowed", pattern: "/a{/:b}" }, expect.stringContaining("does not answer /a")],
    ]);
    const conflicting = createApp()
      .get("/a/b", () => "")
      .mount(
        "/a",
        createApp().get("/b", () => ""),
      );
    await expect(conflicting.listen({ port: 0 })).rejects.toThrow("is for the same paths as");
  });

  it("refuses what is too large before it is read", async () => {
    const { app } = quietApp({ contentLimit: 1000 });
    app
      .post("/", async (c) => String((await c.bytes()).length))
      .post("/large", { contentLimit: 5000 }, async (c) => {
        return String((await c.bytes()).length);
      });
    const url = new URL(await listening(app));
    const answer = await raw(url, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
    // No 100: the client never has to send it.
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"CONTENT_TOO_LARGE"');
    expect((await fetch(`${url}`, { method: "POST", body: "x".repeat(1000) })).status).toBe(200);
    expect((await fetch(`${url}large`, { method: "POST", body: "x".repeat(5000) })).status).toBe(200);
    expect((await fetch(`${url}large`, { method: "POST", body: "x".repeat(5001) })).status).toBe(413);
  });

  it("counts content whose length nobody has announced", async () => {
    const { app } = quietApp({ contentLimit: 10 });
    app.post("/", async (c) => String((await c.bytes()).length));
    const url = new URL(await listening(app));
    const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await raw(url, `${head}a\r\n0123456789\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(url, `${head}a\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("a raw method and a raw path are what they are", async () => {
    const { app } = quietApp();
    app.all("/*path", (c) => [c.method, c.path, c.params]);
    const url = new URL(await listening(app));
    const target = async (line: string): Promise<string> =>
      (await raw(url, `${line} HTTP/1.1\r\nHost: a\r\n\r\n`)).split("\r\n\r\n")[1] ?? "";
    expect(JSON.parse(await target("BREW /pot"))).toEqual(["BREW", "/pot", { path: ["pot"] }]);
    expect(JSON.parse(await target("GET //evil.example/x"))).toEqual([
      "GET",
      "//evil.example/x",
      { path: ["", "evil.example", "x"] },
    ]);
    expect(JSON.parse(await target("GET http://b/c?d"))).toEqual(["GET", "/c", { path: ["c"] }]);
  });
});

describe("in memory, through the real codec", () => {
  it("the address and the signal are the exchange's", async () => {
    const aborted: unknown[] = [];
    const hang: Middleware = (c, next) => {
      c.signal.addEventListener("abort", () => aborted.push((c.signal.reason as { code?: string }).code));
      return next();
    };
    const app = createApp()
      .use(hang)
      .get("/", (c) => typeof c.remote?.address)
      .get("/hang", async () => new Promise<string>(() => {}));
    const connection = connect(app);
    await connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(String(await connection.received())).toContain("HTTP/1.1 200 OK");
    await connection.send("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n");
    await connection.reset();
    expect(aborted).toEqual(["disconnect"]);
  });
});

function raw({ hostname, port }: URL, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connectSocket(Number(port), hostname, () => socket.write(text));
    socket.setEncoding("latin1");
    socket.on("data", (data: string) => {
      received += data;
      // One answer is all there is to come.
      setTimeout(() => socket.end(), 50);
    });
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}
