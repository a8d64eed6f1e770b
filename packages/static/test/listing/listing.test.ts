import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { files } from "../../src/index.js";
import { ask, folder, MODIFIED, openFiles } from "../folder.js";

const JSON_TYPE = { accept: "application/json" };

interface Listed {
  readonly name: string;
  readonly type: string;
  readonly size?: number;
  readonly modified: string;
}

async function listed(site: ReturnType<typeof files>, path: string): Promise<Listed[]> {
  const { status, text } = await ask(site, path, JSON_TYPE);
  expect(status).toBe(200);
  return JSON.parse(text) as Listed[];
}

describe("a listing", () => {
  it("is off by default", async () => {
    expect((await ask(files(folder({ a: "" })), "/")).status).toBe(404);
  });

  it("is a page that may load nothing and run nothing", async () => {
    const { headers, text } = await ask(files(folder({ "<b>.txt": "12345" }), { listing: true }), "/");
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(Object.fromEntries(headers)).toEqual({
      "cache-control": "no-cache",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "same-origin",
      vary: "Accept",
      "x-content-type-options": "nosniff",
    });
    expect(text).toMatch(/^<!DOCTYPE html>[\s\S]*<\/html>\n$/);
    expect(text).toContain('<a href="./%3Cb%3E.txt">&lt;b&gt;.txt</a>');
    expect(text).toContain('<time datetime="1994-11-06T08:49:37Z">1994-11-06 08:49</time>');
    expect(text).toContain('<span title="5 octets">5 B</span>');
  });

  it("is JSON where Accept likes that better", async () => {
    const site = files(folder({ "b.txt": "12345", "a/x": "" }), { listing: true });
    expect(await listed(site, "/")).toEqual([
      { name: "a", type: "folder", modified: expect.any(String) },
      { name: "b.txt", type: "file", size: 5, modified: "1994-11-06T08:49:37Z" },
    ]);
    const type = async (accept: string): Promise<string | null> =>
      (await ask(site, "/", { accept })).headers.get("content-type");
    expect(await type("application/json")).toBe("application/json");
    expect(await type("text/html;q=0.5, application/json")).toBe("application/json");
    for (const accept of ["*/*", "text/html, application/json", "application/json;q=0.5, text/html", "image/png"]) {
      expect(await type(accept)).toBe("text/html; charset=utf-8");
    }
  });

  it("an empty folder is an empty list", async () => {
    const root = folder({});
    const site = files(root, { listing: true });
    expect(await listed(site, "/")).toEqual([]);
    expect((await ask(site, "/")).text).toContain("<tbody>\n</tbody>");
  });

  it("gives way to an index", async () => {
    const site = files(folder({ "index.html": "index", "a/b": "" }), { listing: true });
    expect((await ask(site, "/")).text).toBe("index");
    expect(await listed(site, "/a/")).toHaveLength(1);
  });

  it("HEAD has its fields", async () => {
    const site = files(folder({ a: "" }), { listing: true });
    const head = await site(new Request("http://host/", { method: "HEAD" }));
    expect([head.status, head.body, head.headers.get("content-type")]).toEqual([200, null, "text/html; charset=utf-8"]);
  });

  it("a folder without its slash is sent on, with its query", async () => {
    const { status, headers } = await ask(files(folder({ "a/b": "" }), { listing: true }), "/a?sort=size");
    expect([status, headers.get("location")]).toEqual([301, "/a/?sort=size"]);
  });
});

describe("the order", () => {
  const names = async (query: string): Promise<string[]> => {
    const root = folder({ "b.txt": "1", "a.txt": "333", "c.txt": "22", "z/x": "", "y/x": "" });
    utimesSync(join(root, "c.txt"), 1, 1);
    utimesSync(join(root, "b.txt"), 3, 3);
    utimesSync(join(root, "a.txt"), 2, 2);
    utimesSync(join(root, "y"), 9, 9);
    utimesSync(join(root, "z"), 8, 8);
    return (await listed(files(root, { listing: true }), `/${query}`)).map(({ name }) => name);
  };

  it.each([
    ["", "y z a.txt b.txt c.txt"],
    ["?sort=name&order=desc", "z y c.txt b.txt a.txt"],
    ["?sort=size", "y z b.txt c.txt a.txt"],
    ["?sort=size&order=desc", "y z a.txt c.txt b.txt"],
    ["?sort=modified", "z y c.txt a.txt b.txt"],
    ["?sort=modified&order=desc", "y z b.txt a.txt c.txt"],
  ])("%s: %s", async (query, expected) => expect((await names(query)).join(" ")).toBe(expected));
});

