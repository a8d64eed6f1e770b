// What a handler answers, by its method, path and fields.

import { describe, expect, it } from "vitest";
import { files } from "../../src/index.js";
import { ask, folder, MODIFIED, openFiles } from "../folder.js";

const DIGITS = "0123456789";
const LARGE = "x".repeat(300 * 1024);

describe("a file", () => {
  it.each([
    ["in memory", 1024 * 1024],
    ["on disk", 0],
  ])("is sent with its fields, %s", async (_, cache) => {
    const site = files(folder({ "a.txt": DIGITS }), { cache });
    const { status, headers, text } = await ask(site, "/a.txt");
    expect([status, text]).toEqual([200, DIGITS]);
    expect(Object.fromEntries(headers)).toEqual({
      "accept-ranges": "bytes",
      "cache-control": "max-age=0",
      "content-type": "text/plain; charset=utf-8",
      etag: expect.stringMatching(/^"[\w-]+"$/),
      "last-modified": MODIFIED,
      "x-content-type-options": "nosniff",
    });
  });

  it("is sent again and again, in memory or not", async () => {
    const root = folder({ "a.txt": DIGITS, "large.bin": LARGE, empty: "" });
    for (const cache of [0, 16 * 1024 * 1024]) {
      const site = files(root, { cache });
      for (let i = 0; i < 3; i++) {
        expect((await ask(site, "/a.txt")).text).toBe(DIGITS);
        expect((await ask(site, "/large.bin")).text).toBe(LARGE);
        expect((await ask(site, "/empty")).text).toBe("");
      }
    }
    expect(openFiles(root)).toEqual([]);
  });

  it("is found by names of any kind", async () => {
    const names = [
      "a b.txt",
      "ä.txt",
      "🐟.txt",
      "100%.txt",
      "%2e.txt",
      "a?b#c.txt",
      "a+b;c=d&e.txt",
      "<b>.txt",
      "a'\"b.txt",
    ];
    const site = files(folder(Object.fromEntries(names.map((name) => [name, name]))));
    for (const name of names) expect((await ask(site, `/${encodeURIComponent(name)}`)).text).toBe(name);
  });

  it("is found at the root URL of a file: URL", async () => {
    const site = files(new URL(`file://${folder({ "a.txt": DIGITS })}/`));
    expect((await ask(site, "/a.txt?query=%2F..")).text).toBe(DIGITS);
  });

  it("has a strong tag, the same for the same octets", async () => {
    const tags = [];
    for (const name of ["a.txt", "b.txt"]) {
      tags.push((await ask(files(folder({ [name]: DIGITS })), `/${name}`)).headers.get("etag"));
    }
    expect(tags[0]).toMatch(/^"[\w-]{27}"$/);
    expect(tags[1]).toBe(tags[0]);
  });

  it("has no tag where that is said", async () => {
    const { headers } = await ask(files(folder({ a: DIGITS }), { etag: false }), "/a");
    expect(headers.has("etag")).toBe(false);
  });
});

