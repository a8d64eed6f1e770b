// Nothing is made, and nothing asked of the server, before the handler asks.

import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type HttpError,
  LightRequest,
  LightResponse,
  reply,
  requestPath,
  takeSource,
} from "../../src/message/index.js";
import { wireFields } from "../../src/message/wire-fields.js";
import { type FakeInit, FakeRequest } from "./fake-request.js";

function made(init?: FakeInit): { request: LightRequest; asked: string[] } {
  const incoming = new FakeRequest(init);
  return { request: new LightRequest(incoming), asked: incoming.asked };
}

const BODY: FakeInit = { content: ["a", "b"] };

interface Asked {
  readonly rule: string;
  readonly use: (request: LightRequest) => unknown;
  readonly asked: readonly string[];
}

const ASKED: readonly Asked[] = [
  { rule: "nothing", use: () => {}, asked: [] },
  { rule: "method", use: (request) => request.method, asked: ["method"] },
  { rule: "requestPath", use: requestPath, asked: ["url"] },
  { rule: "headers", use: (request) => [request.headers, request.headers.get("a")], asked: ["fields"] },
  { rule: "signal", use: (request) => request.signal, asked: ["signal"] },
  { rule: "bodyUsed", use: (request) => request.bodyUsed, asked: [] },
  { rule: "body", use: (request) => [request.body, request.body], asked: ["content"] },
  { rule: "text", use: (request) => request.text(), asked: ["content", "contentLimit", "readAll 1048576"] },
  {
    rule: "json",
    use: (request) => request.json().catch(() => {}),
    asked: ["content", "contentLimit", "readAll 1048576"],
  },
  { rule: "bytes", use: (request) => request.bytes(), asked: ["content", "contentLimit", "readAll 1048576"] },
  { rule: "blob", use: (request) => request.blob(), asked: ["content", "contentLimit", "readAll 1048576", "fields"] },
  {
    rule: "body, then text",
    use: (request) => [request.body, request.text()],
    asked: ["content", "contentLimit", "readAll 1048576"],
  },
  { rule: "instanceof", use: (request) => request instanceof Request, asked: [] },
  { rule: "the kind's tag", use: (request) => Object.prototype.toString.call(request), asked: [] },
  { rule: "awaiting it", use: async (request) => await (request as unknown as Promise<unknown>), asked: [] },
  { rule: "clone", use: (request) => request.clone(), asked: ["content"] },
  { rule: "the body's reader", use: (request) => request.body?.getReader(), asked: ["content"] },
  { rule: "one read", use: (request) => request.body?.getReader().read(), asked: ["content", "read"] },
  { rule: "the body, cancelled", use: (request) => request.body?.cancel(), asked: ["content", "cancel"] },
  {
    rule: "the body, read once and cancelled",
    use: async (request) => {
      const reader = request.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    },
    asked: ["content", "read", "cancel"],
  },
  {
    rule: "a clone's text",
    use: (request) => request.clone().text(),
    asked: ["content", "contentLimit", "read", "read", "read"],
  },
  {
    rule: "both texts: what is read once is read for both",
    use: (request) => {
      const clone = request.clone();
      return Promise.all([request.text(), clone.text()]);
    },
    asked: ["content", "contentLimit", "read", "contentLimit", "read", "read"],
  },
  {
    rule: "one of two cancelled: the other still reads",
    use: async (request) => {
      const clone = request.clone();
      await request.body?.cancel();
      await clone.text();
    },
    asked: ["content", "contentLimit", "read", "read", "read"],
  },
  {
    rule: "both cancelled",
    use: async (request) => {
      const clone = request.clone();
      await request.body?.cancel();
      await clone.body?.cancel();
    },
    asked: ["content", "cancel"],
  },
];

describe("what the server is asked for", () => {
  it.each(ASKED)("$rule", async ({ use, asked: expected }) => {
    const { request, asked } = made(BODY);
    const result = use(request);
    await (Array.isArray(result) ? Promise.all(result) : result);
    expect(asked).toEqual(expected);
  });

  it("a cancelled clone leaves the text whole", async () => {
    const { request } = made(BODY);
    const clone = request.clone();
    await request.body?.cancel();
    expect(await clone.text()).toBe("ab");
  });
});

describe("what the platform has to make", () => {
  const FORBIDDEN = ["Headers", "Request", "Response", "ReadableStream", "URL", "AbortController", "Blob", "FormData"];

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function forbid(): void {
    for (const name of FORBIDDEN) {
      vi.stubGlobal(
        name,
        class {
          constructor() {
            throw new Error(`${name} was made`);
          }
        },
      );
    }
  }

  it("is nothing for a reply, its fields and its source", () => {
    forbid();
    const replies = [
      reply.text("a"),
      reply.html("a", 404),
      reply.json({ a: 1 }, { status: 201, headers: { "X-A": "b" } }),
      reply.bytes(Uint8Array.of(1)),
      reply.redirect("/a"),
      reply.empty(),
      new LightResponse("a", { headers: [["X-A", "b"]] }),
    ];
    for (const response of replies) {
      response.headers.set("X-B", "c");
      wireFields(response);
      takeSource(response);
    }
    expect(replies.map(({ status }) => status)).toEqual([200, 404, 201, 200, 302, 204, 200]);
  });

  it("is nothing for a request that is routed and read as a whole", async () => {
    const { request } = made({ content: ['{"a":1}'], fields: [["Accept", "b"]], url: "http://a/b?c" });
    forbid();
    expect(requestPath(request)).toBe("/b");
    expect(request.headers.get("accept")).toBe("b");
    expect(await request.json()).toEqual({ a: 1 });
  });
});

describe("the limit on content read as a whole", () => {
  const LARGE: FakeInit = { content: ["abc", "def"], contentLimit: 5 };

  interface Limited {
    readonly rule: string;
    readonly read: (request: LightRequest) => Promise<unknown>;
  }

  const LIMITED: readonly Limited[] = [
    { rule: "text", read: (request) => request.text() },
    { rule: "json", read: (request) => request.json() },
    { rule: "bytes", read: (request) => request.bytes() },
    { rule: "arrayBuffer", read: (request) => request.arrayBuffer() },
    { rule: "blob", read: (request) => request.blob() },
    { rule: "formData", read: (request) => request.formData() },
    {
      rule: "text, when the stream was looked at",
      read: (request) => {
        expect(request.body).not.toBeNull();
        return request.text();
      },
    },
    { rule: "text of a clone", read: (request) => request.clone().text() },
    {
      rule: "text of what was cloned",
      read: (request) => {
        request.clone();
        return request.text();
      },
    },
  ];

  it.each(LIMITED)("holds for $rule", async ({ read }) => {
    const error = (await read(made(LARGE).request).catch((reason: unknown) => reason)) as HttpError;
    expect([error.status, error.code]).toEqual([413, "CONTENT_TOO_LARGE"]);
  });

  it.each(LIMITED.slice(0, 1))("lets content of just that size pass", async () => {
    expect(await made({ ...LARGE, contentLimit: 6 }).request.text()).toBe("abcdef");
    expect(
      await made({ ...LARGE, contentLimit: 6 })
        .request.clone()
        .text(),
    ).toBe("abcdef");
  });

  it("refuses a clone's content by its announced length, before anything is read", async () => {
    const { request, asked } = made({ ...LARGE, length: 6 });
    await expect(request.clone().text()).rejects.toMatchObject({ status: 413 });
    expect(asked).not.toContain("read");
  });

  it("does not bind the stream", async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const octets of made(LARGE).request.body ?? []) text += decoder.decode(octets as Uint8Array);
    expect(text).toBe("abcdef");
  });
});
