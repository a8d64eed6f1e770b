// What the client's side writes, and how it matches responses to requests.

import { describe, expect, it } from "vitest";
import { ClientCodec, LocalProtocolError, type RequestInit } from "../../src/protocol/index.js";

const HOST: [string, string] = ["Host", "a"];

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof LocalProtocolError) return error.code;
    throw error;
  }
  return "no error";
}

/** All events of what comes in, types and statuses only. */
function events(codec: ClientCodec, octets: string): string[] {
  codec.receive(Buffer.from(octets, "latin1"));
  const seen: string[] = [];
  for (let event = codec.nextEvent(); typeof event !== "string"; event = codec.nextEvent()) {
    seen.push("status" in event ? `${event.type} ${event.status}` : event.type);
  }
  return seen;
}

describe("requests", () => {
  it("have no framing field without content, a length, or chunks", () => {
    const send = (contentLength?: number | null): string =>
      new ClientCodec().sendRequest({ method: "POST", target: "/", fields: [HOST], contentLength });
    expect(send()).toBe("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(send(0)).toBe("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    expect(send(null)).toBe("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  });

  it.each([
    ["no Host", { fields: [] }, "HOST_INVALID"],
    ["two Hosts", { fields: [HOST, HOST] }, "HOST_INVALID"],
    ["a malformed Host", { fields: [["Host", "a b"]] }, "HOST_INVALID"],
    ["a method that is no token", { method: "GE T" }, "METHOD_INVALID"],
    ["an empty target", { target: "" }, "TARGET_INVALID"],
    ["a space in the target", { target: "/a b" }, "TARGET_INVALID"],
    ["a fragment", { target: "/a#b" }, "TARGET_INVALID"],
    ["a CR LF in the target", { target: "/ HTTP/1.1\r\nX: y" }, "TARGET_INVALID"],
    ["CONNECT with a path", { method: "CONNECT" }, "TARGET_INVALID"],
    ["CONNECT with content", { method: "CONNECT", target: "a:1", contentLength: 1 }, "CONTENT_FORBIDDEN"],
    ["a framing field", { fields: [HOST, ["Transfer-Encoding", "chunked"]] }, "FRAMING_FIELD"],
    ["a length that is none", { contentLength: 1.5 }, "CONTENT_LENGTH_INVALID"],
  ] as [string, Partial<RequestInit>, string][])("refuse %s", (_rule, init, code) => {
    const codec = new ClientCodec();
    expect(codeOf(() => codec.sendRequest({ method: "GET", target: "/", fields: [HOST], ...init }))).toBe(code);
    expect(codec.sending).toBe("idle");
  });

  it("are sent one behind the other", () => {
    const codec = new ClientCodec();
    codec.sendRequest({ method: "GET", target: "/", fields: [HOST] });
    expect(codeOf(() => codec.sendRequest({ method: "GET", target: "/", fields: [HOST] }))).toBe("OUT_OF_ORDER");
    codec.sendEnd();
    codec.sendRequest({ method: "GET", target: "/", fields: [HOST, ["Connection", "close"]] });
    codec.sendEnd();
    expect(codeOf(() => codec.sendRequest({ method: "GET", target: "/", fields: [HOST] }))).toBe("OUT_OF_ORDER");
  });
});

describe("responses", () => {
  const send = (codec: ClientCodec, method: string, ...fields: [string, string][]): void => {
    const target = method === "CONNECT" ? "a:1" : "/";
    codec.sendRequest({ method, target, fields: [HOST, ...fields] });
    codec.sendEnd();
  };
  const OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";

  it("answer pipelined requests in order, HEAD among them", () => {
    const codec = new ClientCodec();
    for (const method of ["GET", "HEAD", "GET"]) send(codec, method);
    const three = ["response 200", "content", "end", "response 200", "end", "response 200", "content", "end"];
    expect(events(codec, `${OK}x${OK}${OK}x`)).toEqual(three);
    expect(codec.persistent).toBe(true);
  });

  it("come before the request is sent to its end, where the server will not wait", () => {
    const codec = new ClientCodec();
    codec.sendRequest({ method: "POST", target: "/", fields: [HOST], contentLength: 3 });
    expect(events(codec, `${OK}x`)).toEqual(["response 200", "content", "end"]);
    codec.sendContent("abc");
    codec.sendEnd();
    send(codec, "GET");
    expect(events(codec, `${OK}x`)).toEqual(["response 200", "content", "end"]);
  });

  it("end the connection where they say so, and what was pipelined behind is not answered", () => {
    const codec = new ClientCodec();
    for (const method of ["GET", "GET"]) send(codec, method);
    expect(events(codec, `${OK.replace("OK\r\n", "OK\r\nConnection: close\r\n")}x${OK}x`)).toEqual([
      "response 200",
      "content",
      "end",
    ]);
    expect([codec.persistent, codec.nextEvent()]).toEqual([false, "paused"]);
    codec.receiveEnd();
    expect(codec.nextEvent()).toEqual({ type: "closed" });
    expect(codec.nextEvent()).toBe("paused");
  });

  it("hand the connection over", () => {
    const tunnel = new ClientCodec();
    send(tunnel, "CONNECT");
    expect(events(tunnel, "HTTP/1.1 200 OK\r\n\r\nxyz")).toEqual(["response 200"]);
    expect(Buffer.from(tunnel.takeRemaining()).toString()).toBe("xyz");

    const upgraded = new ClientCodec();
    send(upgraded, "GET", ["Connection", "upgrade"], ["Upgrade", "chat"]);
    const head = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n";
    expect(events(upgraded, `HTTP/1.1 103 Early Hints\r\n\r\n${head}xyz`)).toEqual([
      "informational 103",
      "informational 101",
    ]);
    expect(Buffer.from(upgraded.takeRemaining()).toString()).toBe("xyz");
    expect(upgraded.sending).toBe("switched");
  });
});
