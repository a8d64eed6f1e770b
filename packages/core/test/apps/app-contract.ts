// What an app does behind `serve()`, whatever framework it was written for: one table of routes, which each framework's test
// builds in its own idiom, and one suite that asks for them over real sockets.

import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Exchange, FetchApp } from "../../src/index.js";
import { exchanged, served } from "./served.js";

/** What an app tells of the peer that left: each settles when it is seen. */
export interface Seen {
  /** `request.signal.reason` of GET /wait. */
  readonly aborted: PromiseWithResolver<unknown>;
  /** The stream of GET /endless was cancelled. */
  readonly cancelled: PromiseWithResolver<void>;
}

export interface PromiseWithResolver<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/**
 * - `GET /text` (and HEAD): "hello" · `GET /json`: `{ "a": [1, "ü"] }` · `POST /json`: `{ "got": … }`, what was posted
 * - `POST /form`: the fields of a form as an object · `POST /upload`: `{ title, name, type, size, sha1 }` of a form with the
 *   fields `title` and `file`
 * - `GET /cookies`: sets `a=1` and `b=2`, and gives the request's cookies as an object
 * - `GET /redirect`: 302 to /text · `GET /throw`: throws an Error with the message "secret"
 * - `GET /stream`: "one", "two", "three", piece by piece · `GET /events`: three events of server-sent events, `data: 1` to 3
 * - `GET /wait`: never answers, and tells `seen.aborted` · `GET /endless`: streams for ever, and tells `seen.cancelled`
 * - `POST /echo`: the request's stream as the response's · `POST /clone`: "x|x", read from the request and from its clone
 * - `POST /copy`: method, field x-a and text of `new Request(request.url, request)`, joined with `|`
 * - `GET /wrap`: "wrapped" by `new Response(response.body, response)` with the field x-wrap: 1, status 203
 */
export type MakeApp = (seen: Seen) => FetchApp;

