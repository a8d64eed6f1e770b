// What responses are made of: each source is sent to its end or told that nobody wants it, and never sent beyond what was
// announced.

import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { FileSlice, type Handler, LightResponse, reply } from "../../src/index.js";
import { connect, wire } from "../../src/testing/index.js";
import { contentOf, dechunked, fakeLogger, GET, held, statuses } from "./fixtures.js";

const HEAD = GET.replace("GET", "HEAD");
const encoder = new TextEncoder();
const folder = mkdtempSync(join(tmpdir(), "sockeye-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of that many octets, and how often it was closed. */
function file(octets: number, name = `file-${octets}`) {
  const path = join(folder, name);
  writeFileSync(path, "0123456789".repeat(Math.ceil(octets / 10)).slice(0, octets));
  const fd = openSync(path, "r");
  const close = vi.fn(() => closeSync(fd));
  const read = async (into: Uint8Array, position: number) => readSync(fd, into, 0, into.length, position);
  return { path, fd, close, read };
}

function isOpen(fd: number): boolean {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

describe("every kind of source arrives whole", () => {
  const big = "0123456789abcdef".repeat(100_000);
  const streams = (text: string) =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(encoder.encode(text));
        controller.close();
      },
    });
  async function* generates(text: string) {
    yield text.slice(0, 2);
    yield encoder.encode(text.slice(2));
  }
  const sources: [name: string, make: (text: string) => Response, isCounted: boolean][] = [
    ["a string", (text) => reply.text(text), true],
    ["octets", (text) => reply.bytes(encoder.encode(text)), true],
    ["a stream", (text) => reply.stream(streams(text)), false],
    ["a generator", (text) => reply.stream(generates(text)), false],
    ["a Blob", (text) => new LightResponse(new Blob([text])), true],
    ["a native response with a string", (text) => new Response(text), true],
    ["a native response with a stream", (text) => new Response(streams(text)), true],
  ];

  for (const [size, text] of [
    ["a few octets", "hello"],
    ["UTF-8", "h€llo ☃"],
    ["much", big],
  ] as const) {
    it.each(sources)(`%s of ${size}`, async (_name, make, isCounted) => {
      const received = await wire(() => make(text), GET);
      const content = contentOf(received);
      const length = encoder.encode(text).length;
      if (isCounted) expect(received).toContain(`\r\nContent-Length: ${length}\r\n`);
      else expect(received).toContain("\r\nTransfer-Encoding: chunked\r\n");
      const whole = isCounted ? content : dechunked(content);
      expect(Buffer.from(whole, "latin1").toString() === text).toBe(true);
    });
  }

  it.each(sources)("%s that is empty", async (_name, make) => {
    const received = await wire(() => make(""), GET);
    expect(dechunked(contentOf(received))).toBe("");
    expect(received).toMatch(/\r\n(?:Content-Length: 0|Transfer-Encoding: chunked)\r\n/);
  });

  it.each(sources)("%s to HEAD: the fields of GET, and no content", async (_name, make, isCounted) => {
    const received = await wire(() => make("hello"), HEAD + HEAD);
    expect(statuses(received)).toEqual([200, 200]);
    expect(received).not.toContain("hello");
    if (isCounted && make("") instanceof LightResponse) expect(received).toContain("\r\nContent-Length: 5\r\n");
  });

  it("to HTTP/1.0 a stream lasts until the connection closes", async () => {
    const received = await wire(
      () => reply.stream(streams("hello")),
      "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    );
    expect(received).toContain("\r\nConnection: close\r\n\r\nhello");
    expect(received).not.toContain("Transfer-Encoding");
  });
});

describe("a slice of a file", () => {
  const reset = async (handler: Handler) => {
    const connection = connect(handler);
    connection.stall();
    await connection.send(GET);
    await connection.reset();
    await connection.received();
  };
  it.each<{ rule: string; size: number; play: (handler: Handler) => Promise<unknown>; expected?: string }>([
    { rule: "is sent", size: 20, play: async (handler) => contentOf(await waited(handler)), expected: "2345678901" },
    { rule: "is sent in pieces", size: 1_000_000, play: async (handler) => (await waited(handler)).length },
    { rule: "is not sent to HEAD", size: 20, play: (handler) => wire(handler, HEAD) },
    { rule: "is left where the peer goes", size: 1_000_000, play: reset },
    {
      rule: "is left where the handler comes too late",
      size: 20,
      play: async (handler) => {
        const { promise, resolve } = held();
        const connection = connect(async (...args) => {
          await promise;
          return handler(...args);
        });
        await connection.send(GET);
        await connection.reset();
        resolve();
        await connection.received();
      },
    },
  ])("$rule, and closed once", async ({ size, play, expected }) => {
    const open = file(size);
    const end = size === 20 ? 12 : size;
    const result = await play(() => new LightResponse(new FileSlice(open, 2, end)));
    if (expected !== undefined) expect(result).toBe(expected);
    await vi.waitFor(() => expect(open.close).toHaveBeenCalledTimes(1));
    expect(isOpen(open.fd)).toBe(false);
  });

  it("that has become shorter ends the connection, not the message", async () => {
    const logger = fakeLogger();
    const open = file(500_000, "shrinks");
    const connection = connect(
      () => {
        truncateSync(open.path, 300_000);
        return new LightResponse(new FileSlice(open, 0, 500_000));
      },
      { logger },
    );
    await connection.send(GET + GET);
    await vi.waitFor(() => expect(connection.state).toBe("reset"));
    const received = await connection.received();
    expect(statuses(received)).toEqual([200]);
    expect(contentOf(received).length).toBeLessThanOrEqual(300_000);
    expect(logger.lines).toEqual(["error: A response broke off"]);
    expect(open.close).toHaveBeenCalledTimes(1);
  });

  it("that has grown is sent as it was announced", async () => {
    const open = file(20, "grows");
    const received = await waited(() => {
      writeFileSync(open.path, "x".repeat(100));
      return new LightResponse(new FileSlice(open, 0, 20));
    });
    expect(contentOf(received)).toBe("x".repeat(20));
  });

  /** Reading a file takes the time that it takes. */
  async function waited(handler: Handler): Promise<string> {
    const connection = connect(handler);
    await connection.send(GET);
    await connection.end();
    await vi.waitFor(() => expect(connection.state).toBe("closed"));
    return connection.received();
  }
});

describe("Content-Length that the handler announces", () => {
  const announced = (length: number, text: string): Handler => {
    async function* source() {
      yield text;
    }
    return () => reply.stream(source(), { headers: { "Content-Length": String(length) } });
  };

  it("frames a source of unknown length", async () => {
    const received = await wire(announced(5, "hello"), GET + GET);
    expect(received).toContain("\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n");
  });

  it.each([
    { rule: "shorter", length: 6, content: "hello" },
    { rule: "longer", length: 4, content: "" },
  ])("a source that is $rule: the connection is cut, and never an octet too many", async ({ length, content }) => {
    const logger = fakeLogger();
    const connection = connect(announced(length, "hello"), { logger });
    await connection.send(GET + GET);
    expect(contentOf(await connection.received())).toBe(content);
    expect(connection.state).toBe("reset");
    expect(logger.lines).toEqual(["error: A response broke off"]);
  });

  it("gives way to the length of what is in hand", async () => {
    const received = await wire(() => reply.text("hello", { headers: { "Content-Length": "3" } }), GET);
    expect(received).toContain("\r\nContent-Length: 5\r\n\r\nhello");
  });

  it("tells HEAD and 304 what GET would bring", async () => {
    const head = await wire(() => new Response(null, { headers: { "Content-Length": "5" } }), HEAD);
    expect(head).toContain("\r\nContent-Length: 5\r\n");
    const notModified = await wire(() => new Response(null, { status: 304, headers: { "Content-Length": "5" } }), GET);
    expect(notModified).toContain("\r\nContent-Length: 5\r\n");
    expect(contentOf(notModified)).toBe("");
  });
});

describe("back-pressure", () => {
  const PIECE = new Uint8Array(16 * 1024);
  const MANY = 1000;

  it.each(["stream", "generator"])("a peer that takes nothing holds the %s up", async (kind) => {
    let made = 0;
    async function* generator() {
      while (made < MANY) {
        made++;
        yield PIECE;
      }
    }
    const stream = () =>
      new ReadableStream({
        pull(controller) {
          if (made++ < MANY) controller.enqueue(PIECE);
          else controller.close();
        },
      });
    const connection = connect(() => reply.stream(kind === "stream" ? stream() : generator()));
    connection.stall();
    await connection.send(GET);
    await connection.received();
    expect(made).toBeLessThan(20);
    await connection.resume();
    await vi.waitFor(() => expect(connection.connections.active).toBe(0), 5000);
    expect(dechunked(contentOf(await connection.received())).length).toBe(MANY * PIECE.length);
  });
});

describe("a source that nobody wants any more is told", () => {
  it("a stream is cancelled with the reason", async () => {
    const cancel = vi.fn();
    const connection = connect(() => reply.stream(new ReadableStream({ cancel })));
    await connection.send(GET);
    await connection.reset();
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledWith(expect.objectContaining({ code: "disconnect" })));
  });

  it("a native response's stream as well, though its first piece is still to come", async () => {
    const cancel = vi.fn();
    const connection = connect(() => new Response(new ReadableStream({ cancel })));
    await connection.send(GET);
    await connection.reset();
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1));
  });

  it("a generator runs its finally", async () => {
    const { promise, resolve } = held();
    async function* ticks(signal: AbortSignal) {
      try {
        for (;;) {
          yield "tick ";
          await new Promise((wake) => {
            signal.addEventListener("abort", wake);
          });
        }
      } finally {
        resolve();
      }
    }
    const connection = connect((request) => reply.stream(ticks(request.signal)));
    await connection.send(GET);
    expect(await connection.received()).toContain("tick ");
    await connection.reset();
    await promise;
  });

  it("a response that comes too late is not sent, and its source is told", async () => {
    const cancel = vi.fn();
    const { promise, resolve } = held<Response>();
    const connection = connect(() => promise);
    await connection.send(GET);
    await connection.reset();
    resolve(reply.stream(new ReadableStream({ cancel })));
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1));
  });
});
