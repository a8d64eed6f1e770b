// Raw request-targets against a folder with secrets all around it. Whatever is asked, what comes is a file inside, or a
// text of ours.

import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { files, type StaticOptions } from "../../src/index.js";
import { folder } from "../folder.js";
import { exchange, firstMessage, get, listen } from "./peer.js";

const SECRET = "SECRET";
const INSIDE = "inside";

/** `site/` is served. Next to it are a secret, a folder that shares its name's beginning, and what links lead to. */
function siteAmongSecrets(): string {
  const base = folder({
    "secret.txt": SECRET,
    "site-secret/secret.txt": SECRET,
    "site.txt": SECRET,
    "outside/secret.txt": SECRET,
    "site/index.html": INSIDE,
    "site/a.txt": INSIDE,
    "site/a b.txt": INSIDE,
    "site/%2e%2e/x.txt": INSIDE,
    "site/folder/index.html": INSIDE,
    "site/folder/b.txt": INSIDE,
    "site/.env": SECRET,
    "site/.git/config": SECRET,
    "site/.well-known/.env": SECRET,
    "site/.well-known/security.txt": INSIDE,
    "site/gz.txt": INSIDE,
    "outside/gz.txt.gz": SECRET,
  });
  const site = join(base, "site");
  symlinkSync("../secret.txt", join(site, "link.txt"));
  symlinkSync(join(base, "outside"), join(site, "linked"));
  symlinkSync("../site-secret", join(site, "sibling"));
  symlinkSync("../../outside/gz.txt.gz", join(site, "folder/gz.txt.gz"));
  symlinkSync("../outside/gz.txt.gz", join(site, "gz.txt.gz"));
  symlinkSync("/proc/self", join(site, "proc"));
  symlinkSync("/", join(site, "all"));
  symlinkSync("loop2", join(site, "loop1"));
  symlinkSync("loop1", join(site, "loop2"));
  symlinkSync("nowhere", join(site, "dangling"));
  return site;
}

interface Target {
  readonly target: string;
  /** Content, where there is to be some. */
  readonly content?: string;
}

const refused = (...targets: readonly string[]): Target[] => targets.map((target) => ({ target }));
const served = (...targets: readonly string[]): Target[] => targets.map((target) => ({ target, content: INSIDE }));

