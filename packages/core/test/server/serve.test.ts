// The server over real sockets: what a client on the other end sees, octet for octet.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { type Handler, type Logger, type ServeOptions, type Server, serve } from "../../src/index.js";

let server: Server | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function listen(handler: Handler, options: ServeOptions = {}): Promise<Server> {
  server = await serve(handler, { ...options, port: 0 });
  return server;
}

function fakeLogger() {
  return { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } satisfies Logger;
}

/** Sends octets, reads until the server closes (or half-closes), and gives back what came, the date masked. */
async function wire(octets: string, { end = true } = {}): Promise<string> {
  const socket = connect({ port: (server as Server).port, host: "127.0.0.1", allowHalfOpen: true });
  socket.setEncoding("latin1");
  let received = "";
  socket.on("data", (text) => {
    received += text;
  });
  socket.write(octets, "latin1");
  if (end) socket.end();
  await once(socket, "end");
  socket.destroy();
  return received.replaceAll(/Date: [^\r]+/g, "Date: …");
}

const HELLO = "HTTP/1.1 200 OK\r\ncontent-type: text/plain;charset=UTF-8\r\nDate: …\r\nContent-Length: 5\r\n\r\nhello";

it("answers GET", async () => {
  await listen(() => new Response("hello"));
  expect(await wire("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toBe(HELLO);
});

it("answers pipelined requests in order, on one connection", async () => {
  await listen(async (request) => {
    const path = new URL(request.url).pathname;
    // The first answer takes longest.
    await new Promise((resolve) => setTimeout(resolve, path === "/1" ? 30 : 0));
    return new Response(path, { headers: { "content-type": "x/y" } });
  });
  const requests = ["/1", "/2", "/3"].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join("");
  const bodies = [...(await wire(requests)).matchAll(/\r\n\r\n(\/\d)/g)].map((match) => match[1]);
  expect(bodies).toEqual(["/1", "/2", "/3"]);
});

it("gives the handler method, URL, fields and content", async () => {
  await listen(async (request) => {
    const lines = [request.method, request.url, request.headers.get("x-a"), await request.text()];
    return new Response(lines.join("|"));
  });
  const received = await wire(
    "POST /a?b=c HTTP/1.1\r\nHost: example.org:81\r\nX-A: 1\r\nX-A: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nfoo\r\n3\r\nbar\r\n0\r\n\r\n",
  );
  expect(received).toContain("\r\n\r\nPOST|http://example.org:81/a?b=c|1, 2|foobar");
});

it("sends GET's fields and no content to HEAD", async () => {
  await listen(() => new Response("hello", { headers: { "content-length": "5" } }));
  expect(await wire("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")).toBe(HELLO.slice(0, -5));
});

it("sends a stream in chunks, and to HTTP/1.0 until it closes", async () => {
  await listen(() => {
    const pieces = ["one", "two"].map((text) => new TextEncoder().encode(text));
    return new Response(
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          const piece = pieces.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(piece);
        },
      }),
    );
  });
  const head = "HTTP/1.1 200 OK\r\nDate: …\r\n";
  expect(await wire("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toBe(
    `${head}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n`,
  );
  expect(await wire("GET / HTTP/1.0\r\n\r\n", { end: false })).toBe(`${head}Connection: close\r\n\r\nonetwo`);
});

it("answers a broken request with its status and closes, and tells the peer nothing else", async () => {
  const handler = vi.fn(() => new Response("hello"));
  await listen(handler);
  const received = await wire("GET / HTTP/1.1\r\nHost: a\r\nX: secret\0\r\n\r\n", { end: false });
  expect(received).toBe(
    "HTTP/1.1 400 Bad Request\r\nDate: …\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 16\r\nConnection: close\r\n\r\n400 Bad Request\n",
  );
  expect(handler).not.toHaveBeenCalled();
});

it("answers a fault in the content at once, and the handler's response no more", async () => {
  const logger = fakeLogger();
  await listen(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return new Response("hello");
    },
    { logger },
  );
  const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const received = await wire(`${head}3\r\nfoo\r\nzz\r\n`, { end: false });
  expect(received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(received).not.toContain("hello");
  expect(logger.error).not.toHaveBeenCalled();
});

it("answers what came before the fault first", async () => {
  await listen(() => new Response("hello"));
  const received = await wire("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\nHost: a\n\n", { end: false });
  expect(received.startsWith(`${HELLO}HTTP/1.1 400 Bad Request\r\n`)).toBe(true);
});

it("answers 500 where the handler throws, reports it, and goes on", async () => {
  const logger = fakeLogger();
  await listen(
    (request) => {
      if (request.url.endsWith("/bad")) throw new Error("broken");
      return new Response("hello");
    },
    { logger },
  );
  const received = await wire("GET /bad HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
  expect(received).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/);
  expect(received).not.toContain("broken");
  expect(received.endsWith(HELLO)).toBe(true);
  expect(logger.error.mock.calls).toEqual([
    [{ err: new Error("broken"), request: "GET /bad", connection: expect.any(Number) }, "A handler failed"],
  ]);
});

