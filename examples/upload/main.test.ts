import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startExample } from "../../test/example.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockeye-upload-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const start = () => startExample("upload", { FOLDER: folder, MOST_OCTETS: "1000000" });

it("stores what is put, and gives it back", async () => {
  await using example = await start();
  const octets = crypto.getRandomValues(new Uint8Array(60_000));
  const put = await fetch(new URL("/files/some.bin", example.url), { method: "PUT", body: octets });
  expect([put.status, put.headers.get("location")]).toEqual([201, "/files/some.bin"]);

  const got = await fetch(new URL("/files/some.bin", example.url));
  expect(Buffer.from(await got.arrayBuffer()).equals(octets)).toBe(true);
});

it("takes a form, and no name that leads elsewhere", async () => {
  await using example = await start();
  const form = new FormData();
  form.set("file", new File(["hello"], "hello.txt", { type: "text/plain" }));
  const posted = await fetch(new URL("/form", example.url), { method: "POST", body: form });
  expect(await posted.json()).toEqual({ name: "hello.txt", octets: 5, type: "text/plain" });

  const escaped = await fetch(new URL("/files/..%2Fescaped", example.url), { method: "PUT", body: "x" });
  expect(escaped.status).toBe(400);
  expect(readdirSync(folder)).toEqual([]);
});

it("refuses what is too large: announced, before it is sent; unannounced, when it is", async () => {
  await using example = await start();
  const { hostname, port } = new URL(example.url);
  const socket = connect(Number(port), hostname);
  socket.write("PUT /files/large HTTP/1.1\r\nHost: a\r\nContent-Length: 1000001\r\nExpect: 100-continue\r\n\r\n");
  const [answer] = (await socket.take(1).toArray()) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);

  const body = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 20; i++) controller.enqueue(new Uint8Array(60_000));
      controller.close();
    },
  });
  const init = { method: "PUT", body, duplex: "half" } as const;
  expect((await fetch(new URL("/files/large", example.url), init)).status).toBe(413);
  expect(readdirSync(folder)).toEqual([]);
});

it("leaves nothing of what breaks off", async () => {
  await using example = await start();
  const { hostname, port } = new URL(example.url);
  const socket = connect(Number(port), hostname);
  socket.write("PUT /files/half HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
  await expect.poll(() => readdirSync(folder)).toHaveLength(1);
  socket.destroy();
  await expect.poll(() => readdirSync(folder), { timeout: 5000 }).toEqual([]);
});
