// Content that is read: as JSON, text, a form, octets; what is refused, and how that is told.

import { describe, expect, it } from "vitest";
import { type Context, createApp } from "../src/index.js";
import { quietApp } from "./quiet.js";

const JSON_TYPE = { "content-type": "application/json" };

async function send(
  read: (c: Context) => unknown,
  body: string | Uint8Array<ArrayBuffer> | FormData | URLSearchParams | null,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: unknown }> {
  const { app, reported } = quietApp();
  app.post("/", async (c) => ({ value: await read(c) }));
  const response = await app.request("/", { method: "POST", body, headers });
  expect(reported).toEqual([]);
  return { status: response.status, answer: await response.json() };
}

describe("JSON", () => {
  it.each([
    ["application/json"],
    ["application/json; charset=utf-8"],
    ["Application/JSON"],
    ["application/merge-patch+json"],
  ])("is read where the type is %s", async (type) => {
    const { answer } = await send((c) => c.json(), '{"a":[1,"\u20ac"]}', { "content-type": type });
    expect(answer).toEqual({ value: { a: [1, "\u20ac"] } });
  });

  it.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["json"],
    ["application/jsonp"],
    ["text/json"],
    [""],
  ])("is refused where the type is %s: 415", async (type) => {
    const { status, answer } = await send((c) => c.json(), "{}", { "content-type": type });
    expect([status, answer]).toMatchObject([415, { code: "CONTENT_TYPE_WRONG" }]);
  });

  it.each([
    { text: "", offset: 0, reason: "the text ends where a value is expected" },
    { text: "{", offset: 1, reason: "the text ends where a name in double quotes or } is expected" },
    { text: '{"a":}', offset: 5, reason: "a value is expected here" },
    { text: '{"a":1,}', offset: 7, reason: "a name in double quotes is expected here" },
    { text: '{"a" 1}', offset: 5, reason: "a colon is expected here" },
    { text: "{'a':1}", offset: 1, reason: "a name in double quotes or } is expected here" },
    { text: '{"a":1 "b":2}', offset: 7, reason: "a comma or } is expected here" },
    { text: "[1,]", offset: 3, reason: "a value is expected here" },
    { text: "[1 2]", offset: 3, reason: "a comma or ] is expected here" },
    { text: "[1}", offset: 2, reason: "a comma or ] is expected here" },
    { text: '"abc', offset: 4, reason: "the text ends where a double quote is expected" },
    { text: '"a\nb"', offset: 2, reason: "a control character stands here" },
    { text: '"a\\x"', offset: 2, reason: "an escape is expected here" },
    { text: '"\\u12g4"', offset: 1, reason: "an escape is expected here" },
    { text: "01", offset: 1, reason: "the end is expected here" },
    { text: "{} {}", offset: 3, reason: "the end is expected here" },
    { text: "undefined", offset: 0, reason: "a value is expected here" },
    { text: `${"[".repeat(100_000)}x`, offset: 100_000, reason: "a value is expected here" },
    { text: `"${"a".repeat(500_000)}\n"`, offset: 500_001, reason: "a control character stands here" },
  ])("that is malformed is 400, with offset and reason: $offset", async ({ text, offset, reason }) => {
    const { status, answer } = await send((c) => c.json(), text, JSON_TYPE);
    expect(status).toBe(400);
    expect(answer).toEqual({
      title: "Bad Request",
      status: 400,
      detail: `The content is no JSON at offset ${offset}: ${reason}`,
      code: "JSON_MALFORMED",
      offset,
      reason,
    });
  });

  it("is UTF-8", async () => {
    const utf16 = new Uint8Array([0x7b, 0x00, 0x7d, 0x00]);
    expect(await send((c) => c.json(), new Uint8Array([0xff, 0xfe]), JSON_TYPE)).toMatchObject({
      status: 400,
      answer: { code: "CONTENT_NOT_TEXT" },
    });
    expect(await send((c) => c.json(), utf16, JSON_TYPE)).toMatchObject({ status: 400 });
    expect((await send((c) => c.json(), "\ufeff{}", JSON_TYPE)).answer).toEqual({ value: {} });
  });

  it.each([
    ['{"__proto__":{"isAdmin":true}}'],
    ['{"a":[{"__proto__":1}]}'],
    ['{"\\u005f_proto__":1}'],
    ['{"__pr\\u006fto__":1}'],
    ['{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['{"a":{"c\\u006fnstructor":{"prototype":1}}}'],
  ])("with a key that reaches a prototype is refused: %s", async (text) => {
    const { status, answer } = await send((c) => c.json(), text, JSON_TYPE);
    expect([status, answer]).toMatchObject([400, { code: "JSON_KEY_FORBIDDEN" }]);
  });

  it.each([
    ['{"a":"__proto__"}', { a: "__proto__" }],
    ['{"constructor":"Ada"}', { constructor: "Ada" }],
    ['{"constructor":null,"prototype":1}', { constructor: null, prototype: 1 }],
    ['["constructor","\\u0061"]', ["constructor", "a"]],
  ])("with words like them is taken: %s", async (text, value) => {
    expect((await send((c) => c.json(), text, JSON_TYPE)).answer).toEqual({ value });
  });

  it("of great depth does not fail", async () => {
    const text = `${"[".repeat(5_000)}"constructor"${"]".repeat(5_000)}`;
    const { status } = await send(async (c) => typeof (await c.json()), text, JSON_TYPE);
    expect(status).toBe(200);
  });
});

