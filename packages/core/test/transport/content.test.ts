// The content of requests: how it reaches its reader, and what becomes of it where nobody reads.

import { describe, expect, it } from "vitest";
import { reply } from "../../src/index.js";
import { connect, wire } from "../../src/testing/index.js";
import { contentOf, dechunked, fakeLogger, GET, held, post, statuses } from "./fixtures.js";

const CHUNKED = "Transfer-Encoding: chunked\r\n";

describe("reading", () => {
  it.each([
    { rule: "by Content-Length", request: post("hello") },
    { rule: "in chunks", request: post("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", CHUNKED) },
  ])("$rule, whole or octet by octet, at once or as a stream", async ({ request }) => {
    for (const splitEvery of [1, 1000]) {
      const text = connect(async (incoming) => reply.text(await incoming.text()));
      await text.send(request, { splitEvery });
      expect(contentOf(await text.received())).toBe("hello");

      const stream = connect((incoming) => reply.stream(incoming.body as ReadableStream<Uint8Array>));
      await stream.send(request, { splitEvery });
      expect(dechunked(contentOf(await stream.received()))).toBe("hello");
    }
  });

  it("a reader that waits holds the peer up: no more is taken in than fits", async () => {
    const { promise, resolve } = held();
    let octets = 0;
    const connection = connect(async (request) => {
      await promise;
      for await (const piece of request.body as ReadableStream<Uint8Array>) octets += piece.length;
      return reply.text(String(octets));
    });
    const content = "x".repeat(1024 * 1024);
    // In memory a push never fails: what matters is that the connection did not ask for it.
    await connection.send(post(content), { splitEvery: 16 * 1024 });
    expect(octets).toBe(0);
    resolve();
    expect(contentOf(await connection.received())).toBe(String(content.length));
  });

  it("gives octets that are the reader's own: their buffer may go to a worker, and what is pipelined behind is unharmed", async () => {
    const read: unknown[] = [];
    const connection = connect(async (request) => {
      if (request.method === "GET") return reply.text(request.headers.get("x-name") ?? "");
      for await (const piece of request.body as ReadableStream<Uint8Array<ArrayBuffer>>) {
        read.push(piece.constructor);
        structuredClone(piece.buffer, { transfer: [piece.buffer] });
      }
      return reply.text(request.headers.get("content-length") ?? "");
    });
    await connection.send(`${post("hello")}${GET.slice(0, -2)}X-Name: behind\r\n\r\n`);
    const [, first, second] = (await connection.received()).split("\r\n\r\n");
    expect([first?.slice(0, 5), second]).toEqual(["5HTTP", "behind"]);
    expect(read).toEqual([Uint8Array]);
  });

  it("gives each reader of a clone octets of its own", async () => {
    const connection = connect(async (request) => {
      const clone = request.clone();
      for await (const { buffer } of request.body as ReadableStream<Uint8Array<ArrayBuffer>>) {
        structuredClone(buffer, { transfer: [buffer] });
      }
      return reply.text(await clone.text());
    });
    await connection.send(post("hello"));
    expect(contentOf(await connection.received())).toBe("hello");
  });

  it("goes on behind a response that came early", async () => {
    const { promise, resolve } = held<string>();
    const connection = connect((request) => {
      if (request.method === "POST") void request.text().then(resolve);
      return reply.text("accepted", 202);
    });
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
    expect(statuses(await connection.received())).toEqual([202]);
    await connection.send(`llo${GET}`);
    expect(await promise).toBe("hello");
    expect(statuses(await connection.received())).toEqual([202]);
  });

  it.each([
    { length: 200_000, state: "half-closed" },
    { length: 1000, state: "open" },
  ])("however much it is: $length octets, then $state", async ({ length, state }) => {
    const { promise, resolve } = held<string>();
    const connection = connect((request) => {
      void request.text().then(resolve);
      return reply.text("accepted", 202);
    });
    await connection.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`);
    expect(statuses(await connection.received())).toEqual([202]);
    await connection.send("x".repeat(length), { splitEvery: 16_000 });
    expect(await promise).toHaveLength(length);
    expect(connection.state).toBe(state);
  });

  it("a reader that stops behind the response has five seconds to go on; then the rest is dropped, and it is told", async () => {
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    const connection = connect(
      async (request) => {
        if (request.body === null) return reply.empty();
        reader = request.body.getReader();
        await reader.read();
        return reply.text("enough");
      },
      { limits: { discarded: 1_000_000 } },
    );
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200005\r\n\r\nhello");
    await connection.send("x".repeat(200_000) + GET, { splitEvery: 16_000 });
    expect(statuses(await connection.received())).toEqual([200]);
    await connection.clock.advance(4500);
    expect(statuses(await connection.received())).toEqual([]);
    await connection.clock.advance(1000);
    expect(statuses(await connection.received())).toEqual([204]);
    await expect(reader?.read()).rejects.toMatchObject({ code: "timeout" });
  });

  it("of content that is too large nothing more is kept, and the connection goes on", async () => {
    const connection = connect(async (request) => reply.text(await request.text()), { limits: { content: 10 } });
    await connection.send(post("14\r\n01234567890123456789\r\n", CHUNKED));
    expect(statuses(await connection.received())).toEqual([413]);
    await connection.send(`0\r\n\r\n${GET}`);
    expect(statuses(await connection.received())).toEqual([200]);
  });

  it("a second reader is refused", async () => {
    const connection = connect(async (request) => {
      const first = request.text();
      const second = request.text().catch((error: Error) => error.constructor.name);
      return reply.json([await first, await second]);
    });
    await connection.send(post("hello"));
    expect(contentOf(await connection.received())).toBe('["hello","TypeError"]');
  });
});

describe("the limit of content that is read as a whole", () => {
  const limits = { content: 10 };
  const read = async (request: Request) => reply.text(await request.text());

  it.each([
    { rule: "exactly as much", request: post("0123456789"), status: 200 },
    { rule: "more", request: post("0123456789a"), status: 413 },
    { rule: "more in chunks", request: post("6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n", CHUNKED), status: 413 },
  ])("$rule: $status", async ({ request, status }) => {
    expect(statuses(await wire(read, request, { limits }))).toEqual([status]);
  });

  it("is judged by Content-Length before anything is read", async () => {
    const connection = connect(read, { limits });
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2000000000\r\n\r\n");
    const received = await connection.received();
    expect(statuses(received)).toEqual([413]);
    expect(received).toContain("\r\nConnection: close\r\n");
  });

  it("does not hold for a stream", async () => {
    const counted = async (request: Request) => {
      let octets = 0;
      for await (const piece of request.body as ReadableStream<Uint8Array>) octets += piece.length;
      return reply.text(String(octets));
    };
    expect(contentOf(await wire(counted, post("x".repeat(100)), { limits }))).toBe("100");
  });
});

describe("content that nobody reads", () => {
  const limits = { discarded: 100 };
  const no = () => reply.text("no", 403);

  it.each([
    { rule: "a little is dropped, and the connection goes on", request: post("x".repeat(100)), state: "open" },
    { rule: "much is not waited for", request: post("x".repeat(101)), state: "half-closed" },
    { rule: "a little in chunks", request: post(`64\r\n${"x".repeat(100)}\r\n0\r\n\r\n`, CHUNKED), state: "open" },
    { rule: "much in chunks", request: post(`65\r\n${"x".repeat(101)}\r\n0\r\n\r\n`, CHUNKED), state: "half-closed" },
  ])("$rule", async ({ request, state }) => {
    const [head = ""] = request.split("\r\n\r\n", 1);
    const connection = connect(no, { limits });
    await connection.send(request, { splitAt: [head.length + 4] });
    const received = await connection.received();
    expect(statuses(received)).toEqual([403]);
    expect(connection.state).toBe(state);
    if (state === "open") {
      await connection.send(GET);
      expect(statuses(await connection.received())).toEqual([403]);
    }
  });

  it("the end of a connection lingers, so that the peer can read the answer (RFC 9112 §9.6)", async () => {
    const connection = connect(no, { limits });
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    expect(connection.state).toBe("half-closed");
    for (let second = 0; second < 9; second++) {
      await connection.send("x".repeat(1000));
      await connection.clock.advance(1000);
      expect(connection.state).toBe("half-closed");
    }
    // While it sends, but not for ever.
    await connection.send("x".repeat(1000));
    await connection.clock.advance(1000);
    expect(connection.state).toBe("closed");
  });

  it("a peer that is silent then is left after two seconds", async () => {
    const connection = connect(no, { limits });
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    await connection.clock.advance(1500);
    expect(connection.state).toBe("half-closed");
    await connection.clock.advance(500);
    expect(connection.state).toBe("closed");
  });
});

describe("content that breaks off", () => {
  it.each([
    { rule: "a chunk is malformed", sent: "zz\r\n", status: [400] },
    { rule: "the peer half-closes", sent: null, status: [400] },
  ])("where $rule the reader is told, and the peer gets one answer", async ({ sent, status }) => {
    const logger = fakeLogger();
    const { promise, resolve } = held<unknown>();
    const connection = connect(
      async (request) => {
        await request.text().catch((error) => {
          resolve(error);
          throw error;
        });
        return reply.text("never");
      },
      { logger },
    );
    await connection.send(post("3\r\nfoo\r\n", CHUNKED));
    if (sent === null) await connection.end();
    else await connection.send(sent);
    expect(statuses(await connection.received())).toEqual(status);
    expect(await promise).toMatchObject({ code: "disconnect", cause: { name: "ProtocolError" } });
    expect(logger.errors).toEqual([]);
  });
});