const TARGETS: readonly Target[] = [
  ...served("/", "/a.txt", "/a.txt?x=/../y", "/a%20b.txt", "/folder/", "/folder/b.txt", "/%252e%252e/x.txt"),
  ...served("/.well-known/security.txt", "http://a/a.txt", "http://a", "/index.html"),
  // Dot segments.
  ...refused(
    "/../secret.txt",
    "/../../../../../../etc/passwd",
    "/./a.txt",
    "/folder/../a.txt",
    "/folder/..",
    "/.",
    "/..",
  ),
  ...refused("/%2e%2e/secret.txt", "/%2E%2E/secret.txt", "/.%2e/secret.txt", "/%2e./secret.txt", "/%2e/a.txt"),
  ...refused("/folder/%2e%2e/a.txt", "/folder/.%2E/%2e./secret.txt", "/a.txt/..", "/a.txt/.", "/a.txt/../a.txt"),
  ...refused("/..%2fsecret.txt", "/..%2Fsecret.txt", "/%2e%2e%2fsecret.txt", "/..%5csecret.txt", "/..\\secret.txt"),
  ...refused("/%2e%2e%5c%2e%2e%5csecret.txt", "/....//secret.txt", "/..;/secret.txt", "/..%00/secret.txt", "/..%0d/x"),
  ...refused("/%252e%252e/secret.txt", "/%252e%252e%252fsecret.txt", "/%c0%ae%c0%ae/secret.txt", "/%uff0e%uff0e/x"),
  // A folder whose name begins like the root's.
  ...refused("/../site-secret/secret.txt", "/..%2fsite-secret/secret.txt", "/../site.txt", "/-secret/secret.txt"),
  // Empty segments, and what redirects could make of them.
  ...refused("//", "//a.txt", "///a.txt", "/folder//b.txt", "/folder//", "//folder", "//evil.example/%2e%2e"),
  ...refused("//evil.example/%2f..", "//evil.example/..", "/\\evil.example/..%2ffolder", "//.env", "/.//.env"),
  // Separators, NUL, controls, encodings.
  ...refused("/folder%2fb.txt", "/folder%2Fb.txt", "/folder%5cb.txt", "/folder\\b.txt", "/a.txt%00", "/a.txt%00.html"),
  ...refused(
    "/%00",
    "/a.txt%0a",
    "/a.txt%0d%0aX:%20y",
    "/folder%0c",
    "/a%c0%afb",
    "/%e4",
    "/%",
    "/%2",
    "/%zz",
    "/a.txt%",
  ),
  ...refused("/%61.txt", "/a%2Etxt", "/%66older/b.txt", `/${"%00".repeat(2000)}`, `/${"a".repeat(300)}`),
  ...refused(`/${"a/".repeat(2000)}`, `/${"%2e%2e/".repeat(500)}secret.txt`),
  // Dotfiles.
  ...refused("/.env", "/.git/config", "/.git/", "/.git", "/.well-known/.env", "/%2eenv", "/.env/", "/.env/.", "/.ENV"),
  // Links out of the root, loops, and links to nothing.
  ...refused("/link.txt", "/linked/secret.txt", "/linked", "/linked/", "/sibling/secret.txt", "/sibling/"),
  ...refused(
    "/proc/environ",
    "/proc/cmdline",
    "/all/etc/passwd",
    "/all/",
    "/loop1",
    "/loop1/x",
    "/dangling",
    "/dangling/x",
  ),
  // Not paths at all.
  ...refused("a.txt", "*", "/a.txt#x", "/#/../../secret.txt", "/a b.txt", "http://", "http:///a.txt", "http://a/../x"),
  ...refused("ftp://a/a.txt", "a:80", "/\xe4", "/a.txt\x7f", "file:///etc/passwd", "/file:///etc/passwd", "?/a.txt"),
  // What other systems read as other paths.
  ...refused("/C:/a.txt", "/C:../../secret.txt", "/a.txt::$DATA", "/A.TXT", "/a.txt.", "/a.txt%20", "/ENV~1", "/CON"),
  ...refused("/@fs/etc/passwd", "/@fs/x/?/../../../etc/passwd?import&?raw", "/etc/passwd?.svg?.wasm?init", "/;/a.txt"),
  ...refused("/_next/static/../server/pages-manifest.json", "/a.txt;x=y", "/a.txt/", "/a.txt/index.html"),
];

const TEXTS = [
  "The path is not written in its canonical form.\n",
  "This may not be read.\n",
  "There is nothing here.\n",
  "Files are read by GET and HEAD.\n",
];
const OPTIONS: readonly (readonly [string, StaticOptions])[] = [
  ["by default", {}],
  ["without memory", { cache: 0 }],
  ["without any link", { symlinks: "deny" }],
  [
    "with listings, extensions and variants",
    { listing: true, extensions: ["txt"], precompressed: true, compress: true },
  ],
];

it("there are at least 80 shapes", () => expect(TARGETS.length).toBeGreaterThanOrEqual(80));

