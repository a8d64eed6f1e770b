// Fields under those of a message: they behave as if each had been set.

import { describe, expect, it } from "vitest";
import { DefaultFields, LightHeaders, LightResponse, reply } from "../../src/message/index.js";
import { wireFields } from "../../src/message/wire-fields.js";

const defaults = new DefaultFields({ "X-A": "1", "X-B": "2", "X-C": "3" });

/** Every way of looking at headers. */
function seen(headers: Headers): unknown {
  return [[...headers], headers.get("x-b"), headers.has("X-B"), headers.get("x-none"), headers.has("x-none")];
}

function changeWhileIterated(headers: Headers): void {
  for (const [name] of headers) if (name === "x-a") headers.set("X-B", "later");
}

function setAndDelete(headers: Headers): void {
  headers.set("X-A", "x");
  headers.delete("X-A");
}

interface FieldsCase {
  readonly rule: string;
  readonly before: readonly (readonly [string, string])[];
  readonly after: (headers: Headers) => void;
}

const CASES: readonly FieldsCase[] = [
  { rule: "nothing before and after", before: [], after: () => {} },
  { rule: "other names before", before: [["Content-Type", "x/y"]], after: () => {} },
  { rule: "one of the names before", before: [["x-b", "own"]], after: () => {} },
  {
    rule: "two lines of one before",
    before: [
      ["x-b", "own"],
      ["X-B", "own too"],
    ],
    after: () => {},
  },
  { rule: "another name set after", before: [], after: (headers) => headers.set("X-D", "4") },
  { rule: "one of the names set after", before: [], after: (headers) => headers.set("x-b", "later") },
  { rule: "one of the names appended after", before: [], after: (headers) => headers.append("x-b", "later") },
  { rule: "one of the names deleted after", before: [], after: (headers) => headers.delete("X-B") },
  {
    rule: "other defaults after",
    before: [],
    after: (headers) => new DefaultFields({ "X-B": "x", "X-D": "4" }).layUnder(headers),
  },
  { rule: "the same defaults after", before: [], after: (headers) => defaults.layUnder(headers) },
  {
    rule: "defaults with cookies after",
    before: [["Set-Cookie", "a=1"]],
    after: (headers) =>
      new DefaultFields([
        ["X-D", "4"],
        ["Set-Cookie", "b=2"],
      ]).layUnder(headers),
  },
  { rule: "iterated, then changed", before: [], after: changeWhileIterated },
  { rule: "set, then deleted", before: [["X-D", "4"]], after: setAndDelete },
];

describe.each(CASES)("$rule", ({ before, after }) => {
  const native = new Headers(before as [string, string][]);
  defaults.layUnder(native);
  after(native);

  const make = (): LightHeaders => {
    const headers = new LightHeaders(before);
    defaults.layUnder(headers);
    after(headers);
    return headers;
  };

  it("is what the platform's own headers show", () => {
    expect(seen(make())).toEqual(seen(native));
  });

  it("is what a copy shows", () => {
    expect(seen(new LightHeaders(make()))).toEqual(seen(native));
    const original = make();
    const copy = new LightHeaders(original);
    copy.set("X-B", "of the copy");
    expect(seen(original)).toEqual(seen(native));
    expect(seen(reply.empty(204, { headers: make() }).clone().headers)).toEqual(seen(native));
  });

  it("is what goes on the wire", () => {
    const { text } = wireFields(reply.empty(204, { headers: make() }));
    const lines = text
      .split("\r\n")
      .slice(0, -1)
      .map((line) => line.split(": ") as [string, string]);
    expect([...new Headers(lines)]).toEqual([...native]);
  });
});

it("is written as it was given", () => {
  const response = reply.text("hello");
  defaults.layUnder(response.headers);
  expect(wireFields(response).text).toBe("Content-Type: text/plain; charset=utf-8\r\nX-A: 1\r\nX-B: 2\r\nX-C: 3\r\n");
});

it("leaves what is the server's to the server", () => {
  const response = reply.empty();
  new DefaultFields({ Connection: "close", Date: "today", "X-A": "1" }).layUnder(response.headers);
  expect(wireFields(response)).toMatchObject({ connection: "close", hasDate: true, text: "Date: today\r\nX-A: 1\r\n" });
});

it("is refused where it is invalid, or nothing can be changed", () => {
  expect(() => new DefaultFields({ "a b": "1" })).toThrow(TypeError);
  expect(() => new DefaultFields({ a: "1\r\nb: 2" })).toThrow(TypeError);
  expect(() => defaults.layUnder(LightResponse.redirect("http://localhost/").headers)).toThrow(TypeError);
});
