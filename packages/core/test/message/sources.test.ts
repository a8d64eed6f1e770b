// What a response is sent from: looked at by middleware, taken once by the server.

import { describe, expect, it } from "vitest";
import {
  BlobSource,
  type BodySource,
  FileSlice,
  LightResponse,
  type OpenFile,
  reply,
  sourceLength,
  sourceOf,
  takeSource,
} from "../../src/message/index.js";
import { switchingResponse } from "../../src/message/response.js";
import { outcome } from "./outcome.js";

const FILE: OpenFile = { fd: -1, read: async () => 0, close: () => {} };
const octets = Uint8Array.of(1, 2, 3);

async function* iterated(): AsyncGenerator<string | Uint8Array> {
  yield "a";
  yield Uint8Array.of(0x62);
}

interface Kept {
  readonly rule: string;
  readonly source: BodySource;
  readonly length: number | null;
}

const KEPT: readonly Kept[] = [
  { rule: "a string", source: "grüß\ud800", length: 9 },
  { rule: "an empty string", source: "", length: 0 },
  { rule: "octets", source: octets, length: 3 },
  { rule: "a file slice", source: new FileSlice(FILE, 2, 7), length: 5 },
  { rule: "a stream", source: new ReadableStream<Uint8Array>(), length: null },
  { rule: "an async iterable", source: iterated(), length: null },
  { rule: "a Blob's source", source: new BlobSource(new Blob(["abc"])), length: 3 },
];

describe("a source stays what it was given as", () => {
  it.each(KEPT)("$rule", ({ source, length }) => {
    const response = new LightResponse(source);
    expect(sourceOf(response)).toBe(source);
    expect(response.bodyUsed).toBe(false);
    expect(sourceLength(sourceOf(response) as BodySource)).toBe(length);
    expect(takeSource(response)).toBe(source);
    expect(response.bodyUsed).toBe(true);
    expect(() => takeSource(response)).toThrow(TypeError);
    expect(sourceOf(response)).toBe(source);
  });

  it.each<[string, BodyInit, number]>([
    ["a view's octets", new DataView(octets.buffer, 1, 2), 2],
    ["an ArrayBuffer's octets", octets.buffer, 3],
  ])("or is %s, not copied", (_rule, body, length) => {
    const source = sourceOf(new LightResponse(body)) as Uint8Array;
    expect(source.buffer).toBe(octets.buffer);
    expect(source.length).toBe(length);
  });

  it("or is a Blob's, whose length is known", async () => {
    const source = sourceOf(new LightResponse(new Blob(["abc", "d"]))) as BlobSource;
    expect(sourceLength(source)).toBe(4);
    let text = "";
    for await (const piece of source) text += Buffer.from(piece);
    expect(text).toBe("abcd");
  });
});

type BodyInit = ConstructorParameters<typeof LightResponse>[0];

interface Taken {
  readonly rule: string;
  readonly response: () => Response | Promise<Response>;
  readonly first: unknown;
  readonly second: unknown;
}

const REFUSED = { error: "TypeError" };
const NOTHING = { value: null };

const TAKEN: readonly Taken[] = [
  { rule: "no content, any number of times", response: () => reply.empty(), first: NOTHING, second: NOTHING },
  { rule: "a string, once", response: () => reply.text("a"), first: { value: "a" }, second: REFUSED },
  {
    rule: "a string that was read",
    response: async () => {
      const response = reply.text("a");
      await response.text();
      return response;
    },
    first: REFUSED,
    second: REFUSED,
  },
  {
    rule: "a string whose stream was looked at",
    response: () => {
      const response = reply.text("a");
      expect(response.body).not.toBeNull();
      return response;
    },
    first: { value: "a" },
    second: REFUSED,
  },
  {
    rule: "a string whose stream is locked",
    response: () => {
      const response = reply.text("a");
      response.body?.getReader();
      return response;
    },
    first: REFUSED,
    second: REFUSED,
  },
  {
    rule: "a string whose stream was read from",
    response: async () => {
      const response = reply.text("a");
      const reader = response.body?.getReader();
      await reader?.read();
      reader?.releaseLock();
      return response;
    },
    first: REFUSED,
    second: REFUSED,
  },
  {
    rule: "a string that was cloned",
    response: () => {
      const response = reply.text("a");
      response.clone();
      return response;
    },
    first: { value: "a" },
    second: REFUSED,
  },
  { rule: "a clone", response: () => reply.text("a").clone(), first: { value: "a" }, second: REFUSED },
  { rule: "a native response without content", response: () => new Response(null), first: NOTHING, second: NOTHING },
  {
    rule: "a native response that was read",
    response: async () => {
      const response = new Response("a");
      await response.text();
      return response;
    },
    first: REFUSED,
    second: REFUSED,
  },
  {
    rule: "a native response that is locked",
    response: () => {
      const response = new Response("a");
      response.body?.getReader();
      return response;
    },
    first: REFUSED,
    second: REFUSED,
  },
];

