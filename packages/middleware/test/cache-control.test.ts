import { createApp } from "@sockeye/router";
import { expect, it } from "vitest";
import { type CacheControlOptions, cacheControl } from "../src/cache-control/index.js";

it.each<[options: CacheControlOptions, field: string]>([
  [{ maxAge: 60 }, "max-age=60"],
  [{ maxAge: 0 }, "max-age=0"],
  [
    { visibility: "public", maxAge: 60, sMaxAge: 600, staleWhileRevalidate: 30, staleIfError: 86400 },
    "public, max-age=60, s-maxage=600, stale-while-revalidate=30, stale-if-error=86400",
  ],
  [{ visibility: "private", noCache: true }, "private, no-cache"],
  [{ noStore: true }, "no-store"],
  [{ noStore: true, maxAge: 0 }, "no-store, max-age=0"],
  [{ maxAge: 31536000, immutable: true }, "max-age=31536000, immutable"],
  [
    { maxAge: 60, mustRevalidate: true, proxyRevalidate: true, noTransform: true },
    "max-age=60, must-revalidate, proxy-revalidate, no-transform",
  ],
])("%j is %s", async (options, field) => {
  const app = createApp()
    .use(cacheControl(options))
    .get("/", () => "");
  expect((await app.request("/")).headers.get("cache-control")).toBe(field);
});

it.each<[rule: string, path: string, method: string, field: string | null]>([
  ["an answer", "/", "GET", "max-age=60"],
  ["HEAD", "/", "HEAD", "max-age=60"],
  ["an answer that says more", "/own", "GET", "no-store"],
  ["an error", "/gone", "GET", null],
  ["nowhere", "/nowhere", "GET", null],
  ["what changes something", "/", "POST", null],
  ["what has not changed", "/not-modified", "GET", "max-age=60"],
])("%s", async (_rule, path, method, field) => {
  const app = createApp()
    .use(cacheControl({ maxAge: 60, vary: ["Accept-Language", "Cookie"] }))
    .all("/", () => "")
    .get("/own", (c) => c.text("", { headers: { "Cache-Control": "no-store" } }))
    .get("/gone", (c) => c.text("", 410))
    .get("/not-modified", (c) => c.body(null, { status: 304 }));
  const { headers } = await app.request(path, { method });
  expect(headers.get("cache-control")).toBe(field);
  expect(headers.get("vary")).toBe(field === null ? null : "Accept-Language, Cookie");
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["nothing", {}, /nothing to say/],
  ["what is not kept for a time", { noStore: true, maxAge: 60 }, /noStore, and times/],
  ["a shared time of what is private", { visibility: "private", sMaxAge: 60 }, /sMaxAge/],
  ["a fraction", { maxAge: 1.5 }, /maxAge: Invalid input/],
  ["a text", { maxAge: "1h" }, /maxAge: Invalid input/],
  ["an unknown option", { maxAge: 1, public: true }, /Unrecognized key: "public"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => cacheControl(options as never)).toThrow(problem);
});
