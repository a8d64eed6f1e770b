// Files that change between requests and while they are read.

import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { files, type StaticOptions } from "../../src/index.js";
import { ask, folder, openFiles, settle } from "../folder.js";

const KINDS: readonly (readonly [string, StaticOptions, number])[] = [
  ["small, in memory", {}, 10],
  ["small, without memory", { cache: 0 }, 10],
  ["large", {}, 400 * 1024],
];

describe.each(KINDS)("%s", (_, options, size) => {
  const content = (letter: string): string => letter.repeat(size);

  it("a change shows at the next request, within the same second and of the same size", async () => {
    const root = folder({ "a.txt": content("a") });
    const site = files(root, options);
    const path = join(root, "a.txt");
    const tags = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const text = content(String.fromCharCode(0x61 + (i % 26)));
      writeFileSync(path, text);
      const first = await ask(site, "/a.txt");
      expect(first.text).toBe(text);
      tags.add(first.headers.get("etag") ?? "");
      const again = await ask(site, "/a.txt", { "if-none-match": first.headers.get("etag") ?? "" });
      expect(again.status).toBe(304);
      if (i % 10 === 0) await settle();
    }
    expect(tags.size).toBeGreaterThanOrEqual(26);
  });

  it("also where the time of the last change is put back", async () => {
    const root = folder({ "a.txt": content("a") });
    const site = files(root, options);
    const path = join(root, "a.txt");
    await settle();
    for (const letter of ["a", "b", "c"]) {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, content(letter));
      utimesSync(path, atime, mtime);
      for (let i = 0; i < 3; i++) expect((await ask(site, "/a.txt")).text).toBe(content(letter));
      await settle();
      for (let i = 0; i < 3; i++) expect((await ask(site, "/a.txt")).text).toBe(content(letter));
    }
  });

  it("another file in its place shows, by any way of putting it there", async () => {
    const root = folder({ "a.txt": content("a"), "b.txt": content("b"), "c.txt": content("c"), "d.txt": content("d") });
    const site = files(root, options);
    const at = (name: string): string => join(root, name);
    await settle();
    expect((await ask(site, "/a.txt")).text).toBe(content("a"));
    renameSync(at("b.txt"), at("a.txt"));
    expect((await ask(site, "/a.txt")).text).toBe(content("b"));
    copyFileSync(at("c.txt"), at("a.txt"));
    expect((await ask(site, "/a.txt")).text).toBe(content("c"));
    rmSync(at("a.txt"));
    expect((await ask(site, "/a.txt")).status).toBe(404);
    symlinkSync("d.txt", at("a.txt"));
    expect((await ask(site, "/a.txt")).text).toBe(content("d"));
    rmSync(at("a.txt"));
    mkdirSync(at("a.txt"));
    expect((await ask(site, "/a.txt")).status).toBe(404);
    rmSync(at("a.txt"), { recursive: true });
    writeFileSync(at("a.txt"), "");
    expect((await ask(site, "/a.txt")).text).toBe("");
    expect(openFiles(root)).toEqual([]);
  });

  it("growing and shrinking show", async () => {
    const root = folder({ "a.txt": content("a") });
    const site = files(root, options);
    const path = join(root, "a.txt");
    await ask(site, "/a.txt");
    appendFileSync(path, "more");
    expect((await ask(site, "/a.txt")).text).toBe(`${content("a")}more`);
    truncateSync(path, 5);
    expect((await ask(site, "/a.txt")).text).toBe("aaaaa");
    truncateSync(path, 0);
    expect((await ask(site, "/a.txt")).text).toBe("");
  });
});

describe("what a path leads to", () => {
  it("changes with the files that come before: the file itself, an index, an extension", async () => {
    const root = folder({ "about.html": "ext", "index.htm": "second" });
    const site = files(root, { extensions: ["html"], index: ["index.html", "index.htm"], fallback: "app.html" });
    const is = async (path: string, text: string): Promise<void> => expect((await ask(site, path)).text).toBe(text);
    await is("/about", "ext");
    await is("/", "second");
    writeFileSync(join(root, "about"), "plain");
    writeFileSync(join(root, "index.html"), "first");
    await is("/about", "plain");
    await is("/", "first");
    rmSync(join(root, "about"));
    rmSync(join(root, "index.html"));
    await is("/about", "ext");
    await is("/", "second");
    expect((await ask(site, "/app")).status).toBe(404);
    writeFileSync(join(root, "app.html"), "app");
    await is("/app", "app");
    writeFileSync(join(root, "app"), "file");
    await is("/app", "file");
  });
});

describe("while it is read", () => {
  it("a file that is rewritten all the time is sent as it was at some moment, or not at all", async () => {
    const root = folder({ "a.txt": "" });
    const path = join(root, "a.txt");
    const size = 200 * 1024;
    const site = files(root);
    const pages = ["a", "b"].map((letter) => Buffer.from(letter.repeat(size)));
    renameIntoPlace(path, pages[0] as Buffer);
    for (let i = 0; i < 60; i++) {
      const asked = ask(site, "/a.txt");
      renameIntoPlace(path, pages[i % 2] as Buffer);
      const { status, text } = await asked;
      expect(status).toBe(200);
      expect(new Set(text).size).toBe(1);
      expect(text).toHaveLength(size);
    }
    expect(openFiles(root)).toEqual([]);
  });

  it("what many ask for at once is read once for all of them", async () => {
    const root = folder({ "a.txt": "x".repeat(100_000) });
    const site = files(root, { compress: true });
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(site, "/a.txt")));
    for (const { text } of answers) expect(text).toHaveLength(100_000);
    expect(openFiles(root)).toEqual([]);
  });
});

/** As editors and deployments do it: no moment sees half of the file. */
function renameIntoPlace(path: string, octets: Buffer): void {
  writeFileSync(`${path}.new`, octets);
  renameSync(`${path}.new`, path);
  expect(readFileSync(path)).toHaveLength(octets.length);
}
