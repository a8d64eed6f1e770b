// Variants beside a file, and what the server compresses itself.

import { appendFileSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressionCodings } from "../../src/compression.js";
import { files } from "../../src/index.js";
import { ask, folder, openFiles, settle, write } from "../folder.js";

const TEXT = "to be or not to be, ".repeat(200);

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly octets: Buffer;
}

async function octetsOf(site: ReturnType<typeof files>, path: string, headers: Record<string, string>): Promise<Sent> {
  const response = await site(new Request(`http://host${path}`, { headers }));
  return { status: response.status, headers: response.headers, octets: Buffer.from(await response.arrayBuffer()) };
}

describe("precompressed", () => {
  const tree = (): string =>
    folder({
      "a.js": TEXT,
      "a.js.br": brotliCompressSync(TEXT),
      "a.js.zst": "zst",
      "a.js.gz": gzipSync(TEXT),
      "b.js": TEXT,
      "b.js.gz": gzipSync(TEXT),
      "c.js": TEXT,
      "only.js.gz": gzipSync(TEXT),
    });

  it.each([
    ["/a.js", "gzip, deflate, br, zstd", "br"],
    ["/a.js", "gzip, zstd", "zstd"],
    ["/a.js", "gzip", "gzip"],
    ["/a.js", "gzip;q=0.9, br;q=0.1", "gzip"],
    ["/a.js", "gzip;q=0", null],
    ["/a.js", "notgzip", null],
    ["/a.js", "identity, gzip;q=0.5", null],
    ["/a.js", "", null],
    ["/a.js", "*", "br"],
    ["/b.js", "br, zstd", null],
    ["/b.js", "br, gzip", "gzip"],
    ["/c.js", "br, gzip", null],
  ])("%s for %j is %s", async (path, accept, coding) => {
    for (const cache of [0, 1024 * 1024]) {
      const site = files(tree(), { precompressed: true, cache });
      const { status, headers } = await octetsOf(site, path, { "accept-encoding": accept });
      expect([status, headers.get("content-encoding")]).toEqual([200, coding]);
      expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
      expect(headers.get("vary")).toBe("Accept-Encoding");
    }
  });

  it("each variant has its octets, its tag and its ranges, and a tag says nothing of another variant", async () => {
    const site = files(tree(), { precompressed: true });
    const plain = await octetsOf(site, "/a.js", {});
    const br = await octetsOf(site, "/a.js", { "accept-encoding": "br" });
    const gzip = await octetsOf(site, "/a.js", { "accept-encoding": "gzip" });
    expect(brotliDecompressSync(br.octets).toString()).toBe(TEXT);
    expect(gunzipSync(gzip.octets).toString()).toBe(TEXT);
    const tags = [plain, br, gzip].map(({ headers }) => headers.get("etag") ?? "");
    expect(new Set(tags).size).toBe(3);
    const validated = async (accept: string, tag: string): Promise<Sent> =>
      octetsOf(site, "/a.js", { "accept-encoding": accept, "if-none-match": tag });
    const same = await validated("br", tags[1] as string);
    expect([same.status, same.headers.get("vary"), same.headers.has("content-encoding")]).toEqual([
      304,
      "Accept-Encoding",
      false,
    ]);
    expect((await validated("gzip", tags[1] as string)).status).toBe(200);
    expect((await validated("", tags[1] as string)).status).toBe(200);
    const part = await octetsOf(site, "/a.js", { "accept-encoding": "gzip", range: "bytes=2-9" });
    expect(part.headers.get("content-range")).toBe(`bytes 2-9/${gzip.octets.length}`);
    expect(part.octets).toEqual(gzip.octets.subarray(2, 10));
  });

  it("a variant without its file is none", async () => {
    const site = files(tree(), { precompressed: true });
    expect((await ask(site, "/only.js", { "accept-encoding": "gzip" })).status).toBe(404);
    const itself = await octetsOf(site, "/only.js.gz", { "accept-encoding": "gzip" });
    expect([itself.headers.get("content-encoding"), itself.headers.get("content-type")]).toEqual([
      null,
      "application/gzip",
    ]);
  });

  it("a list says which there are, the most wanted first", async () => {
    const site = files(tree(), { precompressed: ["gzip", "br"] });
    const coding = async (accept: string): Promise<string | null> =>
      (await octetsOf(site, "/a.js", { "accept-encoding": accept })).headers.get("content-encoding");
    expect(await coding("br, gzip")).toBe("gzip");
    expect(await coding("zstd, br")).toBe("br");
    expect(await coding("zstd")).toBeNull();
  });

  it("what comes and goes beside a file is noticed", async () => {
    const root = tree();
    const site = files(root, { precompressed: true });
    await settle();
    const coding = async (): Promise<string | null> =>
      (await octetsOf(site, "/a.js", { "accept-encoding": "br, gzip" })).headers.get("content-encoding");
    expect(await coding()).toBe("br");
    rmSync(join(root, "a.js.br"));
    expect(await coding()).toBe("gzip");
    rmSync(join(root, "a.js.gz"));
    expect(await coding()).toBeNull();
    write(root, "a.js.br", "x");
    expect(await coding()).toBe("br");
  });

  it.skipIf(process.platform === "win32")(
    "a variant is looked at as the file is: no folder, no link out of the root",
    async () => {
      const root = tree();
      const outside = folder({ "secret.gz": "SECRET" });
      symlinkSync(join(outside, "secret.gz"), join(root, "c.js.gz"));
      symlinkSync("a.js.br", join(root, "c.js.br"));
      mkdirSync(join(root, "b.js.br"));
      const inside = await octetsOf(files(root, { precompressed: true }), "/c.js", { "accept-encoding": "br, gzip" });
      expect(inside.headers.get("content-encoding")).toBe("br");
      const sent = await octetsOf(files(root, { precompressed: true }), "/c.js", { "accept-encoding": "gzip" });
      expect([sent.headers.get("content-encoding"), sent.octets.toString()]).toEqual([null, TEXT]);
      const strict = await octetsOf(files(root, { precompressed: true, symlinks: "deny" }), "/c.js", {
        "accept-encoding": "br, gzip",
      });
      expect(strict.headers.get("content-encoding")).toBeNull();
      const folderVariant = await octetsOf(files(root, { precompressed: true }), "/b.js", { "accept-encoding": "br" });
      expect(folderVariant.headers.get("content-encoding")).toBeNull();
      expect(openFiles(root)).toEqual([]);
      expect(openFiles(outside)).toEqual([]);
    },
  );
});

