// Peers and handlers that take too long, by a clock that the test moves.

import { describe, expect, it } from "vitest";
import { type Handler, reply } from "../../src/index.js";
import { connect } from "../../src/testing/index.js";
import { fakeLogger, GET, held, post, statuses } from "./fixtures.js";

const hello: Handler = () => reply.text("hello");
const echo: Handler = async (request) => reply.text(await request.text());
const never: Handler = () => new Promise(() => {});

interface DeadlineCase {
  readonly rule: string;
  readonly handler: Handler;
  readonly sent: string;
  /** Milliseconds after which it is over, by default. */
  readonly after: number;
  readonly status: number[];
  readonly state: string;
}

const CASES: DeadlineCase[] = [
  { rule: "sends nothing at all", handler: hello, sent: "", after: 15_000, status: [], state: "half-closed" },
  {
    rule: "stops inside of a head",
    handler: hello,
    sent: "GET / HT",
    after: 15_000,
    status: [408],
    state: "half-closed",
  },
  {
    rule: "stops inside of a second head",
    handler: hello,
    sent: `${GET}GET / HT`,
    after: 15_000,
    status: [200, 408],
    state: "half-closed",
  },
  {
    rule: "stops inside of content that is read",
    handler: echo,
    sent: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe",
    after: 30_000,
    status: [408],
    state: "half-closed",
  },
  {
    rule: "never sends the content that it was told to send",
    handler: echo,
    sent: "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
    after: 30_000,
    status: [100, 408],
    state: "half-closed",
  },
  {
    rule: "stops inside of content that nobody reads",
    handler: hello,
    sent: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe",
    after: 30_000,
    status: [200],
    state: "half-closed",
  },
  { rule: "has no other request", handler: hello, sent: GET, after: 72_000, status: [200], state: "half-closed" },
];

describe("a peer that", () => {
  it.each(CASES)("$rule is left after $after ms", async ({ handler, sent, after, status, state }) => {
    const connection = connect(handler);
    if (sent !== "") await connection.send(sent);
    await connection.clock.advance(after - 1000);
    expect(connection.state).toBe("open");
    await connection.clock.advance(1000);
    expect(connection.state).toBe(state);
    expect(statuses(await connection.received())).toEqual(status);
    // And does not linger for ever.
    await connection.clock.advance(3000);
    expect(connection.connections.open).toBe(0);
  });

  it("sends its head octet by octet is left all the same", async () => {
    const connection = connect(hello);
    const head = `GET / HTTP/1.1\r\nHost: ${"a".repeat(100)}`;
    for (const octet of head.slice(0, 14)) {
      await connection.send(octet);
      await connection.clock.advance(1000);
    }
    expect(connection.state).toBe("open");
    await connection.clock.advance(1000);
    expect(connection.state).toBe("half-closed");
  });

  it("sends its content slowly is waited for, piece by piece", async () => {
    const connection = connect(echo);
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
    for (const octet of "hello") {
      await connection.clock.advance(29_000);
      await connection.send(octet);
    }
    expect(statuses(await connection.received())).toEqual([200]);
  });

  it("stops to read is reset after the time of a write", async () => {
    const connection = connect(() => reply.text("x".repeat(1_000_000)));
    connection.stall();
    await connection.send(GET);
    await connection.clock.advance(30_000);
    expect(connection.state).toBe("open");
    await connection.clock.advance(1000);
    expect(connection.state).toBe("reset");
  });

  it("reads slowly is waited for", async () => {
    const connection = connect(() => reply.text("x".repeat(1_000_000)));
    for (let piece = 0; piece < 4; piece++) {
      connection.stall();
      if (piece === 0) await connection.send(GET);
      await connection.clock.advance(20_000);
      await connection.resume();
    }
    expect(connection.state).toBe("open");
  });

  it.each([
    { rule: "that ends with its response", request: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" },
    { rule: "of HTTP/1.0", request: "GET / HTTP/1.0\r\n\r\n" },
  ])("takes the last octets of a connection $rule slowly is waited for, but not for ever", async ({ request }) => {
    const connection = connect(() => reply.text("x".repeat(200_000)));
    connection.stall();
    await connection.send(request);
    await connection.clock.advance(25_000);
    expect(connection.state).toBe("open");
    await connection.resume();
    expect((await connection.received()).length).toBeGreaterThan(200_000);
    expect(connection.state).toBe("half-closed");

    const other = connection.another();
    other.stall();
    await other.send(request);
    await other.clock.advance(31_000);
    expect(other.state).toBe("closed");
  });

  it("pipelines and takes its answers late gets no 408", async () => {
    const connection = connect(() => reply.text("x".repeat(60_000)));
    connection.stall();
    await connection.send(GET.repeat(20));
    await connection.clock.advance(20_000);
    await connection.resume();
    expect(statuses(await connection.received())).toEqual(Array(20).fill(200));
  });
});

describe("a handler that never settles", () => {
  it("is waited for, unless there is a deadline", async () => {
    const connection = connect(never);
    await connection.send(GET);
    await connection.clock.advance(3_600_000);
    expect(connection.state).toBe("open");
  });

  it("is answered for with 503 at the deadline of the exchange, its signal says so, and the connection goes on", async () => {
    const logger = fakeLogger();
    const { promise, resolve } = held<Response>();
    let signal: AbortSignal | undefined;
    const handler: Handler = (request) => {
      signal ??= request.signal;
      return promise;
    };
    const connection = connect(handler, { deadlines: { exchange: 5000 }, logger });
    await connection.send(GET);
    await connection.clock.advance(5000);
    expect(statuses(await connection.received())).toEqual([503]);
    expect(signal?.reason).toMatchObject({ code: "timeout" });
    resolve(reply.empty());
    await connection.send(GET);
    expect(statuses(await connection.received())).toEqual([204]);
    expect(connection.connections).toEqual({ open: 1, active: 0, idle: 1 });
  });

  it("with its response on the way is cut", async () => {
    const connection = connect(() => reply.stream(new ReadableStream()), { deadlines: { exchange: 5000 } });
    await connection.send(GET);
    await connection.clock.advance(5500);
    expect(connection.state).toBe("reset");
  });
});

it.each(["head", "content", "idle", "write"] as const)("0 sets no deadline: %s", async (name) => {
  const sent = { head: "GET / HT", content: post("hell", "Content-Length: 5\r\n"), idle: GET, write: GET }[name];
  const handler = { head: hello, content: echo, idle: hello, write: () => reply.text("x".repeat(1_000_000)) }[name];
  const connection = connect(handler, { deadlines: { [name]: 0 } });
  if (name === "write") connection.stall();
  await connection.send(sent);
  await connection.clock.advance(3_600_000);
  expect(connection.state).toBe("open");
});
