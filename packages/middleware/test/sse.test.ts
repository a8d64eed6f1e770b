// Events on the wire: how they are written, and how they end.

import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { connect } from "@sockeye/core/testing";
import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { compress } from "../src/compress/index.js";
import { eventText, type ServerSentEvent } from "../src/sse/event.js";
import { type EventSource, type SseConnection, type SseOptions, sse } from "../src/sse/index.js";
import { timeout } from "../src/timeout/index.js";
import { serving } from "./serving.js";
import { vanishing } from "./vanishing.js";

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Source = (connection: SseConnection) => EventSource;

function appWith(source: Source, options?: SseOptions) {
  return createApp({ report: () => {} }).get("/", (c) => sse(c, source, options));
}

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe("an event", () => {
  it.each<[event: string | ServerSentEvent, text: string]>([
    ["hello", "data: hello\n\n"],
    ["", "data: \n\n"],
    ["two\nlines", "data: two\ndata: lines\n\n"],
    ["all\r\nends\rof\nline", "data: all\ndata: ends\ndata: of\ndata: line\n\n"],
    ["event: forged\n\ndata: x", "data: event: forged\ndata: \ndata: data: x\n\n"],
    [{ data: { a: 1 } }, 'data: {"a":1}\n\n'],
    [{ data: null }, "data: null\n\n"],
    [{ data: "plain", event: "tick", id: "7", retry: 100 }, "event: tick\nid: 7\nretry: 100\ndata: plain\n\n"],
    [{ id: "" }, "id: \n\n"],
    [{}, "\n"],
  ])("%j", (event, text) => {
    expect(eventText(event)).toBe(text);
  });

  it.each<[event: ServerSentEvent, problem: string]>([
    [{ event: "a\nb" }, "The event of an event is one line"],
    [{ id: "a\rb" }, "The id of an event is one line"],
    [{ id: "a\0" }, "The id of an event is one line, without NUL"],
    [{ retry: 1.5 }, "whole number"],
    [{ data: () => {} }, "JSON has nothing"],
  ])("%j is none", (event, problem) => {
    expect(() => eventText(event)).toThrow(problem);
  });
});

describe("a stream", () => {
  it("sends what is yielded, with the fields that it needs", async () => {
    const connection = connect(
      appWith(async function* () {
        yield "one";
        yield { id: "2", data: { two: true } };
      }) as never,
    );
    await connection.send(GET);
    expect(await connection.received()).toMatchInlineSnapshot(`
      "HTTP/1.1 200 OK
      Content-Type: text/event-stream
      Cache-Control: no-cache, no-transform
      X-Accel-Buffering: no
      Date: Thu, 01 Jan 2026 00:00:00 GMT
      Transfer-Encoding: chunked

      b
      data: one

      
      1a
      id: 2
      data: {"two":true}

      
      0

      "
    `);
  });

  it("takes any iterable", async () => {
    const app = createApp().get("/", (c) =>
      sse(
        c,
        new ReadableStream<string>({
          start(controller) {
            controller.enqueue("a");
            controller.close();
          },
        }) as unknown as EventSource,
      ),
    );
    expect(await (await app.request("/")).text()).toBe("data: a\n\n");
  });

  it("tells what the client had last, and when to come back", async () => {
    const app = appWith(
      async function* ({ lastEventId }) {
        yield String(lastEventId);
      },
      { retry: 250 },
    );
    const response = await app.request("/", { headers: { "Last-Event-ID": "7" } });
    expect(await response.text()).toBe("retry: 250\n\ndata: 7\n\n");
    expect(await (await app.request("/")).text()).toContain("data: null");
  });

  it("beats while it is silent, and loses nothing by it", async () => {
    const app = appWith(
      async function* () {
        yield "a";
        await later(70);
        yield "b";
        await later(70);
        throw new Error("end");
      },
      { heartbeat: 20 },
    );
    const reader = ((await app.request("/")).body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    const all = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        text += Buffer.from(value).toString();
      }
    })();
    await expect(all).rejects.toThrow("end");
    expect(text).toMatch(/^data: a\n\n(?::\n\n)+data: b\n\n(?::\n\n)+$/);
  });

  it("is not compressed, and not cut by a timeout", async () => {
    const app = createApp()
      .use(compress({ minimum: 0 }))
      .use(timeout({ after: 20 }))
      .get("/", async (c) =>
        sse(c, async function* () {
          yield "a";
          await later(50);
          yield "b";
        }),
      );
    const { url } = await serving(app);
    const response = await fetch(url, { headers: { "Accept-Encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.text()).toBe("data: a\n\ndata: b\n\n");
  });

  it("gives HEAD the fields, and asks nobody", async () => {
    let isOpened = false;
    const { url } = await serving(
      appWith(() => {
        isOpened = true;
        return (async function* () {})();
      }),
    );
    const response = await fetch(url, { method: "HEAD" });
    expect([response.headers.get("content-type"), isOpened]).toEqual(["text/event-stream", false]);
  });

  it("asks for no more than the client takes", async () => {
    let yielded = 0;
    const connection = connect(
      appWith(async function* () {
        for (;;) {
          yielded++;
          yield "x".repeat(1024);
        }
      }) as never,
    );
    connection.stall();
    await connection.send(GET);
    await later(50);
    const atStall = yielded;
    expect(atStall).toBeLessThan(200);
    await later(50);
    expect(yielded).toBe(atStall);
    await connection.reset();
  });
});

describe("ends", () => {
  /** Counts how many are open, and why they closed. */
  function counting() {
    const state = { open: 0, closed: 0, reasons: [] as unknown[] };
    const source: Source = async function* ({ signal }) {
      state.open++;
      try {
        yield "hello";
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        state.reasons.push((signal.reason as { code?: string }).code);
      } finally {
        state.closed++;
      }
    };
    return { state, source };
  }

  it("where the client goes, and the generator's finally runs", async () => {
    const { state, source } = counting();
    const { url } = await serving(appWith(source), { logger: silent });
    const client = vanishing(url);
    await client.started;
    client.vanish();
    // A peer that leaves looks like one that half-closes, for a second.
    await expect.poll(() => state.closed, { timeout: 5000 }).toBe(1);
    expect(state.reasons).toEqual(["disconnect"]);
  });

  it("where the client goes while nothing is wanted of the source", async () => {
    let closed = 0;
    const connection = connect(
      appWith(async function* () {
        try {
          for (;;) yield "x".repeat(4096);
        } finally {
          closed++;
        }
      }) as never,
    );
    connection.stall();
    await connection.send(GET);
    await connection.reset();
    await expect.poll(() => closed).toBe(1);
  });

  it("whole, where the server stops, and stop() need not wait", async () => {
    const { state, source } = counting();
    const server = await serving(appWith(source));
    const response = await fetch(server.url);
    const text = response.text();
    await expect.poll(() => state.open).toBe(1);
    const start = performance.now();
    expect(await server.stop({ grace: 5000 })).toEqual({ finished: 1, cut: 0 });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await text).toBe("data: hello\n\n");
    expect([state.closed, state.reasons]).toEqual([1, ["shutdown"]]);
  });

  it("where the source fails: the answer breaks off, and the server serves on", async () => {
    const { url } = await serving(
      appWith(async function* () {
        yield "a";
        throw new Error("broken");
      }),
      { logger: silent },
    );
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
    await expect(fetch(url).then((response) => response.status)).resolves.toBe(200);
  });

  it("where an event cannot be written, and the source is told", async () => {
    let closed = 0;
    const app = appWith(async function* () {
      try {
        yield { id: "a\nb" };
      } finally {
        closed++;
      }
    });
    await expect((await app.request("/")).text()).rejects.toThrow("one line");
    await expect.poll(() => closed).toBe(1);
  });

  it("on other runtimes, where their stream is cancelled", async () => {
    const { state, source } = counting();
    const response = await appWith(source).request("/");
    const reader = (response.body as ReadableStream).getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => state.closed).toBe(1);
  });
});

