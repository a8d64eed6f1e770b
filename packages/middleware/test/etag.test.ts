import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { cors } from "../src/cors/index.js";
import { etag } from "../src/etag/index.js";
import { serving } from "./serving.js";

const DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

const app = createApp()
  .use(cors())
  .use(etag())
  .get("/text", (c) => c.text("content", { headers: { "Cache-Control": "no-cache", "Content-Language": "en" } }))
  .get("/json", () => ({ a: 1 }))
  .get("/own", (c) => c.text("content", { headers: { ETag: '"own"' } }))
  .get("/dated", (c) => c.text("content", { headers: { "Last-Modified": DATE } }))
  .get("/native", () => new Response("content"))
  .get("/stream", (c) => c.stream((async function* () {})()))
  .get("/created", (c) => c.text("content", 201))
  .post("/text", () => "content");

const TAG = '"7XACtDnprIRfIjV9giusFA"';

it.each<[path: string, tag: string | null]>([
  ["/text", TAG],
  ["/own", '"own"'],
  ["/native", null],
  ["/stream", null],
  ["/created", null],
  ["/nowhere", null],
])("%s has the tag %j", async (path, tag) => {
  expect((await app.request(path)).headers.get("etag")).toBe(tag);
});

it("differs with the content, and not with the kind of it", async () => {
  const tagOf = async (content: string | Uint8Array) =>
    (
      await createApp()
        .use(etag())
        .get("/", (c) => c.body(content))
        .request("/")
    ).headers.get("etag");
  expect(await tagOf("é")).toBe(await tagOf(Buffer.from("é")));
  expect(await tagOf("é")).not.toBe(await tagOf("e"));
});

it("may be weak", async () => {
  const weak = createApp()
    .use(etag({ weak: true }))
    .get("/", () => "content");
  expect((await weak.request("/")).headers.get("etag")).toBe(`W/${TAG}`);
});

describe("a conditional request", () => {
  it.each<[rule: string, path: string, fields: Record<string, string>, status: number]>([
    ["the same tag", "/text", { "If-None-Match": TAG }, 304],
    ["one of several", "/text", { "If-None-Match": `"x", W/${TAG}` }, 304],
    ["any tag", "/text", { "If-None-Match": "*" }, 304],
    ["another tag", "/text", { "If-None-Match": '"x"' }, 200],
    ["a tag of the handler's", "/own", { "If-None-Match": '"own"' }, 304],
    ["a date that is not later", "/dated", { "If-Modified-Since": DATE }, 304],
    ["an earlier date", "/dated", { "If-Modified-Since": "Wed, 31 Dec 2025 00:00:00 GMT" }, 200],
    ["a tag rules over a date", "/dated", { "If-None-Match": '"x"', "If-Modified-Since": DATE }, 200],
    ["If-Match holds", "/text", { "If-Match": TAG }, 200],
    ["If-Match does not", "/text", { "If-Match": '"x"' }, 412],
    ["what has no tag", "/stream", { "If-None-Match": '"x"' }, 200],
    ["an error stays one", "/nowhere", { "If-None-Match": "*" }, 404],
  ])("%s: %s", async (_rule, path, headers, status) => {
    expect((await app.request(path, { headers })).status).toBe(status);
  });

  it("is none by POST", async () => {
    expect((await app.request("/text", { method: "POST", headers: { "If-None-Match": "*" } })).status).toBe(200);
  });
});

it("304 has what a cache and a page need, and nothing of the content", async () => {
  const { url } = await serving(app);
  const response = await fetch(`${url}/text`, { headers: { "If-None-Match": TAG } });
  const fields = Object.fromEntries(response.headers);
  delete fields["date"];
  expect([response.status, fields]).toEqual([
    304,
    { "access-control-allow-origin": "*", "cache-control": "no-cache", etag: TAG },
  ]);
});

it("gives HEAD the tag of GET", async () => {
  const { url } = await serving(app);
  const response = await fetch(`${url}/text`, { method: "HEAD" });
  expect([response.headers.get("etag"), response.headers.get("content-length")]).toEqual([TAG, "7"]);
});

it("refuses options that it does not know", () => {
  expect(() => etag({ week: true } as never)).toThrow('Unrecognized key: "week"');
});
