// The diagnosis: it points at the octet, and nothing that a peer sends can write into a log or leak through it.

import { describe, expect, it } from "vitest";
import type { Limits, ProtocolError } from "../../src/protocol/index.js";
import { requestTranscript } from "./transcript.js";

function fault(wire: string, limits: Partial<Limits> = {}): ProtocolError {
  const { error } = requestTranscript([Buffer.from(wire, "latin1")], true, limits);
  if (error === null) throw new Error("the octets are fine");
  return error;
}

describe("explain()", () => {
  it("shows the line with a caret under the octet", () => {
    expect(fault("GET / HTTP/1.1\r\nHost: a\r\nX-Token: abc\x00def\r\n\r\n").explain()).toBe(
      [
        "400 FIELD_VALUE_OCTET: a field value holds a control octet (RFC 9110 §5.5)",
        '  at octet 37 of the message, in field "X-Token"',
        "  | X-Token: abc\\x00def\\r",
        "  |             ^",
      ].join("\n"),
    );
  });

  it("counts the offset from the message's own first octet", () => {
    const second = fault("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /\x01 HTTP/1.1\r\n");
    expect(second.diagnosis.offset).toBe(5);
  });

  it("escapes all that a terminal or a log reader could take for something else", () => {
    const text = fault('GET / HTTP/1.1\r\nHost: a\r\nX: \x1b[31m\r\n\r\n"').explain();
    expect(text).toContain("| X: \\x1b[31m\\r");
    expect(text.replaceAll("§", "")).toMatch(/^[\n\x20-\x7e]+$/);
    expect(text.split("\n")).toHaveLength(4);
  });

  it("keeps a backslash of the peer's apart from one of ours", () => {
    expect(fault("GET / HTTP/1.1\r\nHost: a\r\nX: \\x00\x00\r\n").explain()).toContain("X: \\\\x00\\x00");
  });

  it.each(["Authorization", "proxy-authorization", "COOKIE", "Set-Cookie"])("hides the value of %s", (name) => {
    const secret = "s3cret:t0ken,".repeat(20);
    for (const wire of [`${name}: ab${secret}\x00`, `${name}: ${secret}\n`, `${name}: ab\x00${secret}`]) {
      const text = fault(`GET / HTTP/1.1\r\nHost: a\r\n${wire}\r\n\r\n`).explain();
      expect(text).not.toMatch(/s3cret|t0ken/);
      expect(text).toContain(`in field "${name}"`);
    }
  });

  it.each([
    ["cut off by the peer", "Cookie: s3cret=t0ken", {}],
    ["larger than the limit", `Cookie: ${"s3cret=t0ken; ".repeat(40)}`, { headerSection: 300 }],
    ["behind white space before the colon", "Cookie : s3cret=t0ken\r\n\r\n", {}],
    ["on a line too many", "Cookie: s3cret=t0ken\r\n", { fieldLines: 1 }],
    ["on a line that white space precedes", "A: b\r\n\tCookie: s3cret=t0ken\r\n", {}],
    ["in a trailer that is cut off", "Transfer-Encoding: chunked\r\n\r\n0\r\nSet-Cookie: s3cret=t0ken", {}],
  ])("hides a secret %s", (_rule, lines, limits) => {
    const text = fault(`POST / HTTP/1.1\r\nHost: a\r\n${lines}`, limits).explain();
    expect(text).not.toMatch(/s3c|3cr|cre|ret|t0k|0ke|ken/);
    expect(text).toContain("**");
  });

  it("cuts a name of any length", () => {
    const text = fault(`GET / HTTP/1.1\r\n${"n".repeat(600)}: \x00\r\n`).explain();
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
  });

  it("hides a secret that is folded into a second line", () => {
    const text = fault("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b;\r\n s3cret=t0ken\r\n\r\n").explain();
    expect(text).not.toMatch(/s3cret|t0ken/);
  });

  it("cuts long lines and still points at the octet", () => {
    const [, , line, caret] = fault(`GET /${"p".repeat(500)}\x7f${"q".repeat(500)} HTTP/1.1\r\n`)
      .explain()
      .split("\n") as [string, string, string, string];
    expect(line.length).toBeLessThan(100);
    expect(line.slice(caret.indexOf("^"))).toMatch(/^\\x7f/);
  });
});

it("says nothing of the octets in its message, which may reach the peer", () => {
  const { message, code, status, section } = fault("GET / HTTP/1.1\r\nHost: a\r\nX: s3cret\x00\r\n");
  expect({ code, status, section }).toEqual({ code: "FIELD_VALUE_OCTET", status: 400, section: "RFC 9110 §5.5" });
  expect(message).not.toContain("s3cret");
});
