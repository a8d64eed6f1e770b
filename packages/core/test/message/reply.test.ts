// The reply helpers: status, fields and content of each.

import { describe, expect, it } from "vitest";
import { LightHeaders, LightResponse, reply } from "../../src/message/index.js";

interface Case {
  readonly rule: string;
  readonly response: () => Response;
  /** @defaultValue 200 */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const TEXT = { "content-type": "text/plain; charset=utf-8" };
const HTML = { "content-type": "text/html; charset=utf-8" };
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const OCTETS = { "content-type": "application/octet-stream" };

async function* pieces(): AsyncGenerator<string> {
  yield "a";
  yield "ü";
}

const CASES: readonly Case[] = [
  { rule: "text", response: () => reply.text("grüß"), headers: TEXT, text: "grüß" },
  { rule: "text of what is no string", response: () => reply.text(12 as never), headers: TEXT, text: "12" },
  { rule: "text with a status", response: () => reply.text("a", 404), status: 404, headers: TEXT, text: "a" },
  {
    rule: "text with init",
    response: () => reply.text("a", { status: 201, headers: { "X-A": "b" } }),
    status: 201,
    headers: { ...TEXT, "x-a": "b" },
    text: "a",
  },
  {
    rule: "text with a type of its own",
    response: () => reply.text("a", { headers: new Headers({ "Content-Type": "text/css" }) }),
    headers: { "content-type": "text/css" },
    text: "a",
  },
  {
    rule: "text with light headers",
    response: () =>
      reply.text("a", {
        headers: new LightHeaders([
          ["a", "1"],
          ["a", "2"],
        ]),
      }),
    headers: { ...TEXT, a: "1, 2" },
    text: "a",
  },
  { rule: "text with an empty init", response: () => reply.text("a", {}), headers: TEXT, text: "a" },
  { rule: "html", response: () => reply.html("<p>"), headers: HTML, text: "<p>" },
  { rule: "json", response: () => reply.json({ a: [1, "ü"] }), headers: JSON_TYPE, text: '{"a":[1,"ü"]}' },
  { rule: "json of null", response: () => reply.json(null), headers: JSON_TYPE, text: "null" },
  { rule: "json with a status", response: () => reply.json(1, 422), status: 422, headers: JSON_TYPE, text: "1" },
  {
    rule: "json with a type of its own",
    response: () => reply.json(1, { status: 400, headers: { "content-type": "application/problem+json" } }),
    status: 400,
    headers: { "content-type": "application/problem+json" },
    text: "1",
  },
  { rule: "bytes", response: () => reply.bytes(Uint8Array.of(0x61)), headers: OCTETS, text: "a" },
  {
    rule: "bytes with a type",
    response: () => reply.bytes(Uint8Array.of(0x61), { headers: { "Content-Type": "image/png" } }),
    headers: { "content-type": "image/png" },
    text: "a",
  },
  { rule: "stream of an async iterable", response: () => reply.stream(pieces()), headers: OCTETS, text: "aü" },
  {
    rule: "stream of a ReadableStream",
    response: () => reply.stream(new Response("a").body as ReadableStream<Uint8Array>, 206),
    status: 206,
    headers: OCTETS,
    text: "a",
  },
  { rule: "empty", response: () => reply.empty(), status: 204, headers: {}, text: "" },
  { rule: "empty with a status", response: () => reply.empty(404), status: 404, headers: {}, text: "" },
  {
    rule: "empty with init",
    response: () => reply.empty(304, { headers: { ETag: '"a"' } }),
    status: 304,
    headers: { etag: '"a"' },
    text: "",
  },
  {
    rule: "redirect",
    response: () => reply.redirect("/a?b=c#d"),
    status: 302,
    headers: { location: "/a?b=c#d" },
    text: "",
  },
  {
    rule: "redirect with a status",
    response: () => reply.redirect("/", 308),
    status: 308,
    headers: { location: "/" },
    text: "",
  },
  {
    rule: "redirect to a URL",
    response: () => reply.redirect(new URL("http://a/ü")),
    status: 302,
    headers: { location: "http://a/%C3%BC" },
    text: "",
  },
  {
    rule: "redirect to what a field value cannot hold",
    response: () => reply.redirect("/ü €\r\nSet-Cookie: a=b\ud800😀"),
    status: 302,
    headers: { location: "/%C3%BC%20%E2%82%AC%0D%0ASet-Cookie:%20a=b%EF%BF%BD%F0%9F%98%80" },
    text: "",
  },
  {
    rule: "redirect leaves what is encoded already",
    response: () => reply.redirect("/%2F%"),
    status: 302,
    headers: { location: "/%2F%" },
    text: "",
  },
];

it.each(CASES)("$rule", async ({ response: make, status = 200, headers, text }) => {
  const response = make();
  expect(response).toBeInstanceOf(Response);
  expect(response).toBeInstanceOf(LightResponse);
  expect([response.status, response.statusText, Object.fromEntries(response.headers)]).toEqual([status, "", headers]);
  expect(await response.text()).toBe(text);
});

it("headers of a redirect can be changed", () => {
  const response = reply.redirect("/a");
  response.headers.append("Set-Cookie", "a=b");
  expect(response.headers.getSetCookie()).toEqual(["a=b"]);
});

interface Refused {
  readonly rule: string;
  readonly make: () => unknown;
  readonly error: typeof RangeError | typeof TypeError;
}

const REFUSED: readonly Refused[] = [
  { rule: "a status that is none", make: () => reply.text("a", 99), error: RangeError },
  { rule: "a status of an interim response", make: () => reply.empty(101), error: RangeError },
  { rule: "content with 204", make: () => reply.text("", 204), error: TypeError },
  { rule: "content with 304", make: () => reply.json(1, { status: 304 }), error: TypeError },
  { rule: "a value that ends its line", make: () => reply.text("", { headers: { a: "b\r\nc: d" } }), error: TypeError },
  { rule: "a name that is none", make: () => reply.text("", { headers: { "a b": "c" } }), error: TypeError },
  { rule: "json of undefined", make: () => reply.json(undefined), error: TypeError },
  {
    rule: "json of what holds itself",
    make: () => reply.json(Object.assign([], { 0: REFUSED, 1: 1n })),
    error: TypeError,
  },
  { rule: "a redirect with 200", make: () => reply.redirect("/", 200), error: RangeError },
  { rule: "a redirect with 304", make: () => reply.redirect("/", 304), error: RangeError },
  {
    rule: "a stream that is locked",
    make: () => {
      const stream = new ReadableStream<Uint8Array>();
      stream.getReader();
      return reply.stream(stream);
    },
    error: TypeError,
  },
];

describe("refused", () => {
  it.each(REFUSED)("$rule", ({ make, error }) => {
    expect(make).toThrow(error);
  });
});