describe("what is not to be had is not shown", () => {
  it("dotfiles", async () => {
    const root = folder({ ".env": "", ".git/config": "", "a.txt": "", ".well-known/x": "", ".well-known/.y": "" });
    const shown = async (dotfiles: "deny" | "allow", path: string): Promise<string[]> =>
      (await listed(files(root, { listing: true, dotfiles }), path)).map(({ name }) => name);
    expect(await shown("deny", "/")).toEqual([".well-known", "a.txt"]);
    expect(await shown("deny", "/.well-known/")).toEqual(["x"]);
    expect(await shown("allow", "/")).toEqual([".git", ".well-known", ".env", "a.txt"]);
  });

  it.skipIf(process.platform === "win32")("links that lead out, or nowhere", async () => {
    const outside = folder({ "secret/x": "" });
    const root = folder({ "a.txt": "12345", "b/x": "" });
    symlinkSync(join(outside, "secret"), join(root, "out"));
    symlinkSync("nowhere", join(root, "dangling"));
    symlinkSync("a.txt", join(root, "in"));
    symlinkSync("b", join(root, "folder"));
    const shown = async (symlinks: "deny" | "inside" | "follow"): Promise<string[]> =>
      (await listed(files(root, { listing: true, symlinks }), "/")).map(({ name, type }) => `${name}:${type}`).sort();
    expect(await shown("deny")).toEqual(["a.txt:file", "b:folder"]);
    expect(await shown("inside")).toEqual(["a.txt:file", "b:folder", "folder:folder", "in:file"]);
    expect(await shown("follow")).toEqual(["a.txt:file", "b:folder", "folder:folder", "in:file", "out:folder"]);
  });

  it.skipIf(process.platform === "win32")("names that no path leads to", async () => {
    const root = folder({ "back\\slash": "", ok: "" });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xe4, 0x2e, 0x61])]), "latin1");
    const site = files(root, { listing: true });
    expect((await listed(site, "/")).map(({ name }) => name)).toEqual(["ok"]);
  });

  it("everything that is shown can be had", async () => {
    const names = ["a b", "ä", "%", "#?", "<x>", "a:b", "-", "~", "a\nb", "'\"&"];
    const site = files(folder(Object.fromEntries(names.map((name) => [name, name]))), { listing: true });
    const { text } = await ask(site, "/");
    const hrefs = [...text.matchAll(/<tr><td><a href="([^"]*)">/g)].map(([, href]) =>
      href?.replaceAll("&amp;", "&").replaceAll("&#39;", "'"),
    );
    expect(hrefs).toHaveLength(names.length);
    const contents = await Promise.all(
      hrefs.map(async (href) => (await ask(site, new URL(href as string, "http://host/").pathname)).text),
    );
    expect(contents.sort()).toEqual(names.sort());
  });
});

describe("a folder of 100,000 entries", () => {
  it("is sent as it is looked up, and other requests are answered meanwhile", async () => {
    const root = folder({ "small.txt": "small" });
    mkdirSync(join(root, "many"));
    for (let i = 0; i < 100_000; i++) writeFileSync(join(root, "many", `${i}`), "");
    const site = files(root, { listing: true });
    const response = await site(new Request("http://host/many/", { headers: JSON_TYPE }));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const first = await reader.read();
    expect(first.value?.length).toBeLessThan(100_000);
    expect((await ask(site, "/small.txt")).text).toBe("small");
    let text = Buffer.from(first.value as Uint8Array).toString();
    let longest = 0;
    let turn = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - turn);
      turn = performance.now();
    }, 1);
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      text += Buffer.from(next.value).toString();
    }
    clearInterval(timer);
    expect(JSON.parse(text)).toHaveLength(100_000);
    expect(longest).toBeLessThan(500);
  }, 60_000);

  it("leaves nothing behind where nobody reads it to its end", async () => {
    const root = folder(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}`, ""])));
    const response = await files(root, { listing: true })(new Request("http://host/"));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await reader.cancel();
    expect(openFiles(root)).toEqual([]);
  });
});

it("the date of a listing is that of the files", async () => {
  const [file] = await listed(files(folder({ a: "" }), { listing: true }), "/");
  expect(Date.parse(file?.modified ?? "")).toBe(Date.parse(MODIFIED));
});
