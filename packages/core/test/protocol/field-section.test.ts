// Look-up in a received section.

import { expect, it } from "vitest";
import { type FieldSection, type RequestHead, ServerCodec } from "../../src/protocol/index.js";

function fields(...lines: string[]): FieldSection {
  const codec = new ServerCodec();
  codec.receive(Buffer.from(`GET / HTTP/1.0\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`, "latin1"));
  return (codec.nextEvent() as RequestHead).fields;
}

const SECTION = fields(
  "Accept: a",
  "X-One:1",
  "accept:  b \t",
  "Set-Cookie: x=1",
  "SET-COOKIE: y=2",
  "Empty:",
  "^~: z",
);

it("finds a field in whatever letter case", () => {
  for (const name of ["x-one", "X-ONE", "X-One"]) expect(SECTION.get(name)).toBe("1");
  expect(SECTION.has("EMPTY")).toBe(true);
  expect(SECTION.get("empty")).toBe("");
});

it("knows that only letters have a case", () => {
  expect(SECTION.get("^~")).toBe("z");
  expect(SECTION.has("~~")).toBe(false);
});

it("joins lines of one name in order, and leaves them apart where asked", () => {
  expect(SECTION.get("Accept")).toBe("a, b");
  expect(SECTION.getAll("set-cookie")).toEqual(["x=1", "y=2"]);
});

it("answers for a field that is not there", () => {
  expect(SECTION.get("x-on")).toBeNull();
  expect(SECTION.getAll("x-one1")).toEqual([]);
  expect(SECTION.has("")).toBe(false);
});

it("iterates over the lines as they came", () => {
  expect([...SECTION].slice(0, 3)).toEqual([
    ["Accept", "a"],
    ["X-One", "1"],
    ["accept", "b"],
  ]);
  expect(SECTION.size).toBe(7);
});

it("is the same object for the next request of a connection, where the octets are the same", () => {
  const codec = new ServerCodec();
  const head = (target: string, lines: string): RequestHead => {
    codec.receive(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: a\r\n${lines}\r\n`));
    const event = codec.nextEvent() as RequestHead;
    codec.nextEvent();
    codec.sendResponse({ status: 204 });
    codec.sendEnd();
    return event;
  };
  const first = head("/1", "X: 1\r\n");
  const second = head("/22", "X: 1\r\n");
  const third = head("/3", "X: 2\r\n");
  const fourth = head("/4", "X: 2\r\nConnection: close\r\n");
  expect(second.fields).toBe(first.fields);
  expect([second.target, second.fields.get("x")]).toEqual(["/22", "1"]);
  expect([third.target, third.fields.get("x"), third.persistent]).toEqual(["/3", "2", true]);
  expect([fourth.fields.get("x"), fourth.persistent]).toEqual(["2", false]);
});
