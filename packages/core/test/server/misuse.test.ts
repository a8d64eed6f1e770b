// Handlers, sources and takers that do what they should not: the peer gets an answer or a cut connection, the log a line,
// and the process goes on.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Handler, HttpError, LightResponse, reply } from "../../src/index.js";
import { connect, wire } from "../../src/testing/index.js";
import { contentOf, fakeLogger, GET, held, post, statuses } from "../transport/fixtures.js";

const uncaught: unknown[] = [];
const remember = (error: unknown): void => void uncaught.push(error);

beforeEach(() => {
  process.on("uncaughtException", remember);
  process.on("unhandledRejection", remember);
});

afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("uncaughtException", remember);
  process.off("unhandledRejection", remember);
  expect(uncaught.splice(0)).toEqual([]);
});

describe("what a handler gives", () => {
  const cases: { rule: string; given: () => unknown }[] = [
    {
      rule: "a `then` that throws",
      given: () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is the case
        then: () => {
          throw new Error("no promise");
        },
      }),
    },
    {
      rule: "a getter of `then` that throws",
      given: () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is the case
        get then() {
          throw new Error("no promise");
        },
      }),
    },
  ];
  it.each(cases)("$rule: 500, and the connection goes on", async ({ given }) => {
    const logger = fakeLogger();
    const received = await wire(given as Handler, GET + GET, { logger });
    expect(statuses(received)).toEqual([500, 500]);
    expect(logger.errors).toEqual([new Error("no promise"), new Error("no promise")]);
  });
});

describe("an HttpError", () => {
  it("says itself of what type its content is", async () => {
    const received = await wire(() => {
      throw new HttpError(400, "{}", { headers: { "Content-Type": "application/problem+json" } });
    }, GET);
    expect(received.match(/content-type: .+/gi)).toEqual(["Content-Type: application/problem+json"]);
  });

  it("with fields that cannot be sent is a 500", async () => {
    const logger = fakeLogger();
    const received = await wire(
      () => {
        throw new HttpError(400, "text", { headers: { "bad name": "x" } });
      },
      GET + GET,
      { logger },
    );
    expect(statuses(received)).toEqual([500, 500]);
    expect(logger.lines[0]).toBe("error: An HttpError has fields that cannot be sent");
  });
});

