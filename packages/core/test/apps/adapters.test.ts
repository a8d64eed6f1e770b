// What @hono/node-server and srvx hold their adapters to, over real sockets. docs/adapters-conformance.md has the list, with what
// other tests hold and where we differ.

import { once } from "node:events";
import { request as ask } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Handler, LightResponse, reply, type Server } from "../../src/index.js";
import { fakeLogger, held, statuses } from "../transport/fixtures.js";
import { exchanged, served } from "./served.js";

const uncaught: unknown[] = [];
const remember = (error: unknown): void => void uncaught.push(error);
beforeEach(() => {
  process.on("uncaughtException", remember).on("unhandledRejection", remember);
});
afterEach(() => {
  process.off("uncaughtException", remember).off("unhandledRejection", remember);
  expect(uncaught.splice(0)).toEqual([]);
});

function get(target: string, fields = "Host: a\r\n"): string {
  return `GET ${target} HTTP/1.1\r\n${fields}\r\n`;
}

function post(target: string, content: string, fields = ""): string {
  return `POST ${target} HTTP/1.1\r\nHost: a\r\n${fields}Content-Length: ${content.length}\r\n\r\n${content}`;
}

async function answer(handler: Handler, octets: string): Promise<string> {
  return exchanged(await served(handler, { logger: fakeLogger() }), octets);
}

const contentOf = (received: string): string => received.slice(received.indexOf("\r\n\r\n") + 4);

