// Light objects where the platform's own are wanted.

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  FileSlice,
  LightHeaders,
  LightRequest,
  LightResponse,
  nativeRequest,
  nativeResponse,
  reply,
} from "../../src/message/index.js";
import { type FakeInit, FakeRequest } from "./fake-request.js";

const POST: FakeInit = {
  method: "PUT",
  url: "http://a/b?c",
  fields: [
    ["X-A", "1"],
    ["Set-Cookie", "a"],
    ["Set-Cookie", "b"],
  ],
  content: ["a", "b"],
};

function request(init: FakeInit = POST): LightRequest {
  return new LightRequest(new FakeRequest(init));
}

describe("nativeRequest", () => {
  it("is the same request, of the platform's own kind", async () => {
    const light = request();
    const native = nativeRequest(light);
    expect(native).toBeInstanceOf(Request);
    expect(native).not.toBeInstanceOf(LightRequest);
    expect([native.method, native.url]).toEqual(["PUT", "http://a/b?c"]);
    expect([...native.headers]).toEqual([
      ["set-cookie", "a"],
      ["set-cookie", "b"],
      ["x-a", "1"],
    ]);
    expect(await native.text()).toBe("ab");
    expect(light.bodyUsed).toBe(true);
    expect(nativeRequest(light)).toBe(native);
  });

  it("aborts with it", () => {
    const incoming = new FakeRequest(POST);
    const { signal } = nativeRequest(new LightRequest(incoming));
    incoming.abort.abort(new Error("gone"));
    expect([signal.aborted, (signal.reason as Error).message]).toEqual([true, "gone"]);
  });

  it("has no body where the method is GET or HEAD", () => {
    for (const method of ["GET", "HEAD"]) expect(nativeRequest(request({ method, content: ["a"] })).body).toBeNull();
  });

  it("leaves a native request alone", () => {
    const native = new Request("http://a/");
    expect(nativeRequest(native)).toBe(native);
  });

  it("has a used body where the light one's was used, and none to give while somebody reads it", async () => {
    const used = request();
    await used.text();
    const native = nativeRequest(used);
    expect(native.bodyUsed).toBe(true);
    await expect(native.text()).rejects.toThrow(TypeError);

    const read = request();
    read.body?.getReader();
    expect(() => nativeRequest(read)).toThrow(TypeError);
  });
});

describe("nativeResponse", () => {
  interface Case {
    readonly rule: string;
    readonly response: () => Response;
    readonly headers: readonly (readonly [string, string])[];
    readonly text: string;
  }

  const CASES: readonly Case[] = [
    {
      rule: "a string",
      response: () => reply.text("ü"),
      headers: [["content-type", "text/plain; charset=utf-8"]],
      text: "ü",
    },
    { rule: "octets", response: () => new LightResponse(Uint8Array.of(0x61)), headers: [], text: "a" },
    {
      rule: "a Blob",
      response: () => new LightResponse(new Blob(["a"], { type: "b/c" })),
      headers: [["content-type", "b/c"]],
      text: "a",
    },
    { rule: "nothing", response: () => reply.empty(200), headers: [], text: "" },
    { rule: "a stream", response: () => new LightResponse(new Response("a").body), headers: [], text: "a" },
    {
      rule: "a file slice",
      response: () =>
        new LightResponse(
          new FileSlice({ fd: -1, read: async (into) => into.fill(0x61).length, close: () => {} }, 0, 3),
        ),
      headers: [],
      text: "aaa",
    },
    {
      rule: "an async iterable",
      response: () =>
        new LightResponse(
          (async function* () {
            yield "a";
          })(),
        ),
      headers: [],
      text: "a",
    },
    {
      rule: "a string without a type",
      response: () => {
        const response = reply.text("a");
        response.headers.delete("content-type");
        return response;
      },
      headers: [],
      text: "a",
    },
    {
      rule: "lines of Set-Cookie",
      response: () =>
        reply.empty(200, {
          headers: [
            ["Set-Cookie", "a"],
            ["Set-Cookie", "b"],
          ],
        }),
      headers: [
        ["set-cookie", "a"],
        ["set-cookie", "b"],
      ],
      text: "",
    },
  ];

  it.each(CASES)("of $rule", async ({ response, headers, text }) => {
    const light = response();
    const native = nativeResponse(light);
    expect(native).not.toBeInstanceOf(LightResponse);
    expect([...native.headers]).toEqual(headers);
    expect(await native.text()).toBe(text);
  });

  it("keeps status and reason phrase, and takes the body", async () => {
    const light = new LightResponse("a", { status: 404, statusText: "b" });
    const { status, statusText } = nativeResponse(light);
    expect([status, statusText, light.bodyUsed]).toEqual([404, "b", true]);
    expect(() => nativeResponse(light)).toThrow(TypeError);
  });

  it("leaves a native response alone", () => {
    const native = new Response("a");
    expect(nativeResponse(native)).toBe(native);
  });

  it("of an error is an error", () => {
    expect(nativeResponse(LightResponse.error()).type).toBe("error");
  });
});

describe("the platform's own members", () => {
  // Where the platform keeps its state in private members, only its own objects have it.
  const isHandedOut = Object.getOwnPropertySymbols(new Request("http://a")).length > 0;

  it("each is had by a light object", () => {
    const lights = [
      [Request.prototype, request()],
      [Response.prototype, reply.text("a")],
      [Headers.prototype, new LightHeaders()],
    ] as const;
    for (const [prototype, light] of lights) {
      for (const key of Object.getOwnPropertyNames(prototype)) {
        expect(() => Reflect.get(light, key), key).not.toThrow();
        expect(Object.hasOwn(Object.getPrototypeOf(light), key), key).toBe(true);
      }
    }
  });

  it.runIf(isHandedOut)("new Request(light) and fetch's way to it", async () => {
    const light = request();
    const native = new Request(light, { headers: { a: "b" } });
    expect([native.method, native.url, [...native.headers]]).toEqual(["PUT", "http://a/b?c", [["a", "b"]]]);
    expect(await native.text()).toBe("ab");
    expect(light.bodyUsed).toBe(true);
  });

  it.runIf(isHandedOut)("methods of the platform's prototypes", async () => {
    expect(await Request.prototype.text.call(request())).toBe("ab");
    expect(await Response.prototype.text.call(reply.text("a"))).toBe("a");
    const used = request();
    await used.text();
    expect(() => new Request(used)).toThrow(TypeError);
    const replaced = new Request(used, { body: "c" });
    expect([replaced.method, await replaced.text()]).toEqual(["PUT", "c"]);
  });

  it.skipIf(isHandedOut)("new Request(light) is refused: it takes url and init", () => {
    expect(() => new Request(request())).toThrow(TypeError);
  });
});

describe("printed", () => {
  it("a request asks for neither stream nor signal", () => {
    const incoming = new FakeRequest(POST);
    expect(inspect(new LightRequest(incoming), { breakLength: Number.POSITIVE_INFINITY })).toBe(
      "Request { method: 'PUT', url: 'http://a/b?c', headers: Headers { 'set-cookie': [ 'a', 'b' ], 'x-a': '1' }, bodyUsed: false }",
    );
    expect(incoming.asked).toEqual(["method", "url", "fields"]);
  });

  it("a response", () => {
    expect(inspect(reply.empty(404))).toBe(
      "Response { status: 404, statusText: '', headers: Headers {}, bodyUsed: false }",
    );
  });
});
