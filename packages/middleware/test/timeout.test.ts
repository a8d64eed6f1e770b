import { ExchangeError, FileSlice } from "@sockeye/core/message";
import { createApp, reply } from "@sockeye/router";
import { expect, it } from "vitest";
import { timeout } from "../src/timeout/index.js";
import { serving } from "./serving.js";
import { vanishing } from "./vanishing.js";

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
  const { url } = await serving(app);
  const response = await fetch(url);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: "TIMEOUT" });
  await later(60);
  expect(reason).toBeInstanceOf(ExchangeError);
  expect((reason as ExchangeError).code).toBe("timeout");
});

it("tells who asks for the signal too late as well", async () => {
  const seen: boolean[] = [];
  const app = createApp({ report: () => {} })
    .use(timeout({ after: 10 }))
    .get("/", async (c) => {
      await later(30);
      seen.push(c.signal.aborted);
    });
  expect((await app.request("/")).status).toBe(503);
  await later(40);
  expect(seen).toEqual([true]);
});

it("still tells of a client that is gone", async () => {
  let isAsked = false;
  let reason: unknown;
  const app = createApp()
    .use(timeout({ after: 5000 }))
    .get("/", async (c) => {
      isAsked = true;
      await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
      reason = c.signal.reason;
    });
  const { url } = await serving(app);
  const client = vanishing(url);
  await expect.poll(() => isAsked).toBe(true);
  client.vanish();
  // A peer that leaves looks like one that half-closes, for a second.
  await expect.poll(() => (reason as ExchangeError | undefined)?.code, { timeout: 5000 }).toBe("disconnect");
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
  expect(await (await app.request("/soon")).text()).toBe("soon");
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
  const { url } = await serving(app);
  expect(await (await fetch(url)).text()).toBe("ab");
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
  expect((await app.request("/file")).status).toBe(503);
  expect((await app.request("/stream")).status).toBe(503);
  await expect.poll(() => [isClosed, isReturned]).toEqual([true, true]);
});

it.each([{ after: 0 }, { after: -1 }, {}, { after: 1, status: 504 }])("refuses %j", (options) => {
  expect(() => timeout(options as never)).toThrow(/^timeout\(\) was given options that it cannot take:/);
});