describe("text", () => {
  it.each<[type: string, octets: number[], text: string]>([
    ["text/plain", [0xe2, 0x82, 0xac], "\u20ac"],
    ["text/plain; charset=iso-8859-1", [0xe9], "\u00e9"],
    ['text/plain; charset="utf-16le"', [0xac, 0x20], "\u20ac"],
    ["", [0x61], "a"],
  ])("is decoded: %s", async (type, octets, text) => {
    expect((await send((c) => c.text(), new Uint8Array(octets), { "content-type": type })).answer).toEqual({
      value: text,
    });
  });

  it("that is none is refused", async () => {
    const octets = new Uint8Array([0xff]);
    expect(await send((c) => c.text(), octets)).toMatchObject({ status: 400, answer: { code: "CONTENT_NOT_TEXT" } });
    expect(await send((c) => c.text(), "a", { "content-type": "text/plain; charset=klingon" })).toMatchObject({
      status: 415,
      answer: { code: "CHARSET_UNKNOWN" },
    });
  });
});

describe("a form", () => {
  const entries = async (c: Context): Promise<unknown> =>
    [...(await c.form())].map(([name, value]) => [name, String(value)]);

  it("is read, urlencoded or multipart", async () => {
    const multipart = new FormData();
    multipart.append("a", "1");
    multipart.append("a", "\u20ac");
    expect(
      (
        await send(
          entries,
          new URLSearchParams([
            ["a", "1 2"],
            ["b", "\u20ac"],
          ]),
        )
      ).answer,
    ).toEqual({
      value: [
        ["a", "1 2"],
        ["b", "\u20ac"],
      ],
    });
    expect((await send(entries, multipart)).answer).toEqual({
      value: [
        ["a", "1"],
        ["a", "\u20ac"],
      ],
    });
  });

  it("that is none is refused", async () => {
    expect(await send(entries, "{}", JSON_TYPE)).toMatchObject({ status: 415, answer: { code: "CONTENT_TYPE_WRONG" } });
    const type = { "content-type": "multipart/form-data; boundary=b" };
    expect(await send(entries, "--b\r\nnonsense", type)).toMatchObject({
      status: 400,
      answer: { code: "FORM_MALFORMED" },
    });
  });
});

