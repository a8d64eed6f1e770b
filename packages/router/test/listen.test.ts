// The app behind Sockeye's own server, over real sockets.

import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { connect } from "@sockeye/core/testing";
import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { type App, createApp, HttpError, type Middleware, settled, type Upgrade } from "../src/index.js";
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

describe("OPTIONS *", () => {
  const ask = async (app: App, target = "*"): Promise<string> => {
    const connection = connect(app);
    await connection.send(`OPTIONS ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
    return String(await connection.received());
  };
  const allowOf = (answer: string): string | undefined => /\r\nAllow: (.*)\r\n/.exec(answer)?.[1];

  it.each<{ rule: string; app: () => App; allow: string }>([
    { rule: "no routes", app: () => createApp(), allow: "OPTIONS" },
    {
      rule: "the methods of all routes, those of mounted apps among them",
      app: () =>
        createApp()
          .get("/", () => "")
          .on("PURGE", "/a", () => "")
          .mount(
            "/b",
            createApp().delete("/c", () => ""),
          ),
      allow: "GET, PURGE, DELETE, HEAD, OPTIONS",
    },
    {
      rule: "a route for every method",
      app: () =>
        createApp()
          .on("PURGE", "/", () => "")
          .all("/", () => ""),
      allow: "PURGE, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, QUERY",
    },
    {
      rule: "no route answers it, not even one for OPTIONS /",
      app: () => createApp().options("/", () => "own"),
      allow: "OPTIONS",
    },
  ])("tells of the server as a whole: $rule", async ({ app, allow }) => {
    const answer = await ask(app());
    expect(answer).toMatch(/^HTTP\/1\.1 204 /);
    expect(allowOf(answer)).toBe(allow);
  });

  it("goes through the middleware, as any OPTIONS that no route answers", async () => {
    const app = createApp().use(async (c, next) => {
      const response = await next();
      response.headers.set("X-Seen", `${c.method} ${c.path} ${c.exchange.target}`);
      return response;
    });
    expect(await ask(app)).toContain("\r\nX-Seen: OPTIONS / *\r\n");
  });

  it("is not OPTIONS /", async () => {
    const app = createApp()
      .get("/", () => "")
      .delete("/a", () => "");
    expect(allowOf(await ask(app, "/"))).toBe("GET, HEAD, OPTIONS");
    expect(allowOf(await ask(app, "*"))).toBe("GET, DELETE, HEAD, OPTIONS");
    // The caller of app.fetch may know it too.
    const request = new Request("http://a/", { method: "OPTIONS" });
    expect((await app.fetch(request, { target: "*" })).headers.get("allow")).toBe("GET, DELETE, HEAD, OPTIONS");
    expect((await app.fetch(request)).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(app.explain("OPTIONS", "*").allow).toEqual(["GET", "DELETE", "HEAD", "OPTIONS"]);
    expect(String(app.explain("OPTIONS", "*"))).toContain("204: no route answers");
  });
});

describe("in memory, through the real codec", () => {
  it("a handler hands its connection over to another protocol", async () => {
    const app = createApp()
      .use(
        settled(async (c, next) => {
          c.cookies.set("a", "1");
          const response = await next();
          response.headers.set("X-Seen", String(response.status));
          return response;
        }),
      )
      .get("/echo", (c) => {
        const { upgrade } = c.exchange;
        expectTypeOf(upgrade).toEqualTypeOf<Upgrade | undefined>();
        return (
          c.exchange.upgrade?.({ Upgrade: "echo" }, (socket, octets) => {
            expectTypeOf(socket).toEqualTypeOf<Duplex>();
            socket.end(Buffer.concat([Buffer.from("took: "), octets]));
          }) ?? c.problem(501)
        );
      });
    const connection = connect(app);
    await connection.send("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello");
    const [head, taken] = String(await connection.received()).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head?.split("\r\n").slice(1).sort()).toEqual([
      "Connection: upgrade",
      "Set-Cookie: a=1; Path=/",
      "Upgrade: echo",
      "X-Seen: 101",
    ]);
    expect(taken).toBe("took: hello");
    expect((await app.request("/echo")).status).toBe(501);

    const refused = connect(app);
    await refused.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(String(await refused.received())).toMatch(/^HTTP\/1\.1 426 /);
  });

  it("fields keep their letter case and their order, whichever way they were set", async () => {
    const app = createApp()
      .use(async (c, next) => {
        c.response.headers.set("X-Z", "1");
        c.response.headers.append("X-a", "2");
        c.response.headers.append("x-A", "3");
        c.response.headers.append("Set-Cookie", "a=1");
        c.response.headers.append("Set-Cookie", "b=2");
        const response = await next();
        response.headers.set("ETag", '"d"');
        return response;
      })
      .get("/", (c) => c.text("", { headers: { "WWW-Authenticate": "Basic" } }))
      .get("/native", () => new Response("", { headers: { "X-B": "4" } }));
    const fields = async (path: string): Promise<readonly string[]> => {
      const connection = connect(app);
      await connection.send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
      const lines = String(await connection.received())
        .split("\r\n")
        .slice(1, -2);
      return lines.filter((line) => !/^(?:content-|date)/i.test(line));
    };
    const laid = ["X-Z: 1", "X-a: 2", "X-a: 3", "Set-Cookie: a=1", "Set-Cookie: b=2"];
    expect(await fields("/")).toEqual(["WWW-Authenticate: Basic", ...laid, 'ETag: "d"']);
    // The platform's own Headers keep neither.
    expect(await fields("/native")).toEqual([
      ...['etag: "d"', "set-cookie: a=1", "set-cookie: b=2", "x-a: 2, 3", "x-b: 4", "x-z: 1"],
    ]);
  });

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