describe("compress", () => {
  const LARGE = TEXT.repeat(100);
  const tree = (): string =>
    folder({ "a.js": TEXT, "large.js": LARGE, "tiny.js": "x", "a.png": TEXT, "random.txt": noise() });

  /** Octets that nothing makes smaller. */
  function noise(): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(2000));
  }

  it.each([
    ["/a.js", "br", "br"],
    ["/a.js", "gzip", "gzip"],
    ["/large.js", "br", "br"],
    ["/large.js", "gzip", "gzip"],
    ["/a.js", "gzip;q=0", null],
    ["/tiny.js", "br", null],
    ["/a.png", "br", null],
    ["/random.txt", "gzip", null],
  ])("%s for %s is %s", async (path, accept, coding) => {
    const root = tree();
    for (const cache of [0, 32 * 1024 * 1024]) {
      const site = files(root, { compress: true, cache });
      const plain = await octetsOf(site, path, {});
      for (let i = 0; i < 3; i++) {
        const { status, headers, octets } = await octetsOf(site, path, { "accept-encoding": accept });
        // Without memory only the end shows whether something became smaller.
        if (path === "/random.txt" && cache === 0) continue;
        expect([status, headers.get("content-encoding")]).toEqual([200, coding]);
        const decoded =
          coding === "br" ? brotliDecompressSync(octets) : coding === "gzip" ? gunzipSync(octets) : octets;
        expect(decoded.equals(plain.octets)).toBe(true);
        if (coding !== null) expect(headers.get("etag")).not.toBe(plain.headers.get("etag"));
        expect(headers.get("vary")).toBe(path === "/a.png" ? null : "Accept-Encoding");
        expect(plain.headers.get("vary")).toBe(headers.get("vary"));
      }
    }
    expect(openFiles(root)).toEqual([]);
  });

  it("Zstandard where this Node has it, else the next coding", async () => {
    const site = files(tree(), { compress: { codings: ["zstd", "gzip"] } });
    const { headers } = await octetsOf(site, "/a.js", { "accept-encoding": "zstd, gzip;q=0.5" });
    expect(headers.get("content-encoding")).toBe(compressionCodings.has("zstd") ? "zstd" : "gzip");
  });

  it("the minimum is in octets", async () => {
    const site = files(tree(), { compress: { minimum: 1 } });
    const { headers } = await octetsOf(site, "/a.js", { "accept-encoding": "gzip" });
    expect(headers.get("content-encoding")).toBe("gzip");
    const above = files(tree(), { compress: { minimum: TEXT.length + 1 } });
    expect((await octetsOf(above, "/a.js", { "accept-encoding": "gzip" })).headers.get("content-encoding")).toBeNull();
  });

  it("what is compressed as it is sent has a weak tag and no ranges; a range is of the file", async () => {
    const root = tree();
    const site = files(root, { compress: true });
    await settle();
    const sent = await octetsOf(site, "/large.js", { "accept-encoding": "gzip" });
    const tag = sent.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/".*-gzip"$/);
    expect(sent.headers.has("accept-ranges")).toBe(false);
    expect((await octetsOf(site, "/large.js", { "accept-encoding": "gzip", "if-none-match": tag })).status).toBe(304);
    const part = await octetsOf(site, "/large.js", { "accept-encoding": "gzip", range: "bytes=0-4" });
    expect([part.status, part.headers.get("content-encoding"), part.octets.toString()]).toEqual([206, null, "to be"]);
    const resumed = await octetsOf(site, "/large.js", {
      "accept-encoding": "gzip",
      range: "bytes=5-",
      "if-range": tag,
    });
    expect(resumed.status).toBe(200);
    const head = await site(
      new Request("http://host/large.js", { method: "HEAD", headers: { "accept-encoding": "gzip" } }),
    );
    expect([head.headers.get("content-encoding"), head.body]).toEqual(["gzip", null]);
    expect(openFiles(root)).toEqual([]);
  });

  it("what nobody reads to its end leaves no file open", async () => {
    const root = folder({ "large.txt": crypto.getRandomValues(new Uint8Array(60_000)), "x.txt": LARGE + LARGE });
    const site = files(root, { compress: true });
    for (const path of ["/large.txt", "/x.txt"]) {
      const response = await site(new Request(`http://host${path}`, { headers: { "accept-encoding": "gzip" } }));
      await response.body?.cancel();
      const begun = await site(new Request(`http://host${path}`, { headers: { "accept-encoding": "gzip" } }));
      const reader = begun.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    await settle();
    expect(openFiles(root)).toEqual([]);
  });

  it("a file that shrinks as it is compressed breaks off", async () => {
    const root = folder({ "x.txt": "" });
    const path = join(root, "x.txt");
    writeFileSync(path, crypto.getRandomValues(new Uint8Array(65_536)));
    for (let i = 0; i < 40; i++) appendFileSync(path, crypto.getRandomValues(new Uint8Array(65_536)));
    const site = files(root, { compress: true });
    const response = await site(new Request("http://host/x.txt", { headers: { "accept-encoding": "gzip" } }));
    const reader = response.body?.getReader();
    await reader?.read();
    writeFileSync(path, "short");
    await expect(
      (async () => {
        while (!(await reader?.read())?.done);
      })(),
    ).rejects.toThrow("The file ends");
    expect(openFiles(root)).toEqual([]);
  });

  it("what changes is compressed anew", async () => {
    const root = tree();
    const site = files(root, { compress: true });
    await settle();
    for (const text of [TEXT, TEXT.replaceAll("be", "do"), TEXT.replaceAll("be", "go")]) {
      writeFileSync(join(root, "a.js"), text);
      utimesSync(join(root, "a.js"), 1, 1);
      for (let i = 0; i < 2; i++) {
        const { octets } = await octetsOf(site, "/a.js", { "accept-encoding": "gzip" });
        expect(gunzipSync(octets).toString()).toBe(text);
      }
      await settle();
      const { octets } = await octetsOf(site, "/a.js", { "accept-encoding": "gzip" });
      expect(gunzipSync(octets).toString()).toBe(text);
    }
  });

  it("a variant beside the file spares the work", async () => {
    const root = folder({ "a.js": TEXT, "a.js.gz": gzipSync(`/* ${TEXT} */`) });
    const site = files(root, { compress: true, precompressed: true });
    const gzip = await octetsOf(site, "/a.js", { "accept-encoding": "gzip" });
    expect(gunzipSync(gzip.octets).toString()).toBe(`/* ${TEXT} */`);
    const br = await octetsOf(site, "/a.js", { "accept-encoding": "br" });
    expect(brotliDecompressSync(br.octets).toString()).toBe(TEXT);
    const both = await octetsOf(site, "/a.js", { "accept-encoding": "br, gzip" });
    expect(both.headers.get("content-encoding")).toBe("gzip");
  });
});
