// What becomes of connections and exchanges when the server stops, by a clock that the test moves.

import { expect, it } from "vitest";
import { reply } from "../../src/index.js";
import { connect } from "../../src/testing/index.js";
import { contentOf, GET, held, statuses } from "../transport/fixtures.js";

const hello = () => reply.text("hello");

it("idle connections are ended, and the report counts nothing", async () => {
  const one = connect(hello);
  const two = one.another();
  await two.send(GET);
  const stopped = one.stop();
  await one.clock.advance(500);
  for (const connection of [one, two]) {
    expect(connection.state).toBe("half-closed");
    await connection.end();
  }
  expect(await stopped).toEqual({ finished: 0, cut: 0 });
});

it("an exchange that is under way is finished, with Connection: close", async () => {
  const { promise, resolve } = held<Response>();
  const connection = connect(() => promise);
  await connection.send(GET);
  const stopped = connection.stop();
  await connection.clock.advance(5000);
  resolve(reply.text("hello"));
  const received = await connection.received();
  expect(received).toContain("\r\nConnection: close\r\n");
  expect(contentOf(received)).toBe("hello");
  await connection.end();
  expect(await stopped).toEqual({ finished: 1, cut: 0 });
});

it("a request that crosses the end is answered, with Connection: close", async () => {
  const connection = connect(hello);
  await connection.send(GET);
  await connection.received();
  const stopped = connection.stop();
  await connection.send(GET);
  const received = await connection.received();
  expect(statuses(received)).toEqual([200]);
  expect(received).toContain("\r\nConnection: close\r\n");
  await connection.end();
  expect(await stopped).toEqual({ finished: 1, cut: 0 });
});

it("an upload that is slow is waited for", async () => {
  const connection = connect(async (request) => reply.text(await request.text()));
  await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  const stopped = connection.stop();
  for (const octet of "hello") {
    await connection.clock.advance(1000);
    await connection.send(octet);
  }
  expect(contentOf(await connection.received())).toBe("hello");
  await connection.end();
  expect(await stopped).toEqual({ finished: 1, cut: 0 });
});

it("what is not finished when the grace is over is cut, and counted", async () => {
  let signal: AbortSignal | undefined;
  const connection = connect((request) => {
    signal = request.signal;
    return new Promise(() => {});
  });
  await connection.send(GET);
  const other = connection.another();
  await other.send(GET);
  const stopped = connection.stop({ grace: 3000 });
  await connection.clock.advance(2500);
  expect(connection.state).toBe("open");
  await connection.clock.advance(500);
  expect(connection.state).toBe("reset");
  expect(signal?.reason).toMatchObject({ code: "shutdown" });
  expect(await stopped).toEqual({ finished: 0, cut: 2 });
});

it("half a head is not waited for", async () => {
  const connection = connect(hello);
  await connection.send("GET / HT");
  const stopped = connection.stop();
  await connection.clock.advance(500);
  expect(connection.state).toBe("half-closed");
  await connection.end();
  expect(await stopped).toEqual({ finished: 0, cut: 0 });
});
