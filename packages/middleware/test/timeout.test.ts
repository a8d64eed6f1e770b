import { ExchangeError, FileSlice } from "@sockeye/core/message";
import { connect } from "@sockeye/core/testing";
import { createApp, reply } from "@sockeye/router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { timeout } from "../src/timeout/index.js";

// Time passes when a test says so.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

it("answers 503 where there is no response in time, and says so below", async () => {
  let reason: unknown;
  const app = createApp({ report: () => {} })
    .use(timeout({ after: 30 }))
    .get("/", async (c) => {
      const { signal } = c;
      await later(60);
      reason = signal.reason;
      return "late";
    });
  const connection = connect(app);
  await connection.send(GET);
  await pass(29);
  expect(await connection.received()).toBe("");
  await pass(1);
  const answer = await connection.received();
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toContain('"code":"TIMEOUT"');
  await pass(30);
  expect(reason).toBeInstanceOf(ExchangeError);
  expect((reason as ExchangeError).code).toBe("timeout");
  // What came late is not sent.
  expect(await connection.received()).toBe("");
});

it("tells who asks for the signal too late as well", async () => {
  const seen: boolean[] = [];
  const app = createApp({ report: () => {} })
    .use(timeout({ after: 10 }))
    .get("/", async (c) => {
      await later(30);
      seen.push(c.signal.aborted);
    });
  const answer = app.request("/");
  await pass(10);
  expect((await answer).status).toBe(503);
  await pass(20);
  expect(seen).toEqual([true]);
});

it("still tells of a client that is gone", async () => {
  let reason: unknown;
  const app = createApp()
    .use(timeout({ after: 5000 }))
    .get("/", async (c) => {
      await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
      reason = c.signal.reason;
    });
  const connection = connect(app);
  await connection.send(GET);
  await connection.reset();
  await pass(0);
  expect((reason as ExchangeError | undefined)?.code).toBe("disconnect");
});

it("leaves alone what is in time, and what makes no promise", async () => {
  const app = createApp({ report: () => {} })
    .use(timeout({ after: 5000 }))
    .get("/now", () => "now")
    .get("/soon", async () => {
      await later(5);
      return "soon";
    })
    .get("/fails", async () => {
      throw new Error("own");
    });
  expect(app.fetch(new Request("http://localhost/now"))).toBeInstanceOf(Response);
  const soon = app.request("/soon");
  await pass(5);
  expect(await (await soon).text()).toBe("soon");
  // Nothing is left that would fire.
  expect(vi.getTimerCount()).toBe(0);
  expect((await app.request("/fails")).status).toBe(500);
});

it("ends with the response: its content may stream on", async () => {
  const app = createApp()
    .use(timeout({ after: 30 }))
    .get("/", async () =>
      reply.stream(
        (async function* () {
          yield "a";
          await later(60);
          yield "b";
        })(),
      ),
    );
  const connection = connect(app);
  await connection.send(GET);
  await pass(60);
  expect(await connection.received()).toMatch(/^HTTP\/1\.1 200 .*\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n$/s);
});

it("lets go of what comes too late", async () => {
  let isClosed = false;
  let isReturned = false;
  const file = { fd: -1, read: async () => 0, close: () => (isClosed = true) };
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: true as const, value: undefined }),
      return: async () => {
        isReturned = true;
        return { done: true as const, value: undefined };
      },
    }),
  };
  const app = createApp({ report: () => {} })
    .use(timeout({ after: 5 }))
    .get("/file", async (c) => {
      await later(20);
      return c.body(new FileSlice(file as never, 0, 5));
    })
    .get("/stream", async (c) => {
      await later(20);
      return c.stream(source);
    });
  const answers = [app.request("/file"), app.request("/stream")];
  await pass(5);
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 503]);
  expect([isClosed, isReturned]).toEqual([false, false]);
  await pass(15);
  expect([isClosed, isReturned]).toEqual([true, true]);
});

it.each([{ after: 0 }, { after: -1 }, {}, { after: 1, status: 504 }])("refuses %j", (options) => {
  expect(() => timeout(options as never)).toThrow(/^timeout\(\) was given options that it cannot take:/);
});
