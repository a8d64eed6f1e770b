import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { csrf } from "../src/csrf/index.js";

interface CsrfCase {
  readonly rule: string;
  readonly method?: string;
  readonly site?: string;
  readonly origin?: string;
  readonly status: 200 | 403;
}

const CASES: readonly CsrfCase[] = [
  { rule: "the app's own page", site: "same-origin", origin: "https://shop.example", status: 200 },
  { rule: "the visitor, by the address bar", site: "none", status: 200 },
  { rule: "another site", site: "cross-site", origin: "https://evil.example", status: 403 },
  { rule: "another site that hides its origin", site: "cross-site", status: 403 },
  { rule: "a sandbox", site: "cross-site", origin: "null", status: 403 },
  { rule: "a sibling of the same site", site: "same-site", origin: "https://blog.shop.example", status: 403 },
  { rule: "a sibling that is named", site: "same-site", origin: "https://admin.shop.example", status: 200 },
  { rule: "another site that is named", site: "cross-site", origin: "https://partner.example", status: 200 },
  { rule: "what no browser says", site: "nonsense", origin: "https://shop.example", status: 403 },
  { rule: "no browser", status: 200 },
  { rule: "an old browser, own page", origin: "https://shop.example", status: 200 },
  { rule: "an old browser behind a proxy that ends TLS", origin: "http://shop.example", status: 200 },
  { rule: "an old browser, another site", origin: "https://evil.example", status: 403 },
  { rule: "an old browser, another port", origin: "https://shop.example:8443", status: 403 },
  { rule: "an old browser, a sandbox", origin: "null", status: 403 },
  { rule: "a name that ends alike", origin: "https://evil-shop.example", status: 403 },
  { rule: "a name that begins alike", origin: "https://shop.example.evil.example", status: 403 },
  {
    rule: "a safe method from anywhere",
    method: "GET",
    site: "cross-site",
    origin: "https://evil.example",
    status: 200,
  },
  { rule: "HEAD from anywhere", method: "HEAD", site: "cross-site", status: 200 },
  {
    rule: "DELETE from another site",
    method: "DELETE",
    site: "cross-site",
    origin: "https://evil.example",
    status: 403,
  },
];

const app = createApp()
  .use(csrf({ origins: ["https://admin.shop.example", "https://partner.example"] }))
  .all("/", () => "done");

describe.each(["application/x-www-form-urlencoded", "application/json", null])("content of type %s", (type) => {
  it.each(CASES)("$rule: $status", async ({ method = "POST", site, origin, status }) => {
    const headers = new Headers();
    if (type !== null) headers.set("Content-Type", type);
    if (site !== undefined) headers.set("Sec-Fetch-Site", site);
    if (origin !== undefined) headers.set("Origin", origin);
    expect((await app.request("https://shop.example/", { method, headers })).status).toBe(status);
  });
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["an origin with a path", { origins: ["https://a.example/x"] }, /origins\.0: Expected an origin/],
  ["any origin", { origins: ["*"] }, /origins\.0: Expected an origin/],
  ["an unknown option", { origin: [] }, /Unrecognized key: "origin"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => csrf(options as never)).toThrow(problem);
});