describe.each(OPTIONS)("%s", (_, options) => {
  it("no shape of target shows what is outside, and each of them does what it should", async () => {
    const port = await listen(files(siteAmongSecrets(), options));
    for (const { target, content } of TARGETS) {
      for (const fields of ["", "Accept-Encoding: gzip, br\r\n", "Range: bytes=0-\r\n"]) {
        const received = await exchange(port, get(target, `${fields}Connection: close\r\n`));
        expect(received, target).not.toContain(SECRET);
        expect(received, target).not.toContain("root:");
        const { message, rest } = firstMessage(received);
        expect(rest, target).toBe("");
        expect(message, target).not.toBeNull();
        const status = message?.status ?? 0;
        if (content === undefined) expect([301, 400, 403, 404], target).toContain(status);
        else if (fields.startsWith("Accept")) expect(status, target).toBe(200);
        else expect(message?.content, target).toBe(content);
      }
    }
  });

  it("no redirect leads to another host", async () => {
    const port = await listen(files(siteAmongSecrets(), options));
    const targets = [
      ...TARGETS.map(({ target }) => target),
      "/folder",
      "/folder?//evil.example",
      "/folder?<svg onload=x>",
    ];
    let redirects = 0;
    for (const target of targets) {
      const received = await exchange(port, get(target, "Connection: close\r\n"));
      const location = firstMessage(received).message?.fields.get("location");
      if (location === undefined) continue;
      redirects++;
      expect(location, target).toMatch(/^\/(?![/\\])/);
      expect(new URL(location, "http://host").host, target).toBe("host");
      expect(received, target).toMatch(/\r\nContent-Type: text\/plain/i);
    }
    expect(redirects).toBeGreaterThanOrEqual(2);
  });
});

it("links are followed out of the root where they are to be", async () => {
  const port = await listen(files(siteAmongSecrets(), { symlinks: "follow" }));
  const answer = firstMessage(await exchange(port, get("/link.txt"))).message;
  expect(answer?.content).toBe(SECRET);
  for (const target of ["/loop1", "/dangling", "/.env", "/../secret.txt"]) {
    expect(firstMessage(await exchange(port, get(target))).message?.status, target).toBeGreaterThanOrEqual(400);
  }
});

describe("for any octets of a target", () => {
  const piece = fc.oneof(
    fc.constantFrom("/", "//", ".", "..", "%2e", "%2F", "%5C", "\\", "%00", "%", "?", "#", ";", ":", "a.txt", "folder"),
    fc.constantFrom(
      "linked",
      "link.txt",
      "secret.txt",
      "site-secret",
      "all",
      "etc",
      "passwd",
      "proc",
      ".env",
      "%c0%af",
    ),
    fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((octet) => String.fromCharCode(octet)), maxLength: 4 }),
  );
  const target = fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`);

  it("the content is part of a file inside, or a text of ours", async () => {
    const port = await listen(files(siteAmongSecrets(), {}));
    await fc.assert(
      fc.asyncProperty(target, async (text) => {
        const received = await exchange(port, get(text, "Connection: close\r\n"));
        const { message } = firstMessage(received);
        expect(received).not.toContain(SECRET);
        if (message === null) expect(received).toBe("");
        else if (message.status === 200) expect(INSIDE).toBe(message.content);
        else if (message.status === 301) expect(message.content).toMatch(/^The page is at \/(?!\/)/);
        else expect([...TEXTS, "400 Bad Request\n", "414 URI Too Long\n"]).toContain(message.content);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a link that is put in the place of a folder", () => {
  it("shows nothing of where it leads, however the file was asked for before", async () => {
    const site = siteAmongSecrets();
    const port = await listen(files(site));
    const path = join(site, "swapped");
    mkdirSync(path);
    writeFileSync(join(path, "secret.txt"), INSIDE);
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (let i = 0; i < 3; i++) {
      expect(firstMessage(await exchange(port, get("/swapped/secret.txt"))).message?.content).toBe(INSIDE);
    }
    const { renameSync } = await import("node:fs");
    // The same file, by its inode, is outside now, and the path leads to it still.
    renameSync(path, join(site, "../moved"));
    symlinkSync(realpathSync(join(site, "../moved")), path);
    expect(firstMessage(await exchange(port, get("/swapped/secret.txt"))).message?.status).toBe(404);
  });
});
