// The connection in memory itself: delivery, ends, time.

import { expect, it } from "vitest";
import { reply } from "../../src/index.js";
import { connect, wire } from "../../src/testing/index.js";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const hello = () => reply.text("hello");

it("gives a snapshot of all that is on the wire", async () => {
  expect(await wire(hello, GET)).toMatchInlineSnapshot(`
    "HTTP/1.1 200 OK
    Content-Type: text/plain; charset=utf-8
    Date: Thu, 01 Jan 2026 00:00:00 GMT
    Content-Length: 5

    hello"
  `);
});

it.each([{ splitEvery: 1 }, { splitAt: [3, 20] }, { splitEvery: 7, splitAt: [3] }, {}])(
  "delivers in pieces: %j",
  async (delivery) => {
    const connection = connect(async (request) => reply.text(await request.text()));
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", delivery);
    expect(await connection.received()).toMatch(/\r\n\r\nhello$/);
    expect(connection.state).toBe("open");
  },
);

it("shows how the server closed", async () => {
  const connection = connect(hello);
  await connection.send("nonsense\r\n\r\n");
  expect(await connection.received()).toMatch(/^HTTP\/1\.1 400 /);
  expect(connection.state).toBe("half-closed");
  await connection.end();
  expect(connection.state).toBe("closed");
});

it("has a clock of its own, for the Date and for deadlines", async () => {
  const connection = connect(hello, { date: new Date(Date.UTC(2030, 5, 1)), deadlines: { idle: 60_000 } });
  await connection.clock.advance(10_000);
  await connection.send(GET);
  expect(await connection.received()).toContain("\r\nDate: Sat, 01 Jun 2030 00:00:10 GMT\r\n");
  await connection.clock.advance(59_000);
  expect(connection.state).toBe("open");
  await connection.clock.advance(1_500);
  expect(connection.state).toBe("half-closed");
});

it("has other connections to the same server", async () => {
  const one = connect(hello);
  const two = one.another();
  expect(one.connections).toEqual({ open: 2, active: 0, idle: 2 });
  await two.reset();
  expect(one.connections.open).toBe(1);
});

it("refuses options that it does not know", () => {
  expect(() => connect(hello, { deadline: 1 } as object)).toThrow('Unrecognized key: "deadline"');
});
