import { connect, wire } from "@sockeye/core/testing";
import { describe, expect, it } from "vitest";
import { startExample } from "../../test/example.js";
import { makeApp } from "./app.js";

describe("what handlers answer", () => {
  it("counts what is there", async () => {
    const response = await makeApp().request("/stock/apple");
    expect([response.status, await response.json()]).toEqual([200, { count: 3 }]);
  });

  it("takes another count", async () => {
    const app = makeApp();
    expect((await app.request("/stock/pear", { method: "PUT", json: 7 })).status).toBe(204);
    expect(await (await app.request("/stock/pear")).json()).toEqual({ count: 7 });
  });
});

describe("what goes over the wire", () => {
  it("says what is missing", async () => {
    const received = await wire(makeApp(), "GET /stock/kiwi HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    expect(received.replaceAll("\r", "")).toMatchInlineSnapshot(`
      "HTTP/1.1 404 Not Found
      Content-Type: application/problem+json
      Date: Thu, 01 Jan 2026 00:00:00 GMT
      Content-Length: 62

      {"title":"Not Found","status":404,"detail":"There is no kiwi"}"
    `);
  });
});

describe("what only a connection has", () => {
  it("understands octets that come one by one", async () => {
    const connection = connect(makeApp());
    await connection.send("GET /stock/apple HTTP/1.1\r\nHost: a\r\n\r\n", { splitEvery: 1 });
    expect(await connection.received()).toMatch(/^HTTP\/1\.1 200 .*\{"count":3\}$/s);
  });

  it("does not wait for ever for content", async () => {
    const connection = connect(makeApp(), { deadlines: { content: 5000 } });
    await connection.send("PUT /stock/apple HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n");
    await connection.send("Content-Length: 2\r\n\r\n1");
    await connection.clock.advance(5000);
    expect(await connection.received()).toMatch(/^HTTP\/1\.1 408 /);
  });
});

it("is served by main.ts", async () => {
  await using example = await startExample("testing");
  expect(await (await fetch(new URL("/stock/apple", example.url))).json()).toEqual({ count: 3 });
});