describe("content that is compressed", () => {
  it.each<[way: string, read: (c: Context) => unknown, type: string]>([
    ["JSON", (c) => c.json(), "application/json"],
    ["text", (c) => c.text(), "text/plain"],
    ["a form", (c) => c.form(), "application/x-www-form-urlencoded"],
    ["multipart", (c) => c.multipart()[Symbol.asyncIterator]().next(), "multipart/form-data; boundary=b"],
  ])("is 415 as %s, and says how it would be taken; its octets are there", async (_way, read, type) => {
    const { app } = quietApp();
    app.post("/", async (c) => ({ value: await read(c) })).post("/raw", async (c) => String((await c.bytes()).length));
    const init = { method: "POST", body: "abc", headers: { "content-type": type, "content-encoding": "gzip" } };
    const response = await app.request("/", init);
    expect([response.status, response.headers.get("accept-encoding")]).toEqual([415, "identity"]);
    expect(await response.json()).toMatchObject({ code: "CONTENT_CODING_UNKNOWN" });
    expect(await (await app.request("/raw", init)).text()).toBe("3");
  });

  it("by no coding is read", async () => {
    const headers = { ...JSON_TYPE, "content-encoding": "identity" };
    expect((await send((c) => c.json(), "[1]", headers)).answer).toEqual({ value: [1] });
  });
});

describe("content that is read once", () => {
  it("can be read again, in any way and in any order", async () => {
    const read = async (c: Context): Promise<unknown> => {
      const json = await c.json();
      const [text, octets, again] = await Promise.all([c.text(), c.bytes(), c.json()]);
      return [text, octets.length, json === again];
    };
    expect((await send(read, '{"a":1}', JSON_TYPE)).answer).toEqual({ value: ['{"a":1}', 7, true] });
  });

  it("by a middleware is there for the handler: a signature over the raw octets", async () => {
    const app = createApp()
      .use(async (c, next) => {
        const octets = await c.bytes();
        return octets.length === 7 ? next() : c.problem(401);
      })
      .post("/", async (c) => c.json(await c.json()));
    expect(await (await app.request("/", { json: { a: 1 } })).json()).toEqual({ a: 1 });
  });

  it("by other means is told", async () => {
    const { app, reported } = quietApp();
    app.post("/", async (c) => {
      await c.request.text();
      return c.text();
    });
    expect((await app.request("/", { json: 1 })).status).toBe(500);
    expect((reported[0] as Error).message).toContain("by other means");
  });

  it("is empty where there is none", async () => {
    expect((await send(async (c) => [await c.text(), (await c.bytes()).length], null)).answer).toEqual({
      value: ["", 0],
    });
  });
});

describe("a limit", () => {
  const post = (body: string) => ({ method: "POST", body });
  const read = async (c: Context): Promise<string> => String((await c.bytes()).length);

  it("is the route's, else the app's that it is in, else that of the app around it", async () => {
    const app = createApp({ contentLimit: 10 })
      .post("/", read)
      .post("/large", { contentLimit: 20 }, read)
      .mount("/child", createApp({ contentLimit: 5 }).post("/", read).post("/large", { contentLimit: 20 }, read))
      .mount("/plain", createApp().post("/", read));
    const status = async (path: string, octets: number) => (await app.request(path, post("x".repeat(octets)))).status;
    expect([await status("/", 10), await status("/", 11)]).toEqual([200, 413]);
    expect([await status("/large", 20), await status("/large", 21)]).toEqual([200, 413]);
    expect([await status("/child", 5), await status("/child", 6)]).toEqual([200, 413]);
    expect([await status("/child/large", 20), await status("/child/large", 21)]).toEqual([200, 413]);
    expect([await status("/plain", 10), await status("/plain", 11)]).toEqual([200, 413]);
  });

  it("counts for middleware too", async () => {
    const app = createApp()
      .use(async (c, next) => {
        await c.bytes();
        return next();
      })
      .post("/", { contentLimit: 3 }, () => "");
    expect((await app.request("/", post("1234"))).status).toBe(413);
  });

  it("is 1 MiB where nobody says another", async () => {
    const app = createApp().post("/", read);
    expect((await app.request("/", post("x".repeat(1024 * 1024)))).status).toBe(200);
    expect((await app.request("/", post("x".repeat(1024 * 1024 + 1)))).status).toBe(413);
  });

  it("that Content-Length is over is told before anything is read", async () => {
    let pulled = false;
    const pull = (): void => {
      pulled = true;
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const app = createApp({ contentLimit: 3 }).post("/", read);
    const init = { method: "POST", body, duplex: "half", headers: { "content-length": "4" } };
    const response = await app.request("/", init as RequestInit);
    expect([response.status, pulled]).toEqual([413, false]);
    expect(await response.json()).toMatchObject({ code: "CONTENT_TOO_LARGE" });
  });
});