describe("the URL of a request", () => {
  const url: Handler = (request) => reply.text(request.url);

  it.each([
    ["[::1]", "/foo.txt"],
    ["[::1]:8080", "/foo.txt"],
    ["localhost", "/"],
    ["localhost", "/foo//bar"],
    ["localhost", "//evil.example/foo"],
    ["localhost", "/hello%20world"],
    ["localhost", "/foo%23bar"],
    ["localhost", '/foo"bar'],
    ["localhost", "/caf%C3%A9"],
    ["localhost", "/foo?q=../bar"],
    ["localhost", "/path?q=hello%20world&q='a'"],
    ["localhost", "/path?"],
    ["localhost:080", "/foo.txt"],
    ["localhost:08080", "/foo.txt"],
    ["localhost:80", "/foo.txt"],
    ["localhost:443", "/foo.txt"],
    ["LOCALHOST", "/foo.txt"],
    ["LOCALHOST:8080", "/foo.txt"],
  ])("is what the URL standard makes of http://%s%s", async (host, target) => {
    const received = await answer(url, get(target, `Host: ${host}\r\n`));
    expect(contentOf(received)).toBe(new URL(`http://${host}${target}`).href);
  });

  it.each([
    "/..",
    "/foo/.",
    "/foo/bar/..",
    "/a/../../../b",
    "/./foo.txt",
    "/%2e%2E/foo",
    "/static\\..\\foo.txt",
    "/foo#bar",
    "foo",
  ])("is never resolved: %s is refused", async (target) => {
    expect(statuses(await answer(url, get(target)))).toEqual([400]);
  });

  it.each(["a b", "a/b", "a?b", "a#b", "a:x", "a:99999", "user@a", "[::1", "256.1.1.1"])(
    "has no host %s: that is refused, and the server goes on",
    async (host) => {
      const server = await served(url);
      expect(statuses(await exchanged(server, get("/", `Host: ${host}\r\n`)))).toEqual([400]);
      expect(statuses(await exchanged(server, get("/")))).toEqual([200]);
    },
  );

  it.each([
    {
      rule: "the target's authority counts, not Host",
      target: "http://example.org:81/a?b",
      expected: "http://example.org:81/a?b",
    },
    {
      rule: "its scheme does not: this connection is in the clear",
      target: "https://example.org/a",
      expected: "http://example.org/a",
    },
    { rule: "a query behind no path", target: "http://example.org?b", expected: "http://example.org/?b" },
  ])("absolute-form: $rule", async ({ target, expected }) => {
    expect(contentOf(await answer(url, get(target)))).toBe(expected);
  });

  it.each(["http://user:password@example.org/", "ftp://example.org/", "http:///a"])(
    "absolute-form: %s is refused",
    async (target) => {
      expect(statuses(await answer(url, get(target)))).toEqual([400]);
    },
  );

  it("of OPTIONS * is the server's, which the exchange tells from that of /", async () => {
    const seen: Handler = (request, { target }) => reply.text(`${target} ${request.url}`);
    const options = (target: string) => `OPTIONS ${target} HTTP/1.1\r\nHost: a\r\n\r\n`;
    expect(contentOf(await answer(seen, options("*")))).toBe("* http://a/");
    expect(contentOf(await answer(seen, options("/")))).toBe("/ http://a/");
    expect(contentOf(await answer(seen, options("http://a/?b")))).toBe("http://a/?b http://a/?b");
  });

  it("does not heed X-Forwarded-… fields", async () => {
    const fields =
      "Host: a\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.7\r\n";
    const seen: Handler = (request, { remote }) => reply.json([request.url, remote]);
    expect(contentOf(await answer(seen, get("/", fields)))).toMatch(/^\["http:\/\/a\/",\{"address":"127\.0\.0\.1"/);
  });
});

describe("a request", () => {
  it("is a Request, and no instance of a class that extends it", async () => {
    class Extended extends Request {}
    const seen: Handler = (request) =>
      reply.json([request instanceof Request, request instanceof Extended, request.headers instanceof Headers]);
    expect(contentOf(await answer(seen, get("/")))).toBe("[true,false,true]");
  });

  it.each(["PURGE", "patch", "M-SEARCH"])("has its method as it was sent: %s", async (method) => {
    const received = await answer((request) => reply.text(request.method), `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect(contentOf(received)).toBe(method);
  });

  it("has fields that are combined, whatever their names", async () => {
    const fields = "Host: a\r\nCookie: a=1\r\nCookie: b=2\r\nX-A: 1\r\nx-a: 2\r\n__proto__: p\r\n";
    const seen: Handler = ({ headers }) => {
      const all = [...headers].filter(([name]) => name !== "host");
      return reply.json([all, headers.get("cookie"), headers.get("__proto__"), headers.has("toString")]);
    };
    expect(JSON.parse(contentOf(await answer(seen, get("/", fields))))).toEqual([
      [
        ["__proto__", "p"],
        ["cookie", "a=1; b=2"],
        ["x-a", "1, 2"],
      ],
      "a=1; b=2",
      "p",
      false,
    ]);
  });

  it("has fields that can be set, and what reads them later sees it", async () => {
    const form: Handler = async (request) => {
      request.headers.set("content-type", "application/x-www-form-urlencoded");
      request.headers.set("x-added", "1");
      const copy = new Request(request.url, { headers: request.headers });
      return reply.json([Object.fromEntries(await request.formData()), copy.headers.get("x-added")]);
    };
    expect(contentOf(await answer(form, post("/", "a=1", "Content-Type: text/plain\r\n")))).toBe('[{"a":"1"},"1"]');
  });

  it("can be made another of, with another URL or another body", async () => {
    const remade: Handler = async (request) => {
      const moved = new Request("http://other/path", request);
      const text = await moved.text();
      const changed = new Request(request.url, { method: request.method, headers: request.headers, body: `${text}!` });
      return reply.json([moved.url, moved.method, moved.headers.get("x-a"), text, await changed.text()]);
    };
    expect(contentOf(await answer(remade, post("/", "text", "X-A: 1\r\n")))).toBe(
      '["http://other/path","POST","1","text","text!"]',
    );
  });

  it("prints what it is, without making its parts", async () => {
    const received = await answer((request) => reply.text(inspect(request)), get("/", "Host: a\r\nX-Foo: 1\r\n"));
    expect(contentOf(received)).toMatch(
      /^Request \{\s+method: 'GET',\s+url: 'http:\/\/a\/',\s+headers: Headers \{.*'x-foo': '1'/s,
    );
  });

  it("has the content of a GET as well", async () => {
    const received = await answer(
      async (request) => reply.text(await request.text()),
      `GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello`,
    );
    expect(contentOf(received)).toBe("hello");
  });
});

describe("content that nobody reads to its end leaves the connection in order", () => {
  const handlers: Record<string, Handler> = {
    "not read": () => reply.text("done"),
    "read whole": async (request) => {
      await request.text();
      return reply.text("done");
    },
    cancelled: async (request) => {
      await request.body?.cancel();
      return reply.text("done");
    },
    "read in part": async (request) => {
      await request.body?.getReader().read();
      return reply.text("done");
    },
    "read in part and cancelled": async (request) => {
      const reader = request.body?.getReader();
      await reader?.read();
      await reader?.cancel();
      return reply.text("done");
    },
  };
  it.each(Object.entries(handlers))("%s", async (_name, handler) => {
    const server = await served((request, exchange) =>
      request.method === "POST" ? handler(request, exchange) : reply.text("next"),
    );
    const content = "x".repeat(20_000);
    // Everything comes at once, and in two parts.
    expect(await exchanged(server, post("/", content) + get("/"))).toMatch(
      /\r\n\r\ndoneHTTP\/1\.1 200 OK\r\n.*\r\n\r\nnext$/s,
    );
    const socket = connect(server.port, "127.0.0.1").setEncoding("latin1");
    const request = post("/", content);
    socket.write(request.slice(0, 10_000));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(request.slice(10_000) + get("/"));
    let received = "";
    socket.on("data", (text) => {
      received += text;
    });
    await expect.poll(() => received).toMatch(/\r\n\r\ndone.*\r\n\r\nnext$/s);
    socket.destroy();
  });

  it("too much of it is refused while it is sent, and the client can read that", async () => {
    const server = await served(async (request) => reply.text(await request.text()));
    const asked = ask({ port: server.port, host: "127.0.0.1", method: "POST" });
    asked.on("error", () => {});
    const answered = once(asked, "response");
    for (let sent = 0; sent < 3_000_000; sent += 100_000) asked.write(Buffer.alloc(100_000));
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    asked.destroy();
  });
});

describe("a client that has gone", () => {
  /** Waits for the signal, then does `read`, and tells what came of it. */
  function reading(read: (request: Request) => Promise<unknown>) {
    const begun = held();
    const outcome = held<unknown>();
    const handler: Handler = async (request) => {
      begun.resolve();
      await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
      outcome.resolve(await read(request).catch((error) => error));
      return reply.text("late");
    };
    return { begun: begun.promise, outcome: outcome.promise, handler };
  }

  const reads: Record<string, (request: Request) => Promise<unknown>> = {
    "text()": (request) => request.text(),
    "json()": (request) => request.json().then((value) => JSON.stringify(value)),
    "arrayBuffer()": (request) => request.arrayBuffer().then((octets) => Buffer.from(octets).toString()),
    "blob()": (request) => request.blob().then((blob) => blob.text()),
    body: (request) => new Response(request.body).text(),
  };

  it.each(Object.entries(reads))("has sent its content whole: %s gives it", async (_name, read) => {
    const { begun, outcome, handler } = reading(read);
    const server = await served(handler);
    const socket = connect(server.port, "127.0.0.1");
    socket.write(post("/", '{"a":1}'));
    await begun;
    socket.resetAndDestroy();
    expect(await outcome).toBe('{"a":1}');
  });

  it.each(Object.entries(reads))("has not: %s rejects with the reason of the signal", async (_name, read) => {
    const { begun, outcome, handler } = reading(read);
    const server = await served(handler);
    const socket = connect(server.port, "127.0.0.1");
    socket.write(post("/", '{"a":1}').slice(0, -2));
    await begun;
    socket.resetAndDestroy();
    expect(await outcome).toMatchObject({ name: "AbortError", code: "disconnect" });
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])(
    "aborts the signal of %s, with nothing written to it",
    async (method) => {
      const { begun, outcome, handler } = reading(async (request) => request.signal.aborted);
      const { url } = await served(handler);
      const controller = new AbortController();
      const asked = fetch(url, { method, signal: controller.signal }).catch(() => {});
      await begun;
      controller.abort();
      expect(await outcome).toBe(true);
      await asked;
    },
  );

  it("does not abort the signal of another request", async () => {
    const aborted: string[] = [];
    const server = await served(async (request) => {
      request.signal.addEventListener("abort", () => aborted.push(request.url));
      await request.text();
      return reply.text("done");
    });
    for (let round = 0; round < 3; round++) await (await fetch(server.url, { method: "POST", body: "x" })).text();
    await server.stop();
    expect(aborted).toEqual([]);
  });
});

describe("a response", () => {
  const bodies: [string, () => Response, string][] = [
    ["a string", () => new Response("hello"), "hello"],
    ["an empty string", () => new Response(""), ""],
    ["a Uint8Array", () => new Response(Buffer.from("hello")), "hello"],
    ["an ArrayBuffer", () => new Response(new TextEncoder().encode("hello").buffer), "hello"],
    ["a view of a larger buffer", () => new LightResponse(viewOf("__hello__")), "hello"],
    ["a Blob", () => new LightResponse(new Blob(["hello"])), "hello"],
    ["URLSearchParams", () => new Response(new URLSearchParams({ a: "b c" })), "a=b+c"],
  ];
  it.each(bodies)("of %s has its length", async (_name, make, expected) => {
    const server = await served(make);
    const response = await fetch(server.url);
    expect([response.headers.get("content-length"), await response.text()]).toEqual([
      String(expected.length),
      expected,
    ]);
  });

  it("of a Blob and of the platform's own kind has its content", async () => {
    const { url } = await served(() => new Response(new Blob(["hello"], { type: "text/x-a" })));
    const response = await fetch(url);
    expect([response.headers.get("content-type"), await response.text()]).toEqual(["text/x-a", "hello"]);
  });

  it("of ten million octets has its length", async () => {
    const { url } = await served(() => new Response("a".repeat(10 * 1024 * 1024)));
    const response = await fetch(url);
    expect(response.headers.get("content-length")).toBe("10485760");
    expect((await response.text()).length).toBe(10_485_760);
  });

  it("has the length that its content has, whatever the handler says", async () => {
    const { url } = await served(() => new Response("hello", { headers: [["Content-Length", "00999"]] }));
    const response = await fetch(url);
    expect([response.headers.get("content-length"), await response.text()]).toEqual(["5", "hello"]);
  });

  it("of nothing has no type", async () => {
    const { url } = await served(() => new Response(null));
    const { headers } = await fetch(url);
    expect([headers.get("content-type"), headers.get("content-length")]).toEqual([null, "0"]);
  });

  it("sends its head before a stream has anything to give", async () => {
    const go = held();
    const source = () =>
      new ReadableStream<Uint8Array>({
        async start(controller) {
          await go.promise;
          controller.enqueue(Buffer.from("hello"));
          controller.close();
        },
      });
    for (const make of [() => new Response(source()), () => new LightResponse(source())]) {
      const { url } = await served(make);
      const response = await fetch(url);
      expect(response.headers.get("transfer-encoding")).toBe("chunked");
      go.resolve();
      expect(await response.text()).toBe("hello");
    }
  });

  it("is framed by the server: what a handler says of it is no second framing", async () => {
    const headers = { "Transfer-Encoding": "chunked", "Keep-Alive": "timeout=5", Connection: "keep-alive" };
    const stream = () => new LightResponse(slowly(["a", "b"]), { headers });
    const received = await answer(stream, get("/"));
    expect(received.match(/^transfer-encoding: .*/gim)).toEqual(["Transfer-Encoding: chunked"]);
    expect(received).not.toMatch(/keep-alive: /i);
    expect(contentOf(received)).toBe("1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
    expect(contentOf(await answer(() => new Response("text", { headers }), get("/")))).toBe("text");
  });

  it("with CRLFCRLF in its content arrives as it is", async () => {
    const text = "a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n0\r\n\r\n";
    const { url } = await served((request) =>
      request.url.endsWith("s") ? new Response(slowly([text, text])) : reply.text(text),
    );
    expect(await (await fetch(url)).text()).toBe(text);
    expect(await (await fetch(`${url}/s`)).text()).toBe(text + text);
  });

  it("of a Node stream", async () => {
    const make = () => Readable.from([Buffer.from("one"), Buffer.from("two")]);
    for (const body of [() => new Response(make() as never), () => new LightResponse(make())]) {
      expect(await (await fetch((await served(body)).url)).text()).toBe("onetwo");
    }
  });

  it("keeps each Set-Cookie, those that come later too, of a native response as of a light one", async () => {
    const make = [
      () => new Response("x", { headers: [["set-cookie", "a=1"]] }),
      () => reply.text("x", { headers: [["set-cookie", "a=1"]] }),
    ];
    for (const response of make) {
      const { url } = await served(() => {
        const made = response();
        made.headers.append("Set-Cookie", "b=2");
        return made.clone();
      });
      expect((await fetch(url)).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    }
  });

  it("does not share the Headers that it was made of", async () => {
    const shared = new Headers({ "X-Shared": "1" });
    const { url } = await served(() => {
      const response = reply.text("x", { headers: shared });
      response.headers.append("X-Count", "1");
      return response;
    });
    await (await fetch(url)).text();
    expect((await fetch(url)).headers.get("x-count")).toBe("1");
    expect(shared.has("x-count")).toBe(false);
  });

  it.each([204, 205, 304])("with %d has no content, and the connection goes on", async (status) => {
    const received = await answer(() => new Response(null, { status }), get("/") + get("/"));
    expect(statuses(received)).toEqual([status, status]);
    expect(received.endsWith("\r\n\r\n")).toBe(true);
  });

  it("with a status text sends it", async () => {
    const { url } = await served(() => new Response("x", { status: 418, statusText: "Short and Stout" }));
    expect((await fetch(url)).statusText).toBe("Short and Stout");
  });
});

describe("to HEAD", () => {
  it.each(["Response", "LightResponse"])(
    "a %s with a stream sends its fields; the stream is cancelled, not pumped",
    async (kind) => {
      const cancelled = held();
      let pulls = 0;
      const stream = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls++;
          controller.enqueue(new Uint8Array(10));
        },
        cancel: () => cancelled.resolve(),
      });
      const init = { status: 206, headers: { "Content-Length": "10", "X-Custom": "1" } };
      const { url } = await served(() =>
        kind === "Response" ? new Response(stream, init) : new LightResponse(stream, init),
      );
      const response = await fetch(url, { method: "HEAD" });
      expect([response.status, response.headers.get("content-length"), response.headers.get("x-custom")]).toEqual([
        206,
        "10",
        "1",
      ]);
      await cancelled.promise;
      expect(pulls).toBeLessThanOrEqual(1);
    },
  );

  it("a Node stream is destroyed", async () => {
    const readable = new Readable({ read() {} });
    const { url } = await served(() => new LightResponse(readable));
    await fetch(url, { method: "HEAD" });
    await expect.poll(() => readable.destroyed).toBe(true);
  });
});

describe("what fails", () => {
  it("tells the client nothing, and the log everything", async () => {
    const logger = fakeLogger();
    const server = await served(() => new Response("x", { headers: { "x-a": "\x01" } }), { logger });
    const received = await exchanged(server, get("/"));
    expect(received).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/);
    expect(contentOf(received)).toBe("500 Internal Server Error\n");
    expect(logger.lines).toEqual(["error: A handler failed"]);
  });

  it("a stream that rejects when it is cancelled rejects for nobody", async () => {
    const cancelled = held();
    const server = await served(
      () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
            cancel: () => {
              cancelled.resolve();
              return Promise.reject(new Error("not to be cancelled"));
            },
          }),
        ),
    );
    const socket = connect(server.port, "127.0.0.1");
    socket.write(get("/"));
    await once(socket, "data");
    socket.resetAndDestroy();
    await cancelled.promise;
    await goesOn(server);
  });

  it.each(["before its first piece", "behind its first piece"])(
    "a Node stream whose client leaves %s is destroyed",
    async (when) => {
      const readable = new Readable({ read() {} });
      if (when === "behind its first piece") readable.push("piece");
      const server = await served(({ url }) => (url.endsWith("/next") ? reply.text("x") : new LightResponse(readable)));
      const socket = connect(server.port, "127.0.0.1");
      socket.write(get("/"));
      await once(socket, "data");
      socket.resetAndDestroy();
      await expect.poll(() => readable.destroyed).toBe(true);
      await goesOn(server);
    },
  );

  it("a Node stream that fails cuts the response off", async () => {
    const logger = fakeLogger();
    const make = () => {
      const readable = new Readable({ read() {} });
      readable.push("piece");
      setTimeout(() => readable.destroy(new Error("no more")), 20);
      return new LightResponse(readable);
    };
    const server = await served(make, { logger });
    await expect((await fetch(server.url)).text()).rejects.toThrow();
    expect(logger.errors).toEqual([new Error("no more")]);
  });

  async function goesOn(server: Server): Promise<void> {
    const socket = connect(server.port, "127.0.0.1");
    socket.write(get("/next"));
    await once(socket, "data");
    socket.destroy();
  }
});

it("globals are never patched", async () => {
  const before = [Request, Response, Headers, fetch, AbortController];
  await answer(() => reply.text("x"), get("/"));
  expect([Request, Response, Headers, fetch, AbortController]).toEqual(before);
  expect(new Response("x").constructor).toBe(before[1]);
});

it.each([
  { host: "127.0.0.1", url: /^http:\/\/localhost:\d+$/ },
  { host: "::1", url: /^http:\/\/localhost:\d+$/ },
])("listens on $host", async ({ host, url }) => {
  const server = await served(() => reply.text("x"), { host });
  expect(server.url).toMatch(url);
  expect(server.address).toEqual({ address: host, port: server.port });
});

function viewOf(text: string): DataView {
  const octets = new TextEncoder().encode(text);
  return new DataView(octets.buffer, 2, octets.length - 4);
}

function slowly(pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(Buffer.from(piece));
    },
  });
}
