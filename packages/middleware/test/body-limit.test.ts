import { connect } from "@sockeye/core/testing";
import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { bodyLimit } from "../src/body-limit/index.js";
import { serving } from "./serving.js";

const app = createApp()
  .use(bodyLimit({ max: 10 }))
  .post("/whole", async (c) => `${(await c.bytes()).length}`)
  .post("/request", async (c) => `${(await c.request.text()).length}`)
  .post("/stream", async (c) => {
    let length = 0;
    for await (const piece of c.request.body as unknown as AsyncIterable<Uint8Array>) length += piece.length;
    return `${length}`;
  })
  .post("/unread", () => "unread");

const head = (path: string, fields: string) => `POST ${path} HTTP/1.1\r\nHost: a\r\n${fields}\r\n\r\n`;

describe.each(["/whole", "/request", "/stream"])("content that %s reads", (path) => {
  it.each<[rule: string, fields: string, content: string, status: number]>([
    ["up to the limit", "Content-Length: 10", "1234567890", 200],
    ["beyond", "Content-Length: 11", "12345678901", 413],
    ["up to the limit, in chunks", "Transfer-Encoding: chunked", "5\r\n12345\r\n5\r\n67890\r\n0\r\n\r\n", 200],
    ["beyond, in chunks", "Transfer-Encoding: chunked", "5\r\n12345\r\n6\r\n678901\r\n0\r\n\r\n", 413],
    ["beyond, in one chunk", "Transfer-Encoding: chunked", "b\r\n12345678901\r\n0\r\n\r\n", 413],
  ])("%s", async (_rule, fields, content, status) => {
    const connection = connect(app as never);
    await connection.send(head(path, fields) + content);
    expect(await connection.received()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

it("refuses before the client sends, where it waits for 100 (Continue)", async () => {
  const connection = connect(app as never);
  await connection.send(head("/unread", "Content-Length: 11\r\nExpect: 100-continue"));
  expect(await connection.received()).toMatch(/^HTTP\/1\.1 413 /);
});

it("may be more than the server's own limit", async () => {
  const large = createApp()
    .use(bodyLimit({ max: 3_000_000 }))
    .post("/", async (c) => `${(await c.text()).length}`);
  const { url } = await serving(large);
  const post = (length: number) => fetch(url, { method: "POST", body: "x".repeat(length) });
  expect(await (await post(2_000_000)).text()).toBe("2000000");
  expect((await post(3_000_001)).status).toBe(413);
});

it("holds for native requests", async () => {
  const post = (length: number) => app.request("/whole", { method: "POST", body: "x".repeat(length) });
  expect((await post(10)).status).toBe(200);
  expect((await post(11)).status).toBe(413);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["a negative limit", { max: -1 }, /max: Too small/],
  ["a text", { max: "1mb" }, /max: Invalid input/],
  ["nothing", {}, /max: Invalid input/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => bodyLimit(options as never)).toThrow(problem);
});
