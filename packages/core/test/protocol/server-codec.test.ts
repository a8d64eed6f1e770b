// What the server's side writes, and what it refuses to.

import { describe, expect, it } from "vitest";
import {
  LocalProtocolError,
  type Octets,
  ProtocolError,
  type ResponseInit,
  ServerCodec,
} from "../../src/protocol/index.js";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/** A codec that has read all that there is of the first request. */
function received(octets: string): ServerCodec {
  const codec = new ServerCodec();
  codec.receive(Buffer.from(octets, "latin1"));
  while (typeof codec.nextEvent() !== "string");
  return codec;
}

it("settle() moves what waits out of a buffer that others share", () => {
  const shared = Buffer.alloc(64 * 1024);
  const codec = new ServerCodec();
  for (const piece of [GET.slice(0, 20), GET.slice(20)]) {
    shared.write(piece, 100, "latin1");
    codec.receive(shared.subarray(100, 100 + piece.length));
    if (codec.nextEvent() === "need-data") codec.settle();
    shared.fill(0);
  }
  expect(codec).toMatchObject({ receiving: "content", buffered: 0 });
});

/** A whole response as the peer sees it. */
function response(request: string, init: ResponseInit, ...content: Octets[]): string {
  const codec = received(request);
  const pieces = [codec.sendResponse(init), ...content.flatMap((octets) => codec.sendContent(octets)), codec.sendEnd()];
  return text(pieces);
}

function text(pieces: readonly Octets[]): string {
  return pieces.map((piece) => Buffer.from(piece as string, "latin1").toString("latin1")).join("");
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof LocalProtocolError) return error.code;
    throw error;
  }
  return "no error";
}

