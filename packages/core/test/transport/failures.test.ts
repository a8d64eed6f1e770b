// What handlers and peers do wrong: each gets an answer or an end, the log says what happened, and the next exchange goes on.

import { describe, expect, it, vi } from "vitest";
import { ExchangeError, type Handler, HttpError, LightResponse, reply } from "../../src/index.js";
import { connect, wire } from "../../src/testing/index.js";
import { contentOf, fakeLogger, GET, held, statuses } from "./fixtures.js";

const GOOD = GET.replace("/", "/good");
const orGood =
  (handler: Handler): Handler =>
  (request, exchange) =>
    request.url.endsWith("/good") ? reply.text("good") : handler(request, exchange);

describe("a handler that fails before its response is sent", () => {
  const used = reply.text("used");
  void used.text();
  const cases: { rule: string; handler: Handler; status: number; error: unknown }[] = [
    {
      rule: "throws",
      handler: () => {
        throw new Error("secret");
      },
      status: 500,
      error: new Error("secret"),
    },
    { rule: "rejects", handler: () => Promise.reject(new Error("secret")), status: 500, error: new Error("secret") },
    { rule: "rejects with no error", handler: () => Promise.reject("secret"), status: 500, error: "secret" },
    {
      rule: "gives nothing",
      handler: () => undefined as unknown as Response,
      status: 500,
      error: new TypeError("A handler has to give a Response, and this one gave undefined"),
    },
    {
      rule: "gives something else",
      handler: () => ({ secret: 1 }) as unknown as Response,
      status: 500,
      error: new TypeError("A handler has to give a Response, and this one gave an object of class Object"),
    },
    {
      rule: "gives a response that was read",
      handler: () => used,
      status: 500,
      error: new TypeError("The body of this response is used already"),
    },
    {
      rule: "gives Response.error()",
      handler: () => LightResponse.error(),
      status: 500,
      error: expect.objectContaining({ code: "STATUS_INVALID" }),
    },
    {
      rule: "gives a native response whose stream fails at once",
      handler: () => new Response(new ReadableStream({ start: (controller) => controller.error(new Error("secret")) })),
      status: 500,
      error: new Error("secret"),
    },
    {
      rule: "throws a 5xx",
      handler: () => {
        throw new HttpError(503, "secret", { headers: { "Retry-After": "5" } });
      },
      status: 503,
      error: new HttpError(503, "secret", { headers: { "Retry-After": "5" } }),
    },
  ];

  it.each(cases)("$rule: $status, logged with the request line, and the connection goes on", async (row) => {
    const logger = fakeLogger();
    const received = await wire(orGood(row.handler), GET + GOOD, { logger });
    expect(statuses(received)).toEqual([row.status, 200]);
    expect(received).not.toContain("secret");
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error).toHaveBeenCalledWith(
      { err: row.error, request: "GET /", connection: expect.any(Number) },
      "A handler failed",
    );
  });

  it("throws a 4xx: its status, message and fields are the answer, and nothing is logged", async () => {
    const logger = fakeLogger();
    const received = await wire(
      () => {
        throw new HttpError(401, "Who are you?", { headers: { "WWW-Authenticate": "Basic" } });
      },
      GET,
      { logger },
    );
    expect(received).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(received).toMatch(/\r\nWWW-Authenticate: Basic\r\n/i);
    expect(contentOf(received)).toBe("Who are you?\n");
    expect(logger.lines).toEqual([]);
  });

  it("a response is sent once", async () => {
    const logger = fakeLogger();
    const one = reply.text("one");
    const received = await wire(() => one, GET + GET, { logger });
    expect(statuses(received)).toEqual([200, 500]);
    const empty = reply.empty();
    expect(statuses(await wire(() => empty, GET + GET))).toEqual([204, 204]);
  });

  it("to write a value that would end its line throws at the handler (no response splitting)", async () => {
    const logger = fakeLogger();
    const received = await wire(() => reply.text("x", { headers: { "X-A": "b\r\nSet-Cookie: c" } }), GET, { logger });
    expect(statuses(received)).toEqual([500]);
    expect(received).not.toContain("Set-Cookie");
    expect(logger.errors).toEqual([expect.any(TypeError)]);
  });
});

describe("a source that fails", () => {
  const failing = (after: number): Handler => {
    async function* source() {
      for (let piece = 0; piece < after; piece++) yield "piece";
      throw new Error("no more");
    }
    return () => reply.stream(source());
  };

  it.each([0, 1, 3])("after %d pieces: the connection is reset, so that the peer can tell", async (after) => {
    const logger = fakeLogger();
    const connection = connect(failing(after), { logger });
    await connection.send(GET + GET);
    const received = await connection.received();
    expect(connection.state).toBe("reset");
    expect(statuses(received)).toHaveLength(1);
    expect(received).not.toContain("\r\n0\r\n");
    expect(logger.errors).toEqual([new Error("no more")]);
    expect(connection.connections).toEqual({ open: 0, active: 0, idle: 0 });
  });

  it("a stream of strings is an error that says so", async () => {
    const logger = fakeLogger();
    const strings = new ReadableStream({ start: (controller) => controller.enqueue("text") });
    await wire(() => new LightResponse(strings), GET, { logger });
    expect(logger.errors).toEqual([
      new TypeError("The content of a Response comes in Uint8Arrays, and this piece is of type string"),
    ]);
  });
});

describe("a peer that goes", () => {
  it("while the handler works: the signal says so, and what comes then is dropped in silence", async () => {
    const logger = fakeLogger();
    const { promise, resolve } = held<Response>();
    let signal: AbortSignal | undefined;
    const connection = connect(
      (request) => {
        signal = request.signal;
        return promise;
      },
      { logger },
    );
    await connection.send(GET);
    expect(signal?.aborted).toBe(false);
    await connection.reset();
    expect(signal?.reason).toBeInstanceOf(ExchangeError);
    expect(signal?.reason.code).toBe("disconnect");
    resolve(reply.text("late"));
    await connection.received();
    expect(logger.lines).toEqual(["debug: A socket failed"]);
    expect(connection.connections).toEqual({ open: 0, active: 0, idle: 0 });
  });

  it("shows in a signal that is asked for afterwards", async () => {
    const { promise, resolve } = held();
    let aborted: boolean | undefined;
    const connection = connect(async (request) => {
      await promise;
      aborted = request.signal.aborted;
      return reply.empty();
    });
    await connection.send(GET);
    await connection.reset();
    resolve();
    await connection.received();
    expect(aborted).toBe(true);
  });

  it.each(["connected", "inside of a head", "inside of the content", "while a response waits", "idle"])(
    "%s: nothing is thrown and nothing stays",
    async (moment) => {
      const connection = connect(async (request) => reply.text(`${await request.text()}${"x".repeat(1_000_000)}`));
      if (moment === "inside of a head") await connection.send("GET / HT");
      if (moment === "inside of the content")
        await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
      if (moment === "while a response waits") connection.stall();
      if (moment === "while a response waits" || moment === "idle") await connection.send(GET);
      await connection.reset();
      await vi.waitFor(() => expect(connection.connections).toEqual({ open: 0, active: 0, idle: 0 }));
    },
  );
});

describe("the signal", () => {
  it("is not aborted because the content was read, nor when the response is finished", async () => {
    const signals: AbortSignal[] = [];
    const connection = connect(async (request) => {
      signals.push(request.signal);
      return reply.text(await request.text());
    });
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    await connection.send(GET);
    await connection.reset();
    expect(signals.map((signal) => signal.aborted)).toEqual([false, false]);
  });
});