it("a thousand clients, half of which vanish", { timeout: 60_000 }, async () => {
  const CLIENTS = 1000;
  let open = 0;
  let closed = 0;
  const listeners = new Set<(text: string) => void>();
  const app = appWith(async function* ({ signal }) {
    open++;
    const queue: string[] = [];
    let wake = (): void => {};
    const listen = (text: string): void => {
      queue.push(text);
      wake();
    };
    listeners.add(listen);
    signal.addEventListener("abort", () => wake());
    try {
      while (!signal.aborted) {
        for (const text of queue.splice(0)) yield text;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (queue.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      listeners.delete(listen);
      closed++;
    }
  });
  const server = await serving(app, { logger: silent });
  const clients: { socket: Socket; text: string }[] = [];
  // In batches, so that no backlog overflows.
  for (let i = 0; i < CLIENTS; i += 100) {
    const batch = Array.from({ length: 100 }, () => {
      const socket = connectSocket(server.port, "127.0.0.1");
      const client = { socket, text: "" };
      socket.setEncoding("latin1").on("data", (text: string) => (client.text += text));
      socket.on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return client;
    });
    clients.push(...batch);
    await Promise.all(batch.map(({ socket }) => once(socket, "connect")));
  }
  const tell = (text: string): void => {
    for (const listen of [...listeners]) listen(text);
  };
  const received = (text: string): number => clients.filter((client) => client.text.includes(`data: ${text}\n`)).length;

  await expect.poll(() => open, { timeout: 20_000 }).toBe(CLIENTS);
  tell("first");
  await expect.poll(() => received("first"), { timeout: 20_000 }).toBe(CLIENTS);

  // Some close, some reset.
  for (const [i, { socket }] of clients.slice(0, CLIENTS / 2).entries()) {
    if (i % 2 === 0) socket.destroy();
    else socket.resetAndDestroy();
  }
  await expect.poll(() => closed, { timeout: 20_000 }).toBe(CLIENTS / 2);
  await expect.poll(() => server.connections.open, { timeout: 20_000 }).toBe(CLIENTS / 2);
  tell("second");
  await expect.poll(() => received("second"), { timeout: 20_000 }).toBe(CLIENTS / 2);

  expect(await server.stop()).toEqual({ finished: CLIENTS / 2, cut: 0 });
  expect([closed, listeners.size]).toEqual([CLIENTS, 0]);
  for (const { socket } of clients) socket.destroy();
});

it("refuses options that it does not know", async () => {
  const reported: unknown[] = [];
  const app = createApp({ report: (error) => reported.push(error) }).get("/", (c) =>
    sse(c, (async function* () {})(), { beat: 1 } as never),
  );
  expect((await app.request("/")).status).toBe(500);
  expect(String(reported[0])).toContain('Unrecognized key: "beat"');
});
