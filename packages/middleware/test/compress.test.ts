// Compression: negotiation, what is left alone, streams that are read as they are written.

import { request } from "node:http";
import { connect } from "node:net";
import * as zlib from "node:zlib";
import { FileSlice } from "@sockeye/core/message";
import { createApp, HttpError, reply } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { chooseCoding } from "../src/compress/accept-encoding.js";
import { type CompressOptions, compress } from "../src/compress/index.js";
import { etag } from "../src/etag/index.js";
import { serving } from "./serving.js";
import { vanishing } from "./vanishing.js";

const TEXT = "a text that repeats itself, and repeats itself. ".repeat(100);
const hasZstd = "zstdDecompressSync" in zlib;

function decode(coding: string | null, octets: Uint8Array): string {
  switch (coding) {
    case "gzip":
      return zlib.gunzipSync(octets).toString();
    case "br":
      return zlib.brotliDecompressSync(octets).toString();
    case "zstd":
      return (zlib as unknown as { zstdDecompressSync(octets: Uint8Array): Buffer })
        .zstdDecompressSync(octets)
        .toString();
    default:
      return Buffer.from(octets).toString();
  }
}

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function appWith(options?: CompressOptions) {
  return createApp({ report: () => {} })
    .use(compress(options))
    .get("/text", (c) => c.text(TEXT, { headers: { ETag: '"a"', "Accept-Ranges": "bytes" } }))
    .get("/json", () => ({ text: TEXT }))
    .get("/octets", (c) => c.body(Buffer.from(TEXT), { headers: { "Content-Type": "text/css" } }))
    .get("/native", () => new Response(TEXT, { headers: { "Content-Type": "text/plain" } }))
    .get("/small", () => "small")
    .get("/image", (c) => c.body(TEXT, { headers: { "Content-Type": "image/png" } }))
    .get("/svg", (c) => c.body(TEXT, { headers: { "Content-Type": "Image/SVG+XML; charset=utf-8" } }))
    .get("/untyped", (c) => c.body(Buffer.from(TEXT)))
    .get("/encoded", (c) => c.text(TEXT, { headers: { "Content-Encoding": "br" } }))
    .get("/no-transform", (c) => c.text(TEXT, { headers: { "Cache-Control": "public,no-transform" } }))
    .get("/part", (c) => c.text(TEXT, { status: 206, headers: { "Content-Range": "bytes 0-9/99" } }))
    .get("/events", (c) => c.body(TEXT, { headers: { "Content-Type": "text/event-stream" } }))
    .get("/empty", () => null)
    .get("/not-modified", (c) => c.body(null, { status: 304, headers: { ETag: '"a"' } }))
    .get("/error", () => {
      throw new HttpError(409, TEXT);
    })
    .get("/stream", (c) =>
      c.stream(
        (async function* () {
          for (let i = 0; i < 100; i++) yield TEXT;
        })(),
        { headers: { "Content-Type": "text/plain" } },
      ),
    );
}

async function get(path: string, acceptEncoding: string | null, options?: CompressOptions) {
  const { url } = await serving(appWith(options));
  const headers: Record<string, string> = acceptEncoding === null ? {} : { "Accept-Encoding": acceptEncoding };
  return new Promise<{ status: number; fields: Record<string, string | undefined>; octets: Buffer }>(
    (resolve, reject) => {
      request(`${url}${path}`, { headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode as number,
            fields: response.headers as Record<string, string>,
            octets: Buffer.concat(pieces),
          }),
        );
      })
        .on("error", reject)
        .end();
    },
  );
}

