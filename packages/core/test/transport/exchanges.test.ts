// Exchanges one after the other on a connection: order, persistence, pipelining, and what goes out in one write.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { type Handler, reply } from "../../src/index.js";
import { connect, wire } from "../../src/testing/index.js";
import { contentOf, GET, held, post, statuses } from "./fixtures.js";

const path: Handler = (request) => reply.text(new URL(request.url).pathname);
const get = (target: string, fields = "") => `GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const contents = (received: string) => [...received.matchAll(/\r\n\r\n(\/(?:slow|\d+))/g)].map((match) => match[1]);

describe("persistence", () => {
  it.each([
    { rule: "1.1 persists", request: get("/"), state: "open", field: null },
    { rule: "unless it says close", request: get("/", "Connection: close\r\n"), state: "half-closed", field: "close" },
    { rule: "1.0 does not", request: "GET / HTTP/1.0\r\n\r\n", state: "half-closed", field: "close" },
    {
      rule: "unless it asks for it",
      request: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
      state: "open",
      field: "keep-alive",
    },
  ])("$rule (RFC 9112 §9.3)", async ({ request, state, field }) => {
    const connection = connect(path);
    await connection.send(request);
    const received = await connection.received();
    expect(/\r\nConnection: ([^\r]+)/.exec(received)?.[1] ?? null).toBe(field);
    expect(connection.state).toBe(state);
  });

  it.each(["close", "Close", "x, close"])("a response that says Connection: %s is the last", async (option) => {
    const connection = connect(() => reply.text("bye", { headers: { Connection: option } }));
    await connection.send(GET + GET);
    const received = await connection.received();
    expect(statuses(received)).toEqual([200]);
    expect(received.match(/\r\nConnection: /g)).toHaveLength(1);
    expect(connection.state).toBe("half-closed");
  });

  it("what follows a last request is answered to nobody", async () => {
    const received = await wire(path, get("/1", "Connection: close\r\n") + get("/2"));
    expect(contents(received)).toEqual(["/1"]);
  });
});

describe("pipelining", () => {
  const all = Array.from({ length: 300 }, (_, index) => `/${index}`);
  const handlers: Record<string, Handler> = {
    "synchronous handlers": path,
    "handlers that answer in a microtask": async (request) => path(request, undefined as never),
    "handlers that take a while, each another one": async (request, exchange) => {
      await new Promise((resolve) => setTimeout(resolve, Number(request.url.at(-1)) % 3));
      return path(request, exchange);
    },
  };

  it.each(Object.entries(handlers))("is answered in order: %s", async (_name, handler) => {
    const connection = connect(handler);
    await connection.send(all.map((target) => get(target)).join(""));
    let received = "";
    while (statuses(received).length < all.length) received += await connection.received();
    expect(contents(received)).toEqual(all);
  });

  it.each(["synchronous handlers", "handlers that answer in a microtask"])(
    "goes out in one write: %s",
    async (name) => {
      const writes: string[] = [];
      const listen = (message: unknown) => {
        const { direction, octets } = message as { direction: string; octets: Uint8Array };
        if (direction === "out") writes.push(Buffer.from(octets).toString("latin1"));
      };
      subscribe("sockeye:octets", listen);
      try {
        const connection = connect(handlers[name] as Handler);
        await connection.send(
          all
            .slice(0, 16)
            .map((target) => get(target))
            .join(""),
        );
        await connection.received();
      } finally {
        unsubscribe("sockeye:octets", listen);
      }
      expect(writes.map((write) => statuses(write).length)).toEqual([16]);
    },
  );

  it("an answer does not wait for the next one", async () => {
    const { promise, resolve } = held<Response>();
    const connection = connect((request) =>
      request.url.endsWith("/slow") ? promise : path(request, undefined as never),
    );
    await connection.send(get("/1") + get("/slow") + get("/3"));
    expect(contents(await connection.received())).toEqual(["/1"]);
    resolve(reply.text("/slow"));
    expect(contents(await connection.received())).toEqual(["/slow", "/3"]);
  });

  it("of a peer that takes no answers no more is begun than its buffer holds", async () => {
    let begun = 0;
    const connection = connect(() => {
      begun++;
      return reply.text("x".repeat(8 * 1024));
    });
    connection.stall();
    await connection.send(GET.repeat(500));
    expect(begun).toBeLessThan(20);
    await connection.resume();
    expect(statuses(await connection.received())).toHaveLength(500);
    expect(begun).toBe(500);
  });

  it("what is garbage behind a request is answered behind its answer", async () => {
    const connection = connect(path);
    await connection.send(`${get("/1")}\0\0\0`);
    const received = await connection.received();
    expect(statuses(received)).toEqual([200, 400]);
    expect(connection.state).toBe("half-closed");
  });
});

describe("a peer that half-closes", () => {
  it("gets its answer", async () => {
    const { promise, resolve } = held<Response>();
    const connection = connect(() => promise);
    await connection.send(GET);
    await connection.end();
    expect(connection.state).toBe("open");
    resolve(reply.text("hello"));
    expect(contentOf(await connection.received())).toBe("hello");
    expect(connection.state).toBe("closed");
  });

  it("counts as gone after a second, and gets its answer all the same", async () => {
    const { promise, resolve } = held<Response>();
    let signal: AbortSignal | undefined;
    const connection = connect((request) => {
      signal = request.signal;
      return promise;
    });
    await connection.send(GET);
    await connection.end();
    await connection.clock.advance(500);
    expect(signal?.aborted).toBe(false);
    await connection.clock.advance(1000);
    expect(signal?.reason).toMatchObject({ name: "AbortError", code: "disconnect" });
    resolve(reply.text("hello"));
    expect(contentOf(await connection.received())).toBe("hello");
  });
});

describe("interim responses", () => {
  it("103 comes before the response", async () => {
    const received = await wire((_request, exchange) => {
      exchange.informational(103, { Link: "</a.css>; rel=preload" });
      return reply.text("hello");
    }, GET);
    expect(received).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK\r\n/,
    );
  });

  it("HTTP/1.0 gets none", async () => {
    const received = await wire((_request, exchange) => {
      exchange.informational(103, { Link: "</a.css>; rel=preload" });
      return reply.text("hello");
    }, "GET / HTTP/1.0\r\n\r\n");
    expect(statuses(received)).toEqual([200]);
  });

  it.each([100, 101, 200, 99.5])("%d is refused", async (status) => {
    let thrown: unknown;
    await wire((_request, exchange) => {
      try {
        exchange.informational(status);
      } catch (error) {
        thrown = error;
      }
      return reply.text("hello");
    }, GET);
    expect(thrown).toBeInstanceOf(RangeError);
  });

  it.each([
    { rule: "100 when the content is read", read: true, expected: [100, 200] },
    { rule: "none when it is not, and the connection ends", read: false, expected: [200] },
  ])("$rule (RFC 9110 §10.1.1)", async ({ read, expected }) => {
    const connection = connect(async (request) => reply.text(read ? await request.text() : "no"));
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    let received = await connection.received();
    expect(statuses(received)).toEqual(expected.slice(0, 1));
    await connection.send("hello");
    received += await connection.received();
    expect(statuses(received)).toEqual(expected);
    expect(connection.state).toBe(read ? "open" : "half-closed");
  });

  it("an expectation that nobody knows is refused", async () => {
    expect(statuses(await wire(path, post("hello", "Content-Length: 5\r\nExpect: 200-ok\r\n")))).toEqual([417]);
  });
});

describe("another protocol", () => {
  const upgrade = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

  it("takes the socket over, with what came behind the request", async () => {
    const connection = connect((_request, exchange) =>
      exchange.upgrade({ Upgrade: "echo", Connection: "Upgrade" }, (socket, octets) => {
        socket.write(octets);
        socket.pipe(socket);
      }),
    );
    await connection.send(`${upgrade}first `);
    await connection.send("second");
    const received = await connection.received();
    expect(received).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(contentOf(received)).toBe("first second");
    // No deadline of HTTP's holds there.
    await connection.clock.advance(200_000);
    expect(connection.state).toBe("open");
    await connection.end();
    expect(connection.state).toBe("closed");
    expect(connection.connections).toEqual({ open: 0, active: 0, idle: 0 });
  });

  it("is refused to a request that asks for none", async () => {
    const received = await wire((_request, exchange) => exchange.upgrade({ Upgrade: "echo" }, () => {}), GET);
    expect(statuses(received)).toEqual([426]);
  });

  it("is offered by a response that names it, as RFC 9110 §15.5.22 asks of 426", async () => {
    const received = await wire(() => reply.text("echo only", { status: 426, headers: { Upgrade: "echo" } }), GET);
    expect(received).toMatch(/\r\nUpgrade: echo\r\nConnection: upgrade\r\n/);
  });
});

describe("what a handler sees", () => {
  it("where the connection leads, and which exchange of it this is", async () => {
    const received = await wire(
      (_request, { remote, local, tls, connection }) =>
        reply.json({ remote, local, tls, exchanges: connection.exchanges }),
      GET + GET,
    );
    expect(contentOf(received.slice(received.lastIndexOf("HTTP/1.1")))).toBe(
      '{"remote":{"address":"192.0.2.1","port":49152},"local":{"address":"192.0.2.2","port":80},"tls":null,"exchanges":2}',
    );
  });

  it("trailer fields, once the content has come", async () => {
    const connection = connect(async (request, exchange) => {
      const before = exchange.trailers;
      await request.text();
      return reply.json([before, exchange.trailers?.get("x-sum")]);
    });
    await connection.send(post("2\r\nhi\r\n", "Transfer-Encoding: chunked\r\n"));
    await connection.send("0\r\nX-Sum: 7\r\n\r\n");
    expect(contentOf(await connection.received())).toBe('[null,"7"]');
  });

  it.each([
    { target: "/a/b?c=d", host: "example.org", url: "http://example.org/a/b?c=d" },
    { target: "//evil.example/x", host: "a", url: "http://a//evil.example/x" },
    { target: "http://b:81/x", host: "a", url: "http://b:81/x" },
    { target: "/x", host: "EXAMPLE.org:80", url: "http://example.org/x" },
    { target: "/\"<x>?{'}", host: "a", url: "http://a/%22%3Cx%3E?{%27}" },
  ])("$target of $host as $url", async ({ target, host, url }) => {
    const received = await wire(
      (request) => reply.text(request.url),
      `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    );
    expect(contentOf(received)).toBe(url);
    expect(new URL(url).href).toBe(url);
  });

  it("the server's own authority where HTTP/1.0 gives none", async () => {
    expect(contentOf(await wire((request) => reply.text(request.url), "GET /x HTTP/1.0\r\n\r\n"))).toBe(
      "http://localhost/x",
    );
  });
});