it("cuts the connection where the content fails half-way, and reports it", async () => {
  const logger = fakeLogger();
  await listen(
    () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode("part")),
          async pull() {
            await new Promise((resolve) => setTimeout(resolve, 5));
            throw new Error("no more");
          },
        }),
      ),
    { logger },
  );
  // A busy kernel may show the reset as an end; in either case the last chunk is missing.
  const received = await wire("GET / HTTP/1.1\r\nHost: a\r\n\r\n", { end: false }).catch((error) => error.code);
  expect(received).toMatch(/^ECONNRESET$|\r\n4\r\npart\r\n$/);
  expect(logger.error.mock.calls).toEqual([
    [{ err: new Error("no more"), request: "GET /", connection: expect.any(Number) }, "A response broke off"],
  ]);
});

it("answers nothing more once the peer has gone, though all that it pipelined is here", async () => {
  let requests = 0;
  await listen(() => {
    requests++;
    return new Response("hello");
  });
  const socket = connect((server as Server).port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50_000));
  await once(socket, "data");
  socket.resetAndDestroy();
  await once(socket, "close");
  await expect.poll(() => (server as Server).connections.open, { timeout: 5_000 }).toBe(0);
  const seen = requests;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(requests).toBe(seen);
  expect(requests).toBeLessThan(50_000);
});

it("sends 100 when the handler reads the content, and none when it does not", async () => {
  await listen(async (request) =>
    request.url.endsWith("/read") ? new Response(await request.text()) : new Response("no", { status: 413 }),
  );
  const socket = connect((server as Server).port, "127.0.0.1").setEncoding("latin1");
  socket.write("POST /read HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  expect((await once(socket, "data"))[0]).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  socket.write("hello");
  expect((await once(socket, "data"))[0]).toContain("\r\n\r\nhello");
  socket.destroy();

  const refused = await wire(
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2000000000\r\n\r\n",
    { end: false },
  );
  expect(refused).toMatch(/^HTTP\/1\.1 413 Content Too Large\r\n/);
  expect(refused).toContain("\r\nConnection: close\r\n");
});

it("echoes 4 MiB with a reader that is slow to begin", async () => {
  await listen((request) => new Response(request.body));
  const octets = new Uint8Array(4 * 1024 * 1024).map((_, index) => index % 251);
  const response = await fetch((server as Server).url, { method: "POST", body: octets });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(Buffer.compare(new Uint8Array(await response.arrayBuffer()), octets)).toBe(0);
});

it("answers 400 for a host that no URL can have, and 501 for CONNECT", async () => {
  await listen(() => new Response("hello"));
  expect(await wire("GET / HTTP/1.1\r\nHost: 256.1.1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await wire("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n")).toMatch(/^HTTP\/1\.1 501 /);
});

it.runIf(longestQueue() >= 1000)("lets a burst of connections wait until it comes to them", async () => {
  const { port } = await listen(() => new Response("hello"));
  let connected = 0;
  const sockets = Array.from({ length: 900 }, () => connect(port, "127.0.0.1", () => connected++));
  // Turned away, they would try again after a second.
  for (const socket of sockets) socket.on("error", () => {});
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
  expect(connected).toBe(sockets.length);
  for (const socket of sockets) socket.destroy();
});

it("ends a kept-alive connection that is idle when it stops", async () => {
  const { url, stop } = await listen(() => new Response("hello"));
  await (await fetch(url)).text();
  await stop();
  await expect(fetch(url)).rejects.toThrow();
});

it("does not wait for the rest of a head when it stops", async () => {
  const { port, stop } = await listen(() => new Response("hello"));
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET / HT");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await stop();
  socket.destroy();
});

it("says in one line that the port is in use", async () => {
  const { port } = await listen(() => new Response("hello"));
  await expect(serve(() => new Response("hello"), { port })).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use: end the program that has it, or choose another port.`,
  );
});

it("refuses what is no port", async () => {
  await expect(serve(() => new Response("hello"), { port: Number("8k") })).rejects.toThrow(
    "serve() was given options that it cannot take:\n  port: Invalid input: expected number, received NaN",
  );
  await expect(serve(() => new Response("hello"), 8000 as never)).rejects.toThrow(
    /^The port goes into an object: \{ port: 8000 \}$/,
  );
});

it("says that it stops before it closes anything, and goes on accepting for the delay", async () => {
  const seen: boolean[] = [];
  const { port, stop } = await listen((_request, { stopping }) => {
    seen.push(stopping.aborted);
    return new Response("hello");
  });
  expect(await wire("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).not.toContain("Connection: close");
  const stopped = stop({ delay: 200 });
  expect(await wire("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toContain("Connection: close");
  expect(seen).toEqual([false, true]);
  await stopped;
  const refused = connect({ port, host: "127.0.0.1" });
  expect(((await once(refused, "error")) as [NodeJS.ErrnoException])[0].code).toBe("ECONNREFUSED");
});

it("tells an exchange under way that the server stops", async () => {
  const { stop } = await listen(async (_request, { stopping }) => {
    await once(stopping, "abort");
    return new Response((stopping.reason as { code: string }).code);
  });
  const received = wire("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await vi.waitFor(() => expect(server?.connections.active).toBe(1));
  expect(await stop()).toEqual({ finished: 1, cut: 0 });
  expect(await received).toContain("\r\n\r\nshutdown");
});

/** Connections that Linux lets wait for a server; 0 elsewhere. */
function longestQueue(): number {
  try {
    return Number(readFileSync("/proc/sys/net/core/somaxconn", "latin1"));
  } catch {
    return 0;
  }
}