describe("a client", () => {
  it.each<[field: string | null, coding: string | null]>([
    [null, null],
    ["", null],
    ["gzip", "gzip"],
    ["x-gzip", "gzip"],
    ["GZip", "gzip"],
    ["deflate", null],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, zstd", "zstd"],
    ["br;q=0.5, gzip;q=0.8", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["gzip;q=0", null],
    ["*", "br"],
    ["*;q=0", null],
    ["br;q=0, *", "zstd"],
    ["identity", null],
    ["identity, gzip", "gzip"],
    ["identity;q=1, gzip;q=0.5", null],
    ["identity;q=0.5, gzip;q=1", "gzip"],
    ["notgzip", null],
    ["gzip ; q=1.0", "gzip"],
    ["gzip;q=2", null],
    ["gzip;level=9", null],
    [" , gzip,", "gzip"],
  ])("that says %j gets %j", (field, coding) => {
    expect(chooseCoding(field, ["br", "zstd", "gzip"])).toBe(coding);
  });
});

describe.each(["gzip", "br", ...(hasZstd ? ["zstd"] : [])])("content in %s", (coding) => {
  it.each(["/text", "/json", "/octets", "/native", "/svg", "/stream", "/error"])("of %s", async (path) => {
    const plain = await get(path, null);
    const { status, fields, octets } = await get(path, coding);
    expect(fields["content-encoding"]).toBe(coding);
    expect(fields["vary"]).toBe("Accept-Encoding");
    expect(status).toBe(plain.status);
    expect(octets.length).toBeLessThan(plain.octets.length / 5);
    expect(decode(coding, octets)).toBe(plain.octets.toString());
    expect(plain.fields["vary"]).toBe("Accept-Encoding");
    // A whole has a length.
    if (path !== "/stream" && path !== "/native") expect(fields["content-length"]).toBe(String(octets.length));
  });
});

it("weakens the entity-tag, and offers no ranges", async () => {
  expect((await get("/text", null)).fields).toMatchObject({ etag: '"a"', "accept-ranges": "bytes" });
  const { fields } = await get("/text", "gzip");
  expect([fields["etag"], fields["accept-ranges"]]).toEqual(['W/"a"', undefined]);
});

it.each(["/small", "/image", "/untyped", "/encoded", "/no-transform", "/part", "/events", "/empty"])(
  "leaves %s alone",
  async (path) => {
    const plain = await get(path, null);
    const { fields, octets } = await get(path, "gzip, br");
    expect(fields["content-encoding"]).toBe(plain.fields["content-encoding"]);
    expect(fields["vary"]).toBeUndefined();
    expect(octets).toEqual(plain.octets);
  },
);

it("takes options", async () => {
  expect((await get("/small", "gzip", { minimum: 0 })).fields["content-encoding"]).toBe("gzip");
  expect((await get("/image", "gzip", { types: /png/ })).fields["content-encoding"]).toBe("gzip");
  expect((await get("/untyped", "gzip", { types: (type) => type === "" })).fields["content-encoding"]).toBe("gzip");
  expect((await get("/text", "gzip, br", { codings: ["gzip"] })).fields["content-encoding"]).toBe("gzip");
  expect((await get("/events", "gzip", { eventStreams: true })).fields["content-encoding"]).toBe("gzip");
  const [fast, small] = [{ gzip: 1 }, { gzip: 9 }].map((levels) => get("/json", "gzip", { levels }));
  expect((await small!).octets.length).toBeLessThan((await fast!).octets.length);
});

it("gives HEAD the fields of GET", async () => {
  const { url } = await serving(appWith());
  for (const path of ["/text", "/stream", "/native"]) {
    const response = await fetch(`${url}${path}`, { method: "HEAD", headers: { "Accept-Encoding": "gzip" } });
    expect([response.status, response.headers.get("content-encoding"), response.headers.get("vary")]).toEqual([
      200,
      "gzip",
      "Accept-Encoding",
    ]);
    expect(response.headers.get("content-length")).toBeNull();
  }
});

it("gives 304 the fields of 200", async () => {
  const { fields } = await get("/not-modified", "gzip");
  expect([fields["etag"], fields["vary"], fields["content-encoding"]]).toEqual(['W/"a"', "Accept-Encoding", undefined]);
});

it("goes with etag, inside and outside of it", async () => {
  for (const order of [
    [compress(), etag()],
    [etag(), compress()],
  ] as const) {
    const app = createApp()
      .use(order[0])
      .use(order[1])
      .get("/", () => TEXT);
    const headers = { "Accept-Encoding": "gzip" };
    const first = await app.request("/", { headers });
    const tag = first.headers.get("etag") as string;
    expect(first.headers.get("content-encoding")).toBe("gzip");
    const second = await app.request("/", { headers: { ...headers, "If-None-Match": tag } });
    expect([second.status, second.headers.get("etag"), second.headers.get("vary")]).toEqual([
      304,
      tag,
      "Accept-Encoding",
    ]);
    const other = await app.request("/", { headers: { "If-None-Match": '"other"' } });
    expect([other.status, await other.text()]).toEqual([200, TEXT]);
  }
});

describe("a stream", () => {
  it.each(["gzip", "br"])("is read as it is written, in %s", async (coding) => {
    let release = (): void => {};
    const app = createApp()
      .use(compress())
      .get("/", (c) =>
        c.stream(
          (async function* () {
            yield "first ";
            await new Promise<void>((resolve) => (release = resolve));
            yield "second";
          })(),
          { headers: { "Content-Type": "text/plain" } },
        ),
      );
    const { url } = await serving(app);
    const response = await fetch(url, { headers: { "Accept-Encoding": coding } });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    // What is not flushed would not come before the source goes on.
    expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe("first ");
    release();
    expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe("second");
  });

  it("is not asked for more than the client takes", async () => {
    let asked = 0;
    const noise = Buffer.from(Array.from({ length: 65_536 }, () => Math.random() * 256));
    const app = createApp()
      .use(compress())
      .get("/", (c) =>
        c.stream(
          (async function* () {
            for (; asked < 1000; asked++) yield noise;
          })(),
          { headers: { "Content-Type": "text/plain" } },
        ),
      );
    const { port } = await serving(app);
    const socket = connect(port, "127.0.0.1");
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
    let before = -1;
    const isStill = (): boolean => {
      const still = asked > 0 && asked === before;
      before = asked;
      return still;
    };
    await expect.poll(isStill, { interval: 300, timeout: 10_000 }).toBe(true);
    expect(asked).toBeLessThan(500);
    socket.destroy();
  });

  it("is ended where the client goes", async () => {
    let isEnded = false;
    const app = createApp()
      .use(compress())
      .get("/", (c) =>
        c.stream(
          (async function* () {
            try {
              for (;;) {
                yield TEXT;
                await later(5);
              }
            } finally {
              isEnded = true;
            }
          })(),
          { headers: { "Content-Type": "text/plain" } },
        ),
      );
    const { url } = await serving(app);
    const client = vanishing(url, { "Accept-Encoding": "gzip" });
    await client.started;
    client.vanish();
    await expect.poll(() => isEnded, { timeout: 5000 }).toBe(true);
  });

  it("that fails breaks the answer off", async () => {
    const app = createApp()
      .use(compress())
      .get("/", (c) =>
        c.stream(
          (async function* () {
            yield TEXT;
            throw new Error("broken");
          })(),
          { headers: { "Content-Type": "text/plain" } },
        ),
      );
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const { url } = await serving(app, { logger });
    await expect(
      fetch(url, { headers: { "Accept-Encoding": "gzip" } }).then((response) => response.text()),
    ).rejects.toThrow();
  });

  it("of a file closes it", async () => {
    let closed = 0;
    const octets = Buffer.from(TEXT);
    const file = {
      fd: -1,
      read: async (into: Uint8Array, position: number) => octets.copy(into, 0, position, position + into.length),
      close: () => closed++,
    };
    const app = createApp()
      .use(compress())
      .get("/", (c) =>
        c.body(new FileSlice(file as never, 0, octets.length), { headers: { "Content-Type": "text/plain" } }),
      );
    const { url } = await serving(app);
    const headers = { "Accept-Encoding": "gzip" };
    expect(await (await fetch(url, { headers })).text()).toBe(TEXT);
    expect(closed).toBe(1);
    await fetch(url, { method: "HEAD", headers });
    expect(closed).toBe(2);
  });
});

it("leaves a response that is no more than a native one", async () => {
  const app = createApp()
    .use(compress())
    .get("/", () => reply.json({ a: 1 }));
  expect(await (await app.request("/", { headers: { "Accept-Encoding": "gzip" } })).json()).toEqual({ a: 1 });
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["a coding that is not known", { codings: ["deflate"] }, /codings\.0: Invalid option/],
  ["no codings", { codings: [] }, /codings: Too small/],
  ["a level that there is not", { levels: { gzip: 10 } }, /levels\.gzip: Too big/],
  ["an unknown option", { threshold: 1 }, /Unrecognized key: "threshold"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => compress(options as never)).toThrow(problem);
});