describe("a source", () => {
  it("is released where the fields beside it cannot be sent", async () => {
    const cancelled = held<unknown>();
    const stream = new ReadableStream({ cancel: cancelled.resolve });
    const received = await wire(() => new Response(stream, { headers: { "x-a": "\x01" } }), GET, {
      logger: fakeLogger(),
    });
    expect(statuses(received)).toEqual([500]);
    await cancelled.promise;
  });

  const returns: { rule: string; end: () => unknown }[] = [
    { rule: "gives no promise", end: () => undefined },
    {
      rule: "throws",
      end: () => {
        throw new Error("no end");
      },
    },
    { rule: "rejects", end: () => Promise.reject(new Error("no end")) },
  ];
  it.each(returns)("an iterator whose return() $rule is left all the same", async ({ end }) => {
    const iterator = { next: () => new Promise(() => {}), return: end };
    const source = { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<string>;
    const handler = () => new LightResponse(source);
    const connection = connect(handler);
    await connection.send(GET);
    await connection.reset();
    expect(connection.connections).toEqual({ open: 0, active: 0, idle: 0 });
    expect(statuses(await wire(handler, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"))).toEqual([200]);
  });

  it.each([
    { rule: "a number", piece: 5 },
    { rule: "an ArrayBuffer", piece: new ArrayBuffer(2) },
    { rule: "null", piece: null },
  ])("an iterator that gives $rule ends the connection, and the log says why", async ({ piece }) => {
    const logger = fakeLogger();
    const source = async function* () {
      yield piece as unknown as string;
    };
    const connection = connect(() => new LightResponse(source()), { logger });
    await connection.send(GET);
    expect(connection.state).toBe("reset");
    expect(String(logger.errors)).toMatch(/^TypeError: The content of a Response comes in Uint8Arrays/);
  });

  it("of one large piece is sent in smaller ones, so that a slow reader has the time of a write for each", async () => {
    const sizes: number[] = [];
    const watch = (message: unknown): void => {
      const { direction, octets } = message as { direction: string; octets: Uint8Array };
      if (direction === "out") sizes.push(octets.length);
    };
    subscribe("sockeye:octets", watch);
    await wire(() => new Response(new Uint8Array(1024 * 1024)), GET);
    unsubscribe("sockeye:octets", watch);
    expect(sizes.length).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBe(128 * 1024);
  });
});

describe("a native stream", () => {
  it("that has nothing to give yet holds no head back", async () => {
    const connection = connect(() => new Response(new ReadableStream()));
    await connection.send(GET);
    expect(await connection.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nTransfer-Encoding: chunked\r\n\r\n$/s);
  });
});

describe("content", () => {
  it("that a reader gives up while it waits is wanted no more: no 408", async () => {
    const answer = held<Response>();
    const connection = connect(async (request) => {
      const reader = (request.body as ReadableStream<Uint8Array>).getReader();
      const waiting = reader.read();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await reader.cancel();
      await waiting;
      return answer.promise;
    });
    await connection.send(post("", "Content-Length: 5\r\n"));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await connection.clock.advance(60_000);
    expect(await connection.received()).toBe("");
    answer.resolve(reply.text("late"));
    expect(contentOf(await connection.received())).toBe("late");
  });

  it("of which too much came is dropped, though it was being read", async () => {
    const connection = connect(async (request) => reply.text(await request.text()), {
      limits: { content: 10, discarded: 100 },
    });
    const chunk = `40\r\n${"x".repeat(64)}\r\n`;
    await connection.send(post(chunk, "Transfer-Encoding: chunked\r\n"));
    expect(statuses(await connection.received())).toEqual([413]);
    await connection.send(chunk);
    expect(connection.state).toBe("open");
    await connection.send(chunk);
    expect(connection.state).toBe("half-closed");
  });
});

describe("another protocol", () => {
  const UPGRADE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";

  it("is named in Connection too (RFC 9110 §7.8)", async () => {
    const received = await wire((_request, exchange) => exchange.upgrade({ Upgrade: "echo" }, () => {}), UPGRADE);
    expect(received).toMatch(/\r\nConnection: upgrade\r\n/);
  });

  it("finds what came before it began to read", async () => {
    const read = held<string>();
    const connection = connect((_request, exchange) =>
      exchange.upgrade({ Upgrade: "echo" }, (socket) => {
        setTimeout(() => socket.on("data", (octets) => read.resolve(String(octets))), 10);
      }),
    );
    await connection.send(UPGRADE);
    await connection.send("early");
    expect(await read.promise).toBe("early");
  });

  it("whose taker throws leaves no connection behind", async () => {
    const logger = fakeLogger();
    const handler: Handler = (_request, exchange) =>
      exchange.upgrade({ Upgrade: "echo" }, () => {
        throw new Error("no taker");
      });
    const connection = connect(handler, { logger });
    await connection.send(UPGRADE);
    expect(connection.state).toBe("reset");
    expect(connection.connections).toEqual({ open: 0, active: 0, idle: 0 });
    expect(logger.errors).toEqual([new Error("no taker")]);
  });
});

describe("stop()", () => {
  it("ends a connection whose last response began before it", async () => {
    const end = held();
    const source = async function* () {
      yield "begun";
      await end.promise;
    };
    const connection = connect(() => new LightResponse(source()));
    await connection.send(GET);
    const stopped = connection.stop();
    await connection.clock.advance(1_000);
    expect(connection.state).toBe("open");
    end.resolve();
    await connection.received();
    // A request that crosses the end of the response is still answered.
    await connection.clock.advance(200);
    expect(connection.state).toBe("open");
    await connection.clock.advance(500);
    expect(connection.state).toBe("half-closed");
    await connection.end();
    expect(await stopped).toEqual({ finished: 1, cut: 0 });
  });
});