describe("methods", () => {
  it("HEAD has the fields of GET", async () => {
    const root = folder({ "a.txt": DIGITS, "large.bin": LARGE });
    const site = files(root);
    for (const path of ["/a.txt", "/large.bin", "/none"]) {
      const get = await ask(site, path);
      const head = await site(new Request(`http://host${path}`, { method: "HEAD" }));
      expect([...head.headers]).toEqual([...get.headers]);
      expect(head.status).toBe(get.status);
      await head.body?.cancel();
    }
    expect(openFiles(root)).toEqual([]);
  });

  it.each(["POST", "PUT", "DELETE", "PATCH", "QUERY", "get", "FOO"])("%s is 405, with Allow", async (method) => {
    const site = files(folder({ a: DIGITS }));
    const response = await site({ method, url: "http://host/a", headers: new Headers() } as Request);
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it("OPTIONS says what may be", async () => {
    const { status, headers, text } = await ask(files(folder({ a: DIGITS })), "/a", {}, "OPTIONS");
    expect([status, headers.get("allow"), text]).toEqual([204, "GET, HEAD, OPTIONS", ""]);
  });
});

describe("preconditions", () => {
  const WITHOUT = ["content-type", "content-length", "accept-ranges", "content-encoding"];

  it("If-None-Match with the tag is 304, with the fields that RFC 9110 §15.4.5 wants", async () => {
    const site = files(folder({ a: DIGITS }), { maxAge: 60, precompressed: true, headers: { "X-Extra": "1" } });
    const etag = (await ask(site, "/a")).headers.get("etag") ?? "";
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const { status, headers, text } = await ask(site, "/a", { "if-none-match": value });
      expect([status, text]).toEqual([304, ""]);
      for (const name of WITHOUT) expect(headers.has(name)).toBe(false);
      expect(headers.get("etag")).toBe(etag);
      expect(headers.get("cache-control")).toBe("max-age=60");
      expect(headers.get("vary")).toBe("Accept-Encoding");
      expect(headers.get("x-extra")).toBe("1");
    }
  });

  it("If-Modified-Since is 304, with the date where there is no tag", async () => {
    const site = files(folder({ a: DIGITS }), { etag: false });
    const { status, headers } = await ask(site, "/a", { "if-modified-since": MODIFIED });
    expect([status, headers.get("last-modified")]).toEqual([304, MODIFIED]);
  });

  it.each([
    ["If-Match", { "if-match": '"other"' }, 412],
    ["If-Match, weak", { "if-match": 'W/"other"' }, 412],
    ["If-Unmodified-Since", { "if-unmodified-since": "Sun, 06 Nov 1994 08:49:36 GMT" }, 412],
    ["If-None-Match, another", { "if-none-match": '"other"', "if-modified-since": MODIFIED }, 200],
    ["a year as a date", { "if-modified-since": "99999" }, 200],
    ["asctime, which is UTC", { "if-modified-since": "Sun Nov  6 08:49:37 1994" }, 304],
    ["a 404 wins over 412", { "if-match": '"other"' }, 404, "/none"],
    ["Range with If-None-Match", { range: "bytes=0-1", "if-none-match": "*" }, 304],
    ["Range with If-Match", { range: "bytes=0-1", "if-match": '"other"' }, 412],
  ] as [string, Record<string, string>, number, string?][])("%s", async (_, headers, status, path = "/a") => {
    const root = folder({ a: DIGITS });
    for (const cache of [0, 1024 * 1024]) {
      expect((await ask(files(root, { cache }), path, headers)).status).toBe(status);
    }
    expect(openFiles(root)).toEqual([]);
  });

  it("a file from the future was modified now, at the latest", async () => {
    const root = folder({ a: DIGITS });
    const { utimesSync } = await import("node:fs");
    utimesSync(`${root}/a`, 4e9, 4e9);
    const before = Math.floor(Date.now() / 1000);
    const { headers } = await ask(files(root), "/a");
    const modified = Date.parse(headers.get("last-modified") ?? "") / 1000;
    expect(modified).toBeGreaterThanOrEqual(before);
    expect(modified).toBeLessThanOrEqual(Date.now() / 1000);
    expect((await ask(files(root, { etag: false }), "/a", { "if-modified-since": MODIFIED })).status).toBe(200);
  });

  it.each([0, -86400, 1.999])("the time %d is one like any other", async (seconds) => {
    const root = folder({ a: DIGITS });
    const { utimesSync } = await import("node:fs");
    utimesSync(`${root}/a`, new Date(seconds * 1000), new Date(seconds * 1000));
    const { status, headers } = await ask(files(root), "/a");
    expect(status).toBe(200);
    expect(Date.parse(headers.get("last-modified") ?? "")).toBe(Math.floor(seconds) * 1000);
  });
});

describe("ranges", () => {
  it.each([
    ["one", "bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["a suffix", "bytes=-3", 206, "789", "bytes 7-9/10"],
    ["a suffix longer than the file", "bytes=-30", 206, DIGITS, "bytes 0-9/10"],
    ["clamped", "bytes=8-99999999999999999999", 206, "89", "bytes 8-9/10"],
    ["one of several is left", "bytes=0-1,50-", 206, "01", "bytes 0-1/10"],
    ["unsatisfiable", "bytes=10-", 416, null, "bytes */10"],
    ["a suffix of nothing", "bytes=-0", 416, null, "bytes */10"],
    ["backwards", "bytes=5-2", 200, DIGITS, null],
    ["another unit", "lines=1-2", 200, DIGITS, null],
  ])("%s: %s", async (_, range, status, text, contentRange) => {
    const root = folder({ a: DIGITS });
    for (const cache of [0, 1024 * 1024]) {
      const answer = await ask(files(root, { cache, maxAge: 60 }), "/a", { range });
      expect([answer.status, answer.headers.get("content-range")]).toEqual([status, contentRange]);
      if (text !== null) expect(answer.text).toBe(text);
      const whole = await ask(files(root, { cache, maxAge: 60 }), "/a");
      const names = ["etag", "cache-control", "last-modified"];
      for (const name of names) {
        expect(answer.headers.get(name)).toBe(status === 416 ? null : whole.headers.get(name));
      }
    }
    expect(openFiles(root)).toEqual([]);
  });

  it.each([0, 1024 * 1024])("several are multipart, with %d octets of memory", async (cache) => {
    const root = folder({ "a.txt": DIGITS });
    const { status, headers, text } = await ask(files(root, { cache }), "/a.txt", { range: "bytes=0-1,5-6,-1" });
    const boundary = /^multipart\/byteranges; boundary=([\da-f]{36})$/.exec(headers.get("content-type") ?? "")?.[1];
    expect([status, headers.has("content-range"), boundary === undefined]).toEqual([206, false, false]);
    const length = headers.get("content-length");
    if (length !== null) expect(text).toHaveLength(Number(length));
    const parts = text.split(`--${boundary}`);
    expect(parts.map((part) => part.split("\r\n\r\n")[1]?.trimEnd())).toEqual([undefined, "01", "56", "9", undefined]);
    expect(text.match(/Content-Type: text\/plain; charset=utf-8\r\nContent-Range: bytes \d-\d\/10/g)).toHaveLength(3);
    expect(openFiles(root)).toEqual([]);
  });

  it("HEAD has none", async () => {
    const { status, headers } = await ask(files(folder({ a: DIGITS })), "/a", { range: "bytes=0-1" }, "HEAD");
    expect([status, headers.has("content-range")]).toEqual([200, false]);
  });

  it("an empty file is never partial", async () => {
    const site = files(folder({ a: "" }));
    expect((await ask(site, "/a", { range: "bytes=-5" })).status).toBe(200);
    expect((await ask(site, "/a", { range: "bytes=0-" })).status).toBe(416);
  });

  it("If-Range resumes by a strong tag or an exact date, and else sends all", async () => {
    const site = files(folder({ a: DIGITS }));
    const etag = (await ask(site, "/a")).headers.get("etag") ?? "";
    const resumed = async (value: string): Promise<number> =>
      (await ask(site, "/a", { range: "bytes=5-", "if-range": value })).status;
    expect(await resumed(etag)).toBe(206);
    expect(await resumed(MODIFIED)).toBe(206);
    expect(await resumed(`W/${etag}`)).toBe(200);
    expect(await resumed('"other"')).toBe(200);
    expect(await resumed(`${etag}, "other"`)).toBe(200);
    expect(await resumed("Sun, 06 Nov 1994 08:49:38 GMT")).toBe(200);
  });
});

describe("folders", () => {
  const tree = {
    "index.html": "root",
    "a/index.html": "a",
    "b/default.htm": "b",
    "c/x.txt": "c",
    "ü b/index.html": "u",
  };

  it("the index stands for its folder", async () => {
    const site = files(folder(tree), { index: ["index.html", "default.htm"] });
    expect((await ask(site, "/")).text).toBe("root");
    expect((await ask(site, "/a/")).text).toBe("a");
    expect((await ask(site, "/b/")).text).toBe("b");
    expect((await ask(site, "/c/")).status).toBe(404);
    expect((await ask(site, "/a/index.html")).text).toBe("a");
  });

  it("none stands for it where that is said", async () => {
    const site = files(folder(tree), { index: false });
    expect((await ask(site, "/")).status).toBe(404);
    expect((await ask(site, "/a")).status).toBe(404);
  });

  it.each([
    ["/a", "/a/"],
    ["/a?b=c&d", "/a/?b=c&d"],
    ["/a?//evil.example", "/a/?//evil.example"],
    ["/%C3%BC%20b", "/%C3%BC%20b/"],
    ["/%c3%bc%20b", "/%C3%BC%20b/"],
  ])("%s is sent on to %s", async (path, location) => {
    const { status, headers, text } = await ask(files(folder(tree)), path);
    expect([status, headers.get("location")]).toEqual([301, location]);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(text).toContain(location);
  });

  it("a folder with nothing to show is a miss, and so is one that is not to be sent on", async () => {
    const root = folder(tree);
    expect((await ask(files(root), "/c")).status).toBe(404);
    expect((await ask(files(root, { redirect: false }), "/a")).status).toBe(404);
    expect((await ask(files(root, { listing: true }), "/c")).status).toBe(301);
  });

  it("a file is no folder", async () => {
    const site = files(folder(tree), { listing: true });
    expect((await ask(site, "/index.html/")).status).toBe(404);
    expect((await ask(site, "/index.html/x")).status).toBe(404);
  });

  it("an index that is a folder is none", async () => {
    expect((await ask(files(folder({ "index.html/x": "x" })), "/")).status).toBe(404);
  });
});

describe("extensions", () => {
  const tree = {
    "about.html": "about",
    "about/index.html": "folder",
    plain: "plain",
    "plain.html": "other",
    "x.htm": "x",
  };

  it("are tried in their order where there is no such file, before a folder", async () => {
    const site = files(folder(tree), { extensions: ["html", ".htm"] });
    expect((await ask(site, "/about")).text).toBe("about");
    expect((await ask(site, "/about/")).text).toBe("folder");
    expect((await ask(site, "/plain")).text).toBe("plain");
    expect((await ask(site, "/x")).text).toBe("x");
    expect((await ask(site, "/x.htm")).text).toBe("x");
    expect((await ask(site, "/y")).status).toBe(404);
    expect((await ask(site, "/x/")).status).toBe(404);
  });
});

describe("dotfiles", () => {
  const tree = {
    ".env": "secret",
    ".git/config": "secret",
    "a/.hidden/b": "secret",
    ".well-known/security.txt": "public",
    ".well-known/.env": "secret",
    "a/.well-known/b": "secret",
  };

  it.each(["/.env", "/.git/config", "/a/.hidden/b", "/.well-known/.env", "/a/.well-known/b", "/.nothing"])(
    "%s is not there",
    async (path) => {
      const site = files(folder({ ...tree, "index.html": "page" }), { fallback: "index.html" });
      expect((await ask(site, path)).status).toBe(404);
    },
  );

  it("/.well-known at the top is", async () => {
    expect((await ask(files(folder(tree)), "/.well-known/security.txt")).text).toBe("public");
  });

  it("all are where they are allowed", async () => {
    const site = files(folder(tree), { dotfiles: "allow" });
    for (const path of ["/.env", "/.git/config", "/.well-known/.env"])
      expect((await ask(site, path)).text).toBe("secret");
  });
});

describe("the fallback", () => {
  const tree = { "index.html": "app", "app.js": "js", "docs/x.txt": "x", "404.html": "gone" };
  const page = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

  it.each([
    ["/users/7", page, 200],
    ["/users/7", {}, 200],
    ["/users/7", { accept: "*/*" }, 200],
    ["/users/john.doe", page, 200],
    ["/docs/", page, 200],
    ["/missing.js", page, 404],
    ["/missing.png", {}, 404],
    ["/api", { accept: "application/json" }, 404],
    ["/api", { accept: "text/html;q=0, */*" }, 404],
    ["/users//7", page, 400],
    ["/%2e%2e%2fx%00", page, 400],
  ])("%s %j: %d", async (path, headers, status) => {
    const answer = await ask(files(folder(tree), { fallback: "index.html" }), path, headers);
    expect(answer.status).toBe(status);
    if (status === 200) {
      expect([answer.text, answer.headers.get("content-type")]).toEqual(["app", "text/html; charset=utf-8"]);
      expect(answer.headers.get("vary")).toBe("Accept");
    }
  });

  it("answers preconditions and HEAD as the file does", async () => {
    const site = files(folder(tree), { fallback: "index.html" });
    const etag = (await ask(site, "/x")).headers.get("etag") ?? "";
    expect((await ask(site, "/x", { "if-none-match": etag })).status).toBe(304);
    expect((await ask(site, "/x", {}, "HEAD")).status).toBe(200);
    expect((await ask(site, "/x", {}, "POST")).status).toBe(405);
  });

  it("may be a page for misses, which is not validated and not partial", async () => {
    const site = files(folder(tree), { fallback: { file: "404.html", status: 404 }, maxAge: 60 });
    for (const headers of [{}, { "if-none-match": "*" }, { range: "bytes=0-1" }]) {
      const { status, headers: fields, text } = await ask(site, "/x", headers);
      expect([status, text]).toEqual([404, "gone"]);
      expect([fields.get("etag"), fields.get("last-modified"), fields.get("accept-ranges")]).toEqual([
        null,
        null,
        null,
      ]);
      expect(fields.get("cache-control")).toBe("no-cache");
    }
  });

  it("that is not there is a miss", async () => {
    expect((await ask(files(folder(tree), { fallback: "none.html" }), "/x")).status).toBe(404);
  });
});

describe("fields", () => {
  it.each([
    [{}, "max-age=0"],
    [{ maxAge: 3600 }, "max-age=3600"],
    [{ immutable: true }, "max-age=31536000, immutable"],
    [{ immutable: true, maxAge: 60 }, "max-age=60, immutable"],
    [{ immutable: /-[0-9a-f]{8}\./ }, "max-age=31536000, immutable"],
    [{ immutable: /-[0-9a-f]{8}\./g }, "max-age=31536000, immutable"],
    [{ immutable: /^\/other/, maxAge: 5 }, "max-age=5"],
    [{ headers: { "Cache-Control": "no-store" } }, "no-store"],
    [{ headers: { "cache-control": null } }, null],
  ])("%j: Cache-Control is %s", async (options, expected) => {
    const site = files(folder({ "css/app-0123abcd.css": "x" }), options);
    for (let i = 0; i < 2; i++) {
      expect((await ask(site, "/css/app-0123abcd.css")).headers.get("cache-control")).toBe(expected);
    }
  });

  it("are what the function says of a file", async () => {
    const site = files(folder({ "a/index.html": "12345", "b.txt": "1" }), {
      headers: (path, stat) => (path.endsWith(".html") ? { "X-Path": path, "X-Size": `${stat.size}` } : undefined),
    });
    const { headers } = await ask(site, "/a/");
    expect([headers.get("x-path"), headers.get("x-size")]).toEqual(["/a/index.html", "5"]);
    expect((await ask(site, "/b.txt")).headers.has("x-path")).toBe(false);
  });

  it.each([
    ["Origin", "Accept-Encoding, Origin"],
    ["origin, accept-encoding", "Accept-Encoding, origin"],
    ["*", "*"],
    [null, null],
  ])("Vary: %s adds to what the answer depends on already", async (value, expected) => {
    const root = folder({ "a.txt": "x" });
    const { headers } = await ask(files(root, { precompressed: true, headers: { vary: value } }), "/a.txt");
    expect(headers.get("vary")).toBe(expected);
    const plain = await ask(files(root, { headers: { Vary: value } }), "/a.txt");
    expect(plain.headers.get("vary")).toBe(value);
  });

  it("cannot split the answer", async () => {
    const site = files(folder({ a: DIGITS }), { headers: () => ({ "X-A": "1\r\nX-B: 2" }) });
    await expect(ask(site, "/a")).rejects.toThrow(TypeError);
  });

  it("go without nosniff and charset where that is said", async () => {
    const site = files(folder({ "a.html": "x" }), {
      mime: { nosniff: false, charset: false, types: { html: "text/x" } },
    });
    const { headers } = await ask(site, "/a.html");
    expect([headers.get("content-type"), headers.has("x-content-type-options")]).toEqual(["text/x", false]);
  });
});