export function appContract(makeApp: MakeApp): void {
  async function start(): Promise<{ url: string; server: Awaited<ReturnType<typeof served>>; seen: Seen }> {
    const seen: Seen = { aborted: resolver(), cancelled: resolver() };
    const quiet = () => {};
    const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const server = await served(makeApp(seen), { logger });
    return { url: server.url, server, seen };
  }

  describe("content of a response", () => {
    it("text and JSON", async () => {
      const { url } = await start();
      const text = await fetch(`${url}/text`);
      expect(text.headers.get("content-type")).toMatch(/^text\/plain/);
      expect(text.headers.get("content-length")).toBe("5");
      expect(await text.text()).toBe("hello");
      const json = await fetch(`${url}/json`);
      expect(json.headers.get("content-type")).toMatch(/^application\/json/);
      expect(await json.json()).toEqual({ a: [1, "ü"] });
    });

    it("a stream comes piece by piece", async () => {
      const { url } = await start();
      const response = await fetch(`${url}/stream`);
      expect(response.headers.get("content-length")).toBeNull();
      const pieces: string[] = [];
      for await (const piece of response.body as ReadableStream<Uint8Array>) pieces.push(Buffer.from(piece).toString());
      expect(pieces).toEqual(["one", "two", "three"]);
    });

    it("server-sent events", async () => {
      const { url } = await start();
      const response = await fetch(`${url}/events`);
      expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
      const events = (await response.text()).matchAll(/^data: ?(.+)$/gm);
      expect([...events].map((event) => event[1])).toEqual(["1", "2", "3"]);
    });

    it("none to HEAD, with the fields that the app gives", async () => {
      const { url } = await start();
      const response = await fetch(`${url}/text`, { method: "HEAD" });
      const own = await makeApp({ aborted: resolver(), cancelled: resolver() }).fetch(
        new Request(`${url}/text`, { method: "HEAD" }),
        {} as Exchange,
      );
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe(own.headers.get("content-type"));
      expect(await response.text()).toBe("");
    });

    it("a response made of another", async () => {
      const { url } = await start();
      const response = await fetch(`${url}/wrap`);
      expect([response.status, response.headers.get("x-wrap"), await response.text()]).toEqual([203, "1", "wrapped"]);
    });
  });

  describe("content of a request", () => {
    it("JSON", async () => {
      const { url } = await start();
      const response = await fetch(`${url}/json`, {
        method: "POST",
        body: JSON.stringify({ text: "ü" }),
        headers: JSON_TYPE,
      });
      expect(await response.json()).toEqual({ got: { text: "ü" } });
    });

    it("a form, as URLs are written", async () => {
      const { url } = await start();
      const body = new URLSearchParams({ name: "a b&c", city: "Zürich" });
      expect(await (await fetch(`${url}/form`, { method: "POST", body })).json()).toEqual({
        name: "a b&c",
        city: "Zürich",
      });
    });

    it("a form with a file", async () => {
      const { url } = await start();
      const octets = randomBytes(200_000);
      const body = new FormData();
      body.set("title", "Bild €");
      body.set("file", new File([octets], "ä.bin", { type: "application/x-bin" }));
      expect(await (await fetch(`${url}/upload`, { method: "POST", body })).json()).toEqual({
        title: "Bild €",
        name: "ä.bin",
        type: "application/x-bin",
        size: octets.length,
        sha1: createHash("sha1").update(octets).digest("hex"),
      });
    });

    it("a stream into a stream", async () => {
      const { url } = await start();
      const octets = randomBytes(3_000_000);
      const response = await fetch(`${url}/echo`, { method: "POST", body: octets });
      expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), octets)).toBe(0);
    });

    it("is read from a clone as well", async () => {
      const { url } = await start();
      expect(await (await fetch(`${url}/clone`, { method: "POST", body: "x" })).text()).toBe("x|x");
    });

    it("goes over to a request made of the request", async () => {
      const { url } = await start();
      const response = await fetch(`${url}/copy`, { method: "POST", body: "text", headers: { "X-A": "1" } });
      expect(await response.text()).toBe("POST|1|text");
    });
  });

  it("cookies: several Set-Cookie, one Cookie", async () => {
    const { url } = await start();
    const response = await fetch(`${url}/cookies`, { headers: { Cookie: "x=1; y=2" } });
    expect(response.headers.getSetCookie().map((cookie) => cookie.split(";")[0])).toEqual(["a=1", "b=2"]);
    expect(await response.json()).toEqual({ x: "1", y: "2" });
  });

  it("a redirect", async () => {
    const { url } = await start();
    const response = await fetch(`${url}/redirect`);
    expect([response.redirected, response.url, await response.text()]).toEqual([true, `${url}/text`, "hello"]);
  });

  it("404 for what it does not know", async () => {
    const { url } = await start();
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });

  it("what is thrown is a 500 that tells nothing, and the server goes on", async () => {
    const { url } = await start();
    const response = await fetch(`${url}/throw`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
    expect(await (await fetch(`${url}/text`)).text()).toBe("hello");
  });

  it("pipelined requests are answered in order", async () => {
    const { server } = await start();
    const paths = ["/stream", "/text", "/throw", "/json", "/nowhere", "/text"];
    const received = await exchanged(server, paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(""));
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1]);
    expect(statuses).toEqual(["200", "200", "500", "200", "404", "200"]);
  });

  describe("a client that goes away", () => {
    it("aborts the signal of a handler that works", async () => {
      const { url, server, seen } = await start();
      const controller = new AbortController();
      const answer = fetch(`${url}/wait`, { signal: controller.signal }).catch((error) => error.name);
      while (server.connections.active === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort();
      expect(await answer).toBe("AbortError");
      expect(await seen.aborted.promise).toMatchObject({ name: "AbortError", code: "disconnect" });
    });

    it("cancels the stream that is sent", async () => {
      const { url, seen } = await start();
      const controller = new AbortController();
      const response = await fetch(`${url}/endless`, { signal: controller.signal });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      await reader.read();
      controller.abort();
      await seen.cancelled.promise;
    });
  });
}

export const JSON_TYPE = { "Content-Type": "application/json" };

const encoder = new TextEncoder();

/** A stream of pieces of text, a few milliseconds apart. */
export function slowStream(pieces: readonly string[]): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(encoder.encode(piece));
    },
  });
}

/** A stream without an end. */
export function endlessStream(cancelled: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      controller.enqueue(new Uint8Array(1024));
    },
    cancel: cancelled,
  });
}

/** What POST /upload answers. */
export async function describeUpload(form: FormData): Promise<object> {
  const file = form.get("file") as File;
  const octets = Buffer.from(await file.arrayBuffer());
  const sha1 = createHash("sha1").update(octets).digest("hex");
  return { title: form.get("title"), name: file.name, type: file.type, size: file.size, sha1 };
}

/** What GET /wait does. */
export function waitForAbort(signal: AbortSignal, { aborted }: Seen): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      aborted.resolve(signal.reason);
      reject(signal.reason);
    });
  });
}

/** What POST /copy answers. */
export async function copied(request: Request): Promise<string> {
  const copy = new Request(request.url, request);
  return [copy.method, copy.headers.get("x-a"), await copy.text()].join("|");
}

/** What POST /clone answers. */
export async function cloned(request: Request): Promise<string> {
  const clone = request.clone();
  return [await request.text(), await clone.text()].join("|");
}

/** What GET /wrap answers. */
export function wrapped(): Response {
  const response = new Response("wrapped", { status: 203 });
  const outer = new Response(response.body, response);
  outer.headers.set("x-wrap", "1");
  return outer;
}

function resolver<T>(): PromiseWithResolver<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((onResolve) => {
    resolve = onResolve;
  });
  return { promise, resolve };
}
