// What is published, and when: each channel as its documentation says.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import {
  type ChannelMessages,
  type Exchange,
  ExchangeError,
  type Handler,
  ProtocolError,
  reply,
} from "../../src/index.js";
import * as exchangeChannels from "../../src/server/channels.js";
import { connect, wire } from "../../src/testing/index.js";
import * as connectionChannels from "../../src/transport/channels.js";
import { fakeLogger, GET, held } from "./fixtures.js";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The messages of a channel, until the end of the test. */
function watch<Name extends keyof ChannelMessages>(name: Name): ChannelMessages[Name][] {
  const messages: ChannelMessages[Name][] = [];
  const listener = (message: unknown): void => void messages.push(message as ChannelMessages[Name]);
  subscribe(name, listener);
  ends.push(() => unsubscribe(name, listener));
  return messages;
}

const hello: Handler = () => reply.text("hello");

describe("sockeye:connection", () => {
  it(":open has the connection and its socket", async () => {
    const opened = watch("sockeye:connection:open");
    connect(hello).another();
    expect(opened).toEqual([
      { connection: expect.anything(), socket: expect.objectContaining({ remoteAddress: "192.0.2.1" }) },
      { connection: expect.anything(), socket: expect.anything() },
    ]);
    const [first, second] = opened.map(({ connection }) => connection.id);
    expect(second).toBe((first as number) + 1);
  });

  it(":close has the connection, and how many exchanges it had", async () => {
    const opened = watch("sockeye:connection:open");
    const closed = watch("sockeye:connection:close");
    const connection = connect(hello);
    await connection.send(GET + GET);
    expect(closed).toEqual([]);
    await connection.end();
    expect(closed).toEqual([{ connection: opened[0]?.connection, exchanges: 2 }]);
  });
});

describe("sockeye:octets", () => {
  it("has what goes in and out, as it goes", async () => {
    const messages = watch("sockeye:octets");
    const received = await wire(hello, GET);
    const of = (wanted: string) =>
      Buffer.concat(messages.filter(({ direction }) => direction === wanted).map(({ octets }) => octets)).toString(
        "latin1",
      );
    expect(of("in")).toBe(GET);
    expect(of("out")).toBe(received);
    expect(messages[0]).toMatchObject({ connection: { id: expect.any(Number) } });
  });
});

describe("sockeye:protocol-error", () => {
  it("has the error with its diagnosis, and whose it is", async () => {
    const messages = watch("sockeye:protocol-error");
    await wire(hello, "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", { logger: fakeLogger() });
    expect(messages).toEqual([
      { connection: expect.anything(), error: expect.any(ProtocolError), remote: "192.0.2.1" },
    ]);
    expect(messages[0]?.error).toMatchObject({ code: "FIELD_VALUE_OCTET", status: 400 });
  });
});

describe("sockeye:exchange", () => {
  it(":start comes before the handler, :finish when the response is written", async () => {
    const started = watch("sockeye:exchange:start");
    const finished = watch("sockeye:exchange:finish");
    const response = held<Response>();
    const seen: unknown[] = [];
    const connection = connect((request, exchange) => {
      seen.push({ request, exchange }, started.length);
      return response.promise;
    });
    await connection.send(GET);
    expect(started).toEqual([seen[0]]);
    expect(seen[1]).toBe(1);
    expect(finished).toEqual([]);
    const answer = reply.text("hello");
    response.resolve(answer);
    await connection.received();
    expect(finished).toEqual([{ ...started[0], response: answer }]);
  });

  it(":finish has the answer to a handler that failed", async () => {
    const finished = watch("sockeye:exchange:finish");
    const logger = fakeLogger();
    await wire(() => Promise.reject(new Error("no")), GET, { logger });
    expect(finished).toMatchObject([{ request: expect.any(Request), response: { status: 500 } }]);
  });

  it.each<{ rule: string; code: string; play: (connection: ReturnType<typeof connect>) => Promise<unknown> }>([
    { rule: "the peer goes", code: "disconnect", play: (connection) => connection.reset() },
    { rule: "the grace of a stop is over", code: "shutdown", play: (connection) => stopAt(connection, 100) },
    {
      rule: "the peer sends content that is none",
      code: "disconnect",
      play: (connection) => connection.send("zz\r\n"),
    },
  ])(":cut says why: $rule", async ({ code, play }) => {
    const started = watch("sockeye:exchange:start");
    const finished = watch("sockeye:exchange:finish");
    const cut = watch("sockeye:exchange:cut");
    const connection = connect(() => new Promise<Response>(() => {}), { logger: fakeLogger() });
    await connection.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    await play(connection);
    expect(cut).toEqual([{ ...started[0], error: expect.any(ExchangeError) }]);
    expect(cut[0]?.error).toMatchObject({ code });
    expect(finished).toEqual([]);
  });

  it("has no request where no handler ran", async () => {
    const started = watch("sockeye:exchange:start");
    const finished = watch("sockeye:exchange:finish");
    await wire(hello, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n");
    expect(started).toEqual([]);
    expect(finished).toMatchObject([{ request: null, response: { status: 501 } }]);
  });
});

it("each message has a type", () => {
  expectTypeOf<keyof ChannelMessages>().toEqualTypeOf<
    | "sockeye:connection:open"
    | "sockeye:connection:close"
    | "sockeye:octets"
    | "sockeye:protocol-error"
    | "sockeye:exchange:start"
    | "sockeye:exchange:finish"
    | "sockeye:exchange:cut"
  >();
  expectTypeOf<ChannelMessages["sockeye:connection:open"]["socket"]>().toExtend<Duplex>();
  expectTypeOf<ChannelMessages["sockeye:octets"]["octets"]>().toEqualTypeOf<Uint8Array>();
  expectTypeOf<ChannelMessages["sockeye:protocol-error"]["error"]>().toEqualTypeOf<ProtocolError>();
  expectTypeOf<ChannelMessages["sockeye:exchange:start"]>().toEqualTypeOf<{
    readonly exchange: Exchange;
    readonly request: Request;
  }>();
  expectTypeOf<ChannelMessages["sockeye:exchange:finish"]["request"]>().toEqualTypeOf<Request | null>();
  expectTypeOf<ChannelMessages["sockeye:exchange:cut"]["error"]>().toEqualTypeOf<ExchangeError>();
  // Another message than the channel's does not compile.
  // @ts-expect-error: a cut has an error
  const publish = () => exchangeChannels.cutChannel.publish({ exchange: {} as Exchange, request: null });
  expectTypeOf(publish).toBeFunction();
});

it("nothing is made for a channel that nobody listens to", async () => {
  const all = Object.values({ ...connectionChannels, ...exchangeChannels });
  expect(all.length).toBe(7);
  const publish = all.map((one) => vi.spyOn(one, "publish"));
  await wire(hello, `${GET}GET / HTTP/1.1\n\n`, { logger: fakeLogger() });
  const connection = connect(() => new Promise<Response>(() => {}));
  await connection.send(GET);
  await connection.reset();
  for (const spy of publish) expect(spy).not.toHaveBeenCalled();
});

async function stopAt(connection: ReturnType<typeof connect>, grace: number): Promise<void> {
  const stopped = connection.stop({ grace });
  await connection.clock.advance(grace);
  await stopped;
}