describe("what is taken", () => {
  it.each(TAKEN)("$rule", async ({ response: make, first, second }) => {
    const response = await make();
    expect(await outcome(() => takeSource(response))).toEqual(first);
    expect(await outcome(() => takeSource(response))).toEqual(second);
  });

  it("of a native response is its stream, which cannot be seen before", async () => {
    const response = new Response("a");
    expect(sourceOf(response)).toBeUndefined();
    expect(takeSource(response)).toBe(response.body);
  });

  it("leaves nothing to whoever looked at the stream", () => {
    const response = reply.text("a");
    const { body } = response;
    takeSource(response);
    expect(body?.locked).toBe(true);
    expect(response.body).toBe(body);
  });

  it("of a stream is the stream, free to be read", () => {
    const stream = new ReadableStream<Uint8Array>();
    expect(takeSource(reply.stream(stream))).toBe(stream);
    expect(stream.locked).toBe(false);
  });
});

describe("an async iterable", () => {
  function watched(chunks: readonly unknown[]): { source: AsyncIterable<string>; ended: () => boolean } {
    let ended = false;
    async function* source(): AsyncGenerator<string> {
      try {
        for (const chunk of chunks) yield chunk as string;
      } finally {
        ended = true;
      }
    }
    return { source: source(), ended: () => ended };
  }

  it("may give strings and octets", async () => {
    expect(await new LightResponse(iterated()).text()).toBe("ab");
  });

  it("is ended when its stream is cancelled", async () => {
    const { source, ended } = watched(["a", "b"]);
    const reader = reply.stream(source).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(ended()).toBe(true);
  });

  it("is ended when it gives something else", async () => {
    const { source, ended } = watched(["a", 5]);
    await expect(reply.stream(source).text()).rejects.toThrow(TypeError);
    expect(ended()).toBe(true);
  });

  it("that throws makes reading fail with what it threw", async () => {
    const failure = new RangeError("a");
    // biome-ignore lint/correctness/useYield: it fails before it has anything to give
    async function* source(): AsyncGenerator<string> {
      throw failure;
    }
    await expect(reply.stream(source()).text()).rejects.toBe(failure);
    await expect(reply.stream(source()).body?.getReader().read()).rejects.toBe(failure);
  });
});

it("a stream that gives no octets is cancelled", async () => {
  let reason: unknown;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue("a"),
    cancel: (given) => {
      reason = given;
    },
  });
  await expect(new LightResponse(stream).text()).rejects.toThrow(TypeError);
  expect(reason).toBeInstanceOf(TypeError);
});

it("what is read from a response is a copy of its octets", async () => {
  const source = Uint8Array.of(1, 2);
  const copy = await new LightResponse(source).bytes();
  copy[0] = 9;
  expect(source).toEqual(Uint8Array.of(1, 2));
  const buffer = Buffer.from("ab");
  const reader = new LightResponse(buffer).body?.getReader();
  (await reader?.read())?.value?.fill(0);
  expect(buffer.toString()).toBe("ab");
});

it("a status that the constructor refuses is possible for the server", () => {
  const response = switchingResponse(101, new LightResponse(null, { headers: { Upgrade: "a" } }).headers);
  expect([response.status, response.ok, response.body, response.headers.get("upgrade")]).toEqual([
    101,
    false,
    null,
    "a",
  ]);
});
