// Multipart forms as they arrive.

import { describe, expect, it } from "vitest";
import { createApp, type MultipartOptions } from "../src/index.js";
import { quietApp } from "./quiet.js";

function form(): FormData {
  const data = new FormData();
  data.append("title", "Grüße");
  data.append("image", new File(["x".repeat(200_000)], "a.png", { type: "image/png" }));
  data.append("tag", "one");
  data.append("tag", "two");
  data.append("empty", new File([], "empty.txt", { type: "text/plain" }));
  data.append("last", "field");
  return data;
}

async function lengthOf(content: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const octets of content) length += octets.length;
  return length;
}

/** Lists the parts, and reads those files whose names `reads` has. */
function app(reads: readonly string[], options?: MultipartOptions) {
  const { app, reported } = quietApp();
  app.post("/", async (c) => {
    const parts: unknown[] = [];
    for await (const part of c.multipart(options)) {
      if (part.kind === "field") parts.push([part.name, part.value]);
      else
        parts.push([part.name, part.filename, part.type, reads.includes(part.name) && (await lengthOf(part.content))]);
    }
    return parts;
  });
  return { app, reported };
}

const send = (body: FormData | string | ReadableStream, headers?: Record<string, string>): RequestInit =>
  ({
    method: "POST",
    body,
    duplex: "half",
    ...(headers === undefined ? {} : { headers }),
  }) as RequestInit;

const TYPE = { "content-type": "multipart/form-data; boundary=b" };
const part = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; ${name}\r\n\r\n${value}\r\n`;

describe("multipart", () => {
  it.each([{ reads: ["image", "empty"] }, { reads: ["image"] }, { reads: [] }])(
    "gives the parts in their order; what is not read is dropped: $reads",
    async ({ reads }) => {
      const response = await app(reads).app.request("/", send(form()));
      expect(await response.json()).toEqual([
        ["title", "Grüße"],
        ["image", "a.png", "image/png", reads.includes("image") && 200_000],
        ["tag", "one"],
        ["tag", "two"],
        ["empty", "empty.txt", "text/plain", reads.includes("empty") && 0],
        ["last", "field"],
      ]);
    },
  );

  it("gives a part before the next has arrived", async () => {
    const seen: string[] = [];
    let enqueue: (text: string) => void = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        enqueue = (text) => controller.enqueue(new TextEncoder().encode(text));
      },
    });
    const { app } = quietApp();
    app.post("/", async (c) => {
      for await (const each of c.multipart()) {
        seen.push(each.name);
        if (each.name === "a") enqueue(`${part('name="b"', "2")}--b--\r\n`);
        if (each.name === "b") break;
      }
      return seen;
    });
    enqueue(part('name="a"', "1"));
    enqueue("--b\r\n");
    expect(await (await app.request("/", send(body, TYPE))).json()).toEqual(["a", "b"]);
  });

  it("may leave a file in its middle, and go on", async () => {
    const { app } = quietApp();
    app.post("/", async (c) => {
      const names: string[] = [];
      for await (const each of c.multipart()) {
        names.push(each.name);
        if (each.kind === "file") for await (const _octets of each.content) break;
      }
      return names;
    });
    expect(await (await app.request("/", send(form()))).json()).toEqual([
      "title",
      "image",
      "tag",
      "tag",
      "empty",
      "last",
    ]);
  });

  it("may be read from content that was read before", async () => {
    const app = createApp().post("/", async (c) => {
      const { length } = await c.bytes();
      const names: string[] = [];
      for await (const each of c.multipart()) names.push(each.name);
      return [length > 200_000, names.length];
    });
    expect(await (await app.request("/", send(form()))).json()).toEqual([true, 6]);
  });

  it.each<[rule: string, options: MultipartOptions]>([
    ["a file", { fileSize: 199_999 }],
    ["the number of files", { files: 1 }],
    ["a field", { fieldSize: 4 }],
    ["the number of fields", { fields: 3 }],
  ])("has a limit for %s: 413", async (_rule, options) => {
    const response = await app(["image", "empty"], options).app.request("/", send(form()));
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, "CONTENT_TOO_LARGE"]);
  });

  it.each<[rule: string, body: string, headers: Record<string, string>, status: number]>([
    ["another type", "a=1", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["no type", "a", { "content-type": "" }, 415],
    ["no boundary", "a", { "content-type": "multipart/form-data" }, 400],
    ["no end", part('name="a"', "1"), TYPE, 400],
    ["no end of a file", `--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nabc`, TYPE, 400],
    ["nothing at all", "", TYPE, 400],
  ])("refuses %s", async (_rule, body, headers, status) => {
    const { app: refusing, reported } = app(["f"]);
    const response = await refusing.request("/", send(body, headers));
    expect([response.status, reported]).toEqual([status, []]);
  });

  it("has names that are only names", async () => {
    const body = `${part('name="__proto__"', "x")}${part('name="a"; filename="../../etc/passwd"', "y")}--b--\r\n`;
    expect(await (await app(["a"]).app.request("/", send(body, TYPE))).json()).toEqual([
      ["__proto__", "x"],
      ["a", "passwd", "text/plain", 1],
    ]);
  });

  it("ends with the source that fails", async () => {
    const { app: failing, reported } = app(["f"]);
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ > 0) controller.error(new Error("the peer went away"));
        else
          controller.enqueue(
            new TextEncoder().encode('--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nabc'),
          );
      },
    });
    expect((await failing.request("/", send(body, TYPE))).status).toBeGreaterThanOrEqual(400);
    expect(reported.length).toBeLessThanOrEqual(1);
  });
});