it("reads any Uint8Array, wherever in its memory it lies", () => {
  const head = Buffer.from(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"v".repeat(300)}\r\n\r\n`);
  for (let offset = 0; offset < 8; offset++) {
    const memory = new Uint8Array(head.length + 16).fill(0x7f);
    memory.set(head, offset);
    const codec = new ServerCodec();
    codec.receive(memory.subarray(offset, offset + head.length));
    const event = codec.nextEvent();
    expect(typeof event === "object" && event.type === "request" && event.fields.get("x")).toBe("v".repeat(300));
  }
});

describe("framing", () => {
  it.each([
    ["length", GET, { status: 200, contentLength: 5 }, ["he", "llo"], "Content-Length: 5\r\n\r\nhello"],
    ["no content", GET, { status: 200, contentLength: 0 }, [], "Content-Length: 0\r\n\r\n"],
    [
      "chunks",
      GET,
      { status: 200 },
      ["hello", "", Buffer.from("!")],
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n",
    ],
    ["chunks are for 1.1", "GET / HTTP/1.0\r\n\r\n", { status: 200 }, ["hello"], "Connection: close\r\n\r\nhello"],
    ["HEAD, length", GET.replace("GET", "HEAD"), { status: 200, contentLength: 5 }, [], "Content-Length: 5\r\n\r\n"],
    ["HEAD, unknown length", GET.replace("GET", "HEAD"), { status: 200 }, [], "\r\n"],
    ["204", GET, { status: 204 }, [], "\r\n"],
    ["204 has no Content-Length, RFC 9110 §8.6", GET, { status: 204, contentLength: 0 }, [], "\r\n"],
    ["205 has no content, RFC 9110 §15.3.6", GET, { status: 205 }, [], "Content-Length: 0\r\n\r\n"],
    ["304 says what GET would bring", GET, { status: 304, contentLength: 5 }, [], "Content-Length: 5\r\n\r\n"],
  ] as [string, string, ResponseInit, Octets[], string][])("%s", (_rule, request, init, content, expected) => {
    const wire = response(request, init, ...content);
    expect(wire.slice(wire.indexOf("\r\n") + 2)).toBe(expected);
  });

  it("writes a large chunk without copying it", () => {
    const codec = received(GET);
    codec.sendResponse({ status: 200 });
    const octets = Buffer.alloc(100_000);
    expect(codec.sendContent(octets)).toEqual(["186a0\r\n", octets, "\r\n"]);
  });

  it("writes trailers behind chunks", () => {
    const codec = received(GET);
    codec.sendResponse({ status: 200 });
    expect(codec.sendEnd([["Server-Timing", "a;dur=1"]])).toBe("0\r\nServer-Timing: a;dur=1\r\n\r\n");
  });
});

describe("heads", () => {
  it("has the fields as given, in order, and a phrase", () => {
    const fields = new Map([
      ["X-A", "1"],
      ["x-b", "\u00e9 \t2"],
    ]);
    expect(response(GET, { status: 418, reason: "I'm a teapot", fields, contentLength: 0 })).toBe(
      "HTTP/1.1 418 I'm a teapot\r\nX-A: 1\r\nx-b: \u00e9 \t2\r\nContent-Length: 0\r\n\r\n",
    );
    expect(response(GET, { status: 799, contentLength: 0 })).toMatch(/^HTTP\/1\.1 799 \r\n/);
  });

  it.each([
    ["a CR LF in a value would begin another field", { fields: [["X", "a\r\nSet-Cookie: b"]] }, "FIELD_VALUE_INVALID"],
    ["NUL", { fields: [["X", "a\0"]] }, "FIELD_VALUE_INVALID"],
    ["a character that is no octet", { fields: [["X", "\u0100"]] }, "FIELD_VALUE_INVALID"],
    ["white space at the end", { fields: [["X", "a "]] }, "FIELD_VALUE_INVALID"],
    ["a name with a colon", { fields: [["X: a\r\nY", "b"]] }, "FIELD_NAME_INVALID"],
    ["an empty name", { fields: [["", "b"]] }, "FIELD_NAME_INVALID"],
    ["Content-Length as a field", { fields: [["content-length", "5"]] }, "FRAMING_FIELD"],
    ["Transfer-Encoding as a field", { fields: [["Transfer-Encoding", "chunked"]] }, "FRAMING_FIELD"],
    ["a CR LF in the phrase", { reason: "OK\r\nX: y" }, "REASON_INVALID"],
    ["an informational status", { status: 103 }, "STATUS_INVALID"],
    ["a status that is no integer", { status: 200.5 }, "STATUS_INVALID"],
    ["a status of four digits", { status: 1000 }, "STATUS_INVALID"],
    ["a negative length", { contentLength: -1 }, "CONTENT_LENGTH_INVALID"],
    ["a length that is no integer", { contentLength: Number.NaN }, "CONTENT_LENGTH_INVALID"],
    ["content with 204", { status: 204, contentLength: 5 }, "CONTENT_FORBIDDEN"],
    ["content with 205", { status: 205, contentLength: 5 }, "CONTENT_FORBIDDEN"],
  ] as [string, Partial<ResponseInit>, string][])("refuses %s, and can go on", (_rule, init, code) => {
    const codec = received(GET);
    expect(codeOf(() => codec.sendResponse({ status: 200, ...init }))).toBe(code);
    expect(codec.sending).toBe("idle");
    expect(codec.sendResponse({ status: 204 })).toBe("HTTP/1.1 204 No Content\r\n\r\n");
  });

  it("does not tell a value that it refuses", () => {
    const send = (): string => received(GET).sendResponse({ status: 200, fields: [["Set-Cookie", "s3cret\n"]] });
    expect(send).toThrow("Set-Cookie");
    expect(send).not.toThrow("s3cret");
  });
});

describe("the length that was announced", () => {
  it("is never exceeded", () => {
    const codec = received(GET);
    codec.sendResponse({ status: 200, contentLength: 5 });
    codec.sendContent("hel");
    expect(codeOf(() => codec.sendContent("lo!"))).toBe("CONTENT_TOO_LONG");
    expect(codec.sendContent("lo")).toEqual(["lo"]);
    expect(codec.sendEnd()).toBe("");
  });

  it("is reached before the end", () => {
    const codec = received(GET);
    codec.sendResponse({ status: 200, contentLength: 5 });
    codec.sendContent("hell");
    expect(codeOf(() => codec.sendEnd())).toBe("CONTENT_TOO_SHORT");
  });

  it("leaves a response to HEAD without content", () => {
    const codec = received(GET.replace("GET", "HEAD"));
    codec.sendResponse({ status: 200, contentLength: 5 });
    expect(codeOf(() => codec.sendContent("hello"))).toBe("CONTENT_TOO_LONG");
  });

  it("allows trailers only behind chunks, and only harmless ones", () => {
    const codec = received(GET);
    codec.sendResponse({ status: 200, contentLength: 0 });
    expect(codeOf(() => codec.sendEnd([["X", "s3cret"]]))).toBe("TRAILERS_FORBIDDEN");
    expect(() => codec.sendEnd([["X", "s3cret"]])).not.toThrow("s3cret");
    const chunked = received(GET);
    chunked.sendResponse({ status: 200 });
    expect(codeOf(() => chunked.sendEnd([["Content-Length", "1"]]))).toBe("TRAILERS_FORBIDDEN");
  });
});

describe("order", () => {
  it("is one response for one request", () => {
    const codec = new ServerCodec();
    expect(codeOf(() => codec.sendResponse({ status: 200 }))).toBe("OUT_OF_ORDER");
    codec.receive(Buffer.from(GET));
    codec.nextEvent();
    expect(codeOf(() => codec.sendContent("x"))).toBe("OUT_OF_ORDER");
    expect(codeOf(() => codec.sendEnd())).toBe("OUT_OF_ORDER");
    codec.sendResponse({ status: 200 });
    expect(codeOf(() => codec.sendResponse({ status: 200 }))).toBe("OUT_OF_ORDER");
    expect(codeOf(() => codec.sendInformational(103))).toBe("OUT_OF_ORDER");
    codec.sendEnd();
    expect(codeOf(() => codec.sendContent("x"))).toBe("OUT_OF_ORDER");
  });

  it("holds the next request back until the response is complete", () => {
    const codec = received(GET + GET);
    expect([codec.nextEvent(), codec.buffered]).toEqual(["paused", GET.length]);
    codec.sendResponse({ status: 200, contentLength: 1 });
    expect(codec.nextEvent()).toBe("paused");
    codec.sendContent("x");
    expect(codec.nextEvent()).toBe("paused");
    codec.sendEnd();
    expect(codec.nextEvent()).toMatchObject({ type: "request" });
  });

  it("lets an early response pass the request's content", () => {
    const codec = received("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
    codec.sendResponse({ status: 200, contentLength: 0 });
    codec.sendEnd();
    expect(codec.nextEvent()).toBe("need-data");
    codec.receive(Buffer.from(`bc${GET}`));
    const types = [codec.nextEvent(), codec.nextEvent(), codec.nextEvent()].map(
      (event) => (event as { type: string }).type,
    );
    expect(types).toEqual(["content", "end", "request"]);
  });

  it("takes no octets after the end", () => {
    const codec = new ServerCodec();
    codec.receiveEnd();
    expect(codeOf(() => codec.receive(Buffer.from("x")))).toBe("OUT_OF_ORDER");
  });

  it("throws the same error again, and lets one response out", () => {
    const codec = new ServerCodec();
    codec.receive(Buffer.from("GET / HTTP/1.1\n"));
    const errors = [1, 2].map(() => {
      try {
        return codec.nextEvent();
      } catch (error) {
        return error;
      }
    });
    expect(errors[0]).toBeInstanceOf(ProtocolError);
    expect(errors[1]).toBe(errors[0]);
    expect(codec.sendResponse({ status: 400, contentLength: 0 })).toContain("\r\nConnection: close\r\n");
    codec.sendEnd();
    expect(codeOf(() => codec.sendResponse({ status: 400 }))).toBe("OUT_OF_ORDER");
  });

  it("ends the connection with an error that no request asked for", () => {
    const codec = new ServerCodec();
    codec.receive(Buffer.from("GET / HT"));
    codec.nextEvent();
    expect(codec.sendResponse({ status: 408, contentLength: 0 })).toContain("\r\nConnection: close\r\n");
    codec.sendEnd();
    codec.receive(Buffer.from("TP/1.1\r\nHost: a\r\n\r\n"));
    expect(codec.nextEvent()).toBe("paused");
  });
});

describe("persistence", () => {
  const KEEP_ALIVE = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  it.each([
    ["1.1 says nothing", GET, undefined, "", true],
    [
      "1.1 that asks to close",
      GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
      undefined,
      "Connection: close\r\n",
      false,
    ],
    ["our own wish to close", GET, [["connection", "Close"]], "connection: Close\r\n", false],
    ["1.0", "GET / HTTP/1.0\r\n\r\n", undefined, "Connection: close\r\n", false],
    ["1.0 that asks to persist", KEEP_ALIVE, undefined, "Connection: keep-alive\r\n", true],
  ] as [string, string, [string, string][] | undefined, string, boolean][])(
    "%s",
    (_rule, request, fields, line, persists) => {
      const codec = received(request);
      const head = codec.sendResponse({ status: 204, fields });
      codec.sendEnd();
      expect(head).toBe(`HTTP/1.1 204 No Content\r\n${line}\r\n`);
      expect(codec.persistent).toBe(persists);
      expect(codec.nextEvent()).toBe(persists ? "need-data" : "paused");
    },
  );

  it("ends where 1.0 would have to guess the length", () => {
    const codec = received(KEEP_ALIVE);
    expect(codec.sendResponse({ status: 200 })).toContain("Connection: close\r\n");
  });
});

describe("100 Continue", () => {
  const EXPECTS = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";

  it("is awaited until it is sent", () => {
    const codec = received(EXPECTS);
    expect(codec.awaitsContinue).toBe(true);
    expect(codec.sendInformational(100)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    expect(codec.awaitsContinue).toBe(false);
  });

  it("is not awaited once content has come", () => {
    expect(received(`${EXPECTS}a`).awaitsContinue).toBe(false);
    const codec = received(EXPECTS);
    codec.receive(Buffer.from("a"));
    expect(codec.awaitsContinue).toBe(false);
  });

  it("is not awaited from a client that has closed its side", () => {
    const codec = received(EXPECTS);
    codec.receiveEnd();
    expect(() => codec.nextEvent()).toThrow("INCOMPLETE_CONTENT");
    expect(codec.awaitsContinue).toBe(false);
  });

  it("ends the connection where the response comes instead, for content may follow or not", () => {
    const codec = received(EXPECTS);
    expect(codec.sendResponse({ status: 413, contentLength: 0 })).toContain("\r\nConnection: close\r\n");
  });

  it("is no answer to HTTP/1.0, nor are other informational responses", () => {
    expect(codeOf(() => received("GET / HTTP/1.0\r\n\r\n").sendInformational(103))).toBe("OUT_OF_ORDER");
  });

  it("has fields where they are given, as Early Hints do", () => {
    const codec = received(GET);
    expect(codec.sendInformational(103, [["Link", "</a>; rel=preload"]])).toBe(
      "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n",
    );
    expect(codeOf(() => codec.sendInformational(200))).toBe("STATUS_INVALID");
  });
});

describe("a switch of protocols", () => {
  const UPGRADE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n";

  it("leaves what was received beyond the request to the new protocol", () => {
    const codec = received(`${UPGRADE}\x01\x02`);
    const head = codec.sendInformational(101, [
      ["Connection", "upgrade"],
      ["Upgrade", "chat"],
    ]);
    expect(head).toBe("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n");
    expect([codec.receiving, codec.sending, codec.nextEvent()]).toEqual(["switched", "switched", "paused"]);
    expect([...codec.takeRemaining()]).toEqual([1, 2]);
    expect(codeOf(() => codec.sendContent("x"))).toBe("OUT_OF_ORDER");
  });

  it("opens a tunnel by 2xx to CONNECT, and only by that", () => {
    const request = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nx";
    const codec = received(request);
    expect(codec.sendResponse({ status: 200 })).toBe("HTTP/1.1 200 OK\r\n\r\n");
    expect([...codec.takeRemaining()]).toEqual([0x78]);
    expect(response(request, { status: 403, contentLength: 0 })).toContain("Content-Length: 0");
  });

  it("needs a request that asks for it, read to its end, and an Upgrade field", () => {
    const fields: [string, string][] = [["Upgrade", "chat"]];
    expect(codeOf(() => received(GET).sendInformational(101, fields))).toBe("SWITCH_NOT_ASKED");
    expect(codeOf(() => received(UPGRADE).sendInformational(101))).toBe("UPGRADE_MISSING");
    const unread = received(UPGRADE.replace("\r\n\r\n", "\r\nContent-Length: 1\r\n\r\n"));
    expect(codeOf(() => unread.sendInformational(101, fields))).toBe("OUT_OF_ORDER");
    expect(codeOf(() => received(GET).takeRemaining())).toBe("OUT_OF_ORDER");
  });
});

it.each([{ requestLine: -1 }, { fieldLines: 1.5 }, { headerSection: 2 ** 31 }, { fieldlines: 5 }] as object[])(
  "refuses the limits %o",
  (limits) => {
    expect(codeOf(() => new ServerCodec(limits))).toBe("LIMIT_INVALID");
  },
);
