import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { forwardedHops, parseNode } from "../src/trust-proxy/forwarded.js";
import { type TrustProxyOptions, trustProxy } from "../src/trust-proxy/index.js";
import { serving } from "./serving.js";

const PROXIES = ["10.0.0.0/8"];

async function seen(
  options: TrustProxyOptions,
  headers: Record<string, string>,
  remote: object = { address: "10.0.0.1", port: 5 },
): Promise<{ address: string | null; url: string }> {
  const app = createApp()
    .use(trustProxy(options))
    .get("/a", (c) => ({ address: c.remote?.address ?? null, url: c.url.href }));
  const response = await app.request("http://inner/a?b=c", { headers, exchange: { remote } as never });
  return (await response.json()) as { address: string | null; url: string };
}

describe("X-Forwarded-*", () => {
  it.each<[rule: string, headers: Record<string, string>, address: string, url: string]>([
    ["nothing", {}, "10.0.0.1", "http://inner/a?b=c"],
    ["one proxy", { "X-Forwarded-For": "203.0.113.7" }, "203.0.113.7", "http://inner/a?b=c"],
    ["a client that lies", { "X-Forwarded-For": "1.2.3.4, 203.0.113.7" }, "203.0.113.7", "http://inner/a?b=c"],
    ["two proxies", { "X-Forwarded-For": "203.0.113.7, 10.0.0.2" }, "203.0.113.7", "http://inner/a?b=c"],
    [
      "two proxies, and a lie",
      { "X-Forwarded-For": "10.9.9.9, 203.0.113.7, 10.0.0.2" },
      "203.0.113.7",
      "http://inner/a?b=c",
    ],
    ["proxies only", { "X-Forwarded-For": "10.0.0.3, 10.0.0.2" }, "10.0.0.3", "http://inner/a?b=c"],
    ["an IPv6 client", { "X-Forwarded-For": "2001:db8::7" }, "2001:db8::7", "http://inner/a?b=c"],
    ["an IPv6 client with a port", { "X-Forwarded-For": "[2001:db8::7]:4711" }, "2001:db8::7", "http://inner/a?b=c"],
    ["an IPv4 client with a port", { "X-Forwarded-For": "203.0.113.7:4711" }, "203.0.113.7", "http://inner/a?b=c"],
    ["what is no address", { "X-Forwarded-For": "203.0.113.7, <script>, 10.0.0.2" }, "10.0.0.2", "http://inner/a?b=c"],
    ["unknown", { "X-Forwarded-For": "unknown" }, "10.0.0.1", "http://inner/a?b=c"],
    ["an empty member", { "X-Forwarded-For": "203.0.113.7,, 10.0.0.2" }, "10.0.0.2", "http://inner/a?b=c"],
    [
      "scheme",
      { "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https" },
      "203.0.113.7",
      "https://inner/a?b=c",
    ],
    ["scheme alone", { "X-Forwarded-Proto": "https" }, "10.0.0.1", "https://inner/a?b=c"],
    [
      "a scheme of each hop",
      { "X-Forwarded-For": "203.0.113.7, 10.0.0.2", "X-Forwarded-Proto": "https, http" },
      "203.0.113.7",
      "https://inner/a?b=c",
    ],
    [
      "a scheme of the way",
      { "X-Forwarded-For": "203.0.113.7, 10.0.0.2", "X-Forwarded-Proto": "https" },
      "203.0.113.7",
      "https://inner/a?b=c",
    ],
    [
      "a scheme that the client made up",
      { "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https, http" },
      "203.0.113.7",
      "http://inner/a?b=c",
    ],
    [
      "a scheme that is none",
      { "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "javascript" },
      "203.0.113.7",
      "http://inner/a?b=c",
    ],
    [
      "host",
      { "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "HTTPS", "X-Forwarded-Host": "Shop.example" },
      "203.0.113.7",
      "https://shop.example/a?b=c",
    ],
    ["host with port", { "X-Forwarded-Host": "shop.example:8443" }, "10.0.0.1", "http://shop.example:8443/a?b=c"],
    ["a host with a path", { "X-Forwarded-Host": "evil.example/x" }, "10.0.0.1", "http://inner/a?b=c"],
    ["a host with a user", { "X-Forwarded-Host": "shop.example@evil.example" }, "10.0.0.1", "http://inner/a?b=c"],
    ["a host that is none", { "X-Forwarded-Host": "a b" }, "10.0.0.1", "http://inner/a?b=c"],
    ["Forwarded is not looked at", { Forwarded: "for=203.0.113.7;proto=https" }, "10.0.0.1", "http://inner/a?b=c"],
  ])("%s", async (_rule, headers, address, url) => {
    expect(await seen({ proxies: PROXIES }, headers)).toEqual({ address, url });
  });

  it("of somebody who is no proxy is not believed", async () => {
    const headers = {
      "X-Forwarded-For": "127.0.0.1",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "evil.example",
    };
    expect(await seen({ proxies: PROXIES }, headers, { address: "203.0.113.9", port: 1 })).toEqual({
      address: "203.0.113.9",
      url: "http://inner/a?b=c",
    });
    expect((await seen({ proxies: PROXIES }, headers, { path: "" })).address).toBeNull();
  });

  it("by a Unix socket", async () => {
    const headers = { "X-Forwarded-For": "203.0.113.7" };
    expect((await seen({ proxies: ["unix"] }, headers, { path: "" })).address).toBe("203.0.113.7");
    expect((await seen({ proxies: ["unix"] }, headers)).address).toBe("10.0.0.1");
  });
});

describe("Forwarded", () => {
  it.each<[rule: string, field: string, address: string, url: string]>([
    [
      "one proxy",
      "for=203.0.113.7;proto=https;host=shop.example;by=10.0.0.1",
      "203.0.113.7",
      "https://shop.example/a?b=c",
    ],
    ["names in any letter case", "For=203.0.113.7;Proto=HTTPS", "203.0.113.7", "https://inner/a?b=c"],
    ["IPv6, quoted", 'for="[2001:db8::7]:4711"', "2001:db8::7", "http://inner/a?b=c"],
    ["two proxies", "for=203.0.113.7;proto=https, for=10.0.0.2;proto=http", "203.0.113.7", "https://inner/a?b=c"],
    ["a client that lies", "for=1.2.3.4;proto=https, for=203.0.113.7;proto=http", "203.0.113.7", "http://inner/a?b=c"],
    ["an obfuscated client", "for=_hidden, for=10.0.0.2", "10.0.0.2", "http://inner/a?b=c"],
    ["unknown", "for=unknown;proto=https", "10.0.0.1", "https://inner/a?b=c"],
    ["a comma inside of quotes", 'for=203.0.113.7;host="a,b"', "203.0.113.7", "http://a,b/a?b=c"],
    ["malformed", "for=203.0.113.7;proto", "10.0.0.1", "http://inner/a?b=c"],
    ["a quote without an end", 'for="203.0.113.7', "10.0.0.1", "http://inner/a?b=c"],
    ["a pair twice", "for=203.0.113.7;for=1.2.3.4", "10.0.0.1", "http://inner/a?b=c"],
  ])("%s", async (_rule, field, address, url) => {
    expect(await seen({ proxies: PROXIES, by: "forwarded" }, { Forwarded: field })).toEqual({ address, url });
  });

  it("does not look at X-Forwarded-For", async () => {
    const headers = { "X-Forwarded-For": "203.0.113.7" };
    expect((await seen({ proxies: PROXIES, by: "forwarded" }, headers)).address).toBe("10.0.0.1");
  });

  it("is read in linear time", () => {
    const start = performance.now();
    forwardedHops(new Headers({ Forwarded: `for="${"\\a".repeat(100_000)}` }));
    forwardedHops(new Headers({ Forwarded: "for=a;".repeat(1) + ";".repeat(100_000) }));
    parseNode(":".repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["no proxies", { proxies: [] }, /proxies: Too small/],
  ["everybody", { proxies: true }, /proxies: Invalid input/],
  ["a number of hops", { proxies: 1 }, /proxies: Invalid input/],
  ["a host name", { proxies: ["proxy.example"] }, /proxies\.0: Expected an address, a network, or one of/],
  ["an unknown option", { proxies: ["loopback"], trust: true }, /Unrecognized key: "trust"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => trustProxy(options as never)).toThrow(problem);
});

it("works over the wire, with content", async () => {
  const app = createApp()
    .use(trustProxy({ proxies: ["loopback"] }))
    .post("/", async (c) => `${c.remote?.address} ${c.request.url} ${await c.text()}`);
  const { url } = await serving(app);
  const headers = { "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "a.example" };
  const response = await fetch(url, { method: "POST", body: "content", headers });
  expect(await response.text()).toBe("203.0.113.7 https://a.example/ content");
});
