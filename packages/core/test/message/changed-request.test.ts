// A request with something about it changed, over both kinds of request.

import { describe, expect, it } from "vitest";
import { changedRequest, LightRequest } from "../../src/message/index.js";
import { FakeRequest } from "./fake-request.js";

const KINDS: readonly { kind: string; post: (...content: string[]) => Request }[] = [
  {
    kind: "light",
    post: (...content) => new LightRequest(new FakeRequest({ content, fields: [["X-A", "1"]], contentLimit: 100 })),
  },
  {
    kind: "native",
    post: (...content) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const text of content) controller.enqueue(new TextEncoder().encode(text));
          controller.close();
        },
      });
      const init = { method: "POST", body, duplex: "half" as const, headers: { "X-A": "1" } };
      return new Request("http://localhost/", init);
    },
  },
];

const tooLarge = expect.objectContaining({ status: 413, code: "CONTENT_TOO_LARGE" });

describe.each(KINDS)("of a $kind request", ({ post }) => {
  it("is the same but for what is changed", async () => {
    const request = changedRequest(post("con", "tent"), { url: "https://b.example/x" });
    expect(request).toBeInstanceOf(Request);
    expect([request.method, request.url, request.headers.get("x-a")]).toEqual(["POST", "https://b.example/x", "1"]);
    expect([...request.headers].filter(([name]) => name === "x-a")).toEqual([["x-a", "1"]]);
    expect(await request.text()).toBe("content");
  });

  it("shows fields as they were changed before", () => {
    const request = post("");
    request.headers.set("X-A", "2");
    expect(changedRequest(request, {}).headers.get("x-a")).toBe("2");
  });

  it("has no more content than the limit, as a whole and as a stream", async () => {
    expect(await changedRequest(post("12345"), { contentLimit: 5 }).text()).toBe("12345");
    await expect(changedRequest(post("12345", "6"), { contentLimit: 5 }).text()).rejects.toEqual(tooLarge);
    const { body } = changedRequest(post("12345", "6"), { contentLimit: 5 });
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    expect(`${Buffer.from((await reader.read()).value ?? [])}`).toBe("12345");
    await expect(reader.read()).rejects.toEqual(tooLarge);
  });

  it("may have more content than the request's own limit", async () => {
    const text = "x".repeat(101);
    expect(await changedRequest(post(text), { contentLimit: 1000 }).text()).toBe(text);
  });

  it("cannot be read where the request was", async () => {
    const request = post("content");
    await request.text();
    await expect(changedRequest(request, {}).text()).rejects.toThrow(TypeError);
  });

  it("has the signal that it was given, asked for when somebody asks", () => {
    let asked = 0;
    const { signal } = new AbortController();
    const request = changedRequest(post(""), {
      get signal() {
        asked++;
        return signal;
      },
    });
    expect(asked).toBe(0);
    expect(request.signal).toBe(signal);
  });

  it("can be changed twice", async () => {
    const request = changedRequest(changedRequest(post("12345"), { contentLimit: 3 }), { url: "http://c.example/" });
    expect(request.url).toBe("http://c.example/");
    await expect(request.text()).rejects.toEqual(tooLarge);
  });
});

it("reads nothing before somebody asks", () => {
  const incoming = new FakeRequest({ content: ["a"] });
  changedRequest(new LightRequest(incoming), { contentLimit: 5 });
  expect(incoming.asked).toEqual([]);
});

it("refuses content that is announced as too large before it reads any", async () => {
  const incoming = new FakeRequest({ content: ["123456"], length: 6 });
  const { body } = changedRequest(new LightRequest(incoming), { contentLimit: 5 });
  await expect((body as ReadableStream<Uint8Array>).getReader().read()).rejects.toEqual(tooLarge);
  expect(incoming.asked).not.toContain("read");
});
