// What is written on the wire: the order and the letter case in which fields were set, and nothing that ends a line.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LightHeaders, LightResponse, reply } from "../../src/message/index.js";
import { WireFields, wireFields } from "../../src/message/wire-fields.js";

interface Case {
  readonly rule: string;
  readonly response: () => Response;
  readonly text: string;
  readonly known?: Partial<WireFields>;
}

function changed(response: LightResponse, change: (headers: LightHeaders) => void): LightResponse {
  change(response.headers);
  return response;
}

const CASES: readonly Case[] = [
  { rule: "no fields", response: () => new LightResponse(null), text: "" },
  { rule: "reply.text", response: () => reply.text("a"), text: "Content-Type: text/plain; charset=utf-8\r\n" },
  { rule: "reply.html", response: () => reply.html("a"), text: "Content-Type: text/html; charset=utf-8\r\n" },
  { rule: "reply.json", response: () => reply.json(1), text: "Content-Type: application/json; charset=utf-8\r\n" },
  {
    rule: "reply.bytes",
    response: () => reply.bytes(Uint8Array.of()),
    text: "Content-Type: application/octet-stream\r\n",
  },
  { rule: "reply.redirect", response: () => reply.redirect("/a"), text: "Location: /a\r\n" },
  { rule: "reply.empty", response: () => reply.empty(), text: "" },
  {
    rule: "a string's own type",
    response: () => new LightResponse("a"),
    text: "Content-Type: text/plain;charset=UTF-8\r\n",
  },
  {
    rule: "headers that were only looked at",
    response: () => changed(reply.text("a"), (headers) => headers.get("a")),
    text: "Content-Type: text/plain; charset=utf-8\r\n",
  },
  {
    rule: "order and letter case as set",
    response: () => new LightResponse(null, { headers: { "X-B": "1", "x-A": "2", ETag: '"c"' } }),
    text: 'X-B: 1\r\nx-A: 2\r\nETag: "c"\r\n',
  },
  {
    rule: "set keeps the place and the name of the first line",
    response: () =>
      changed(
        new LightResponse(null, {
          headers: [
            ["X-A", "1"],
            ["X-B", "2"],
            ["X-A", "3"],
          ],
        }),
        (headers) => headers.set("x-a", "4"),
      ),
    text: "X-A: 4\r\nX-B: 2\r\n",
  },
  {
    rule: "append takes the name of the first line",
    response: () =>
      changed(reply.empty(), (headers) => {
        for (const name of ["Vary", "vary", "VARY"]) headers.append(name, name);
      }),
    text: "Vary: Vary\r\nVary: vary\r\nVary: VARY\r\n",
  },
  {
    rule: "a type of its own replaces the helper's",
    response: () => reply.text("a", { headers: { "content-type": "text/css" } }),
    text: "content-type: text/css\r\n",
  },
  {
    rule: "a type that is deleted",
    response: () => changed(reply.text("a"), (headers) => headers.delete("content-type")),
    text: "",
  },
  {
    rule: "lines of Set-Cookie stay apart",
    response: () =>
      reply.empty(204, {
        headers: [
          ["Set-Cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
      }),
    text: "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n",
  },
  {
    rule: "what is the server's to write is told apart",
    response: () =>
      reply.empty(200, {
        headers: [
          ["Content-Length", "5"],
          ["Connection", "close"],
          ["Keep-Alive", "timeout=5"],
          ["Transfer-Encoding", "chunked"],
          ["Upgrade", "h2c"],
          ["connection", "upgrade"],
          ["upgrade", "a/1"],
          ["X-A", "1"],
        ],
      }),
    text: "X-A: 1\r\n",
    known: { contentLength: "5", connection: "close, upgrade", upgrade: "h2c, a/1" },
  },
  {
    rule: "Date",
    response: () => reply.empty(204, { headers: { dAte: "now" } }),
    text: "dAte: now\r\n",
    known: { hasDate: true },
  },
  { rule: "an empty value", response: () => reply.empty(204, { headers: { a: "" } }), text: "a: \r\n" },
  {
    rule: "white space around a value",
    response: () => reply.empty(204, { headers: { a: "\r\n b \t" } }),
    text: "a: b\r\n",
  },
  {
    rule: "octets above ASCII",
    response: () => reply.empty(204, { headers: { a: "\xe9\xff" } }),
    text: "a: \xe9\xff\r\n",
  },
  {
    rule: "a native response",
    response: () =>
      new Response("a", {
        headers: [
          ["X-B", "1"],
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
          ["Date", "now"],
          ["Content-Length", "1"],
        ],
      }),
    text: "content-type: text/plain;charset=UTF-8\r\ndate: now\r\nset-cookie: a=1\r\nset-cookie: b=2\r\nx-b: 1\r\n",
    known: { contentLength: "1", hasDate: true },
  },
  { rule: "a native response without fields", response: () => new Response(null), text: "" },
  {
    rule: "a light clone",
    response: () => reply.text("a", { headers: { "X-A": "1" } }).clone(),
    text: "X-A: 1\r\nContent-Type: text/plain; charset=utf-8\r\n",
  },
  {
    rule: "headers of another light response",
    response: () => new LightResponse(null, { headers: reply.text("a", { headers: { "X-A": "1" } }).headers }),
    text: "X-A: 1\r\nContent-Type: text/plain; charset=utf-8\r\n",
  },
];

it.each(CASES)("$rule", ({ response, text, known = {} }) => {
  expect(wireFields(response())).toEqual({ ...new WireFields(text), ...known });
});

describe("no line is ended by what an application sets", () => {
  const anything = fc.string({ unit: "binary", maxLength: 12 });

  it("whatever the names and values are", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, anything)), (pairs) => {
        const headers = new LightHeaders();
        let accepted = 0;
        for (const [name, value] of pairs) {
          try {
            headers.append(name, value);
            accepted++;
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        }
        const lines = wireFields(new LightResponse(null, { headers })).text.split("\r\n");
        expect(lines.pop()).toBe("");
        expect(lines.length).toBeLessThanOrEqual(accepted);
        for (const line of lines)
          expect(line).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+: (?:[\x21-\x7e\x80-\xff]|(?!$)[\t ])*$/);
      }),
    );
  });

  it("and a native response that holds a control octet is refused", () => {
    const response = new Response(null, { headers: { a: "b\x01c" } });
    expect(() => wireFields(response)).toThrow(TypeError);
  });
});
