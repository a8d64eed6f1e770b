// What was published about other servers of files, as requests to ours: each shape once, against the same folder.

import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { files, type StaticOptions } from "../../src/index.js";
import { folder } from "../folder.js";
import { exchange, firstMessage, get, listen } from "./peer.js";

const SECRET = "SECRET";

function tree(): string {
  const base = folder({
    "public-restricted/x": SECRET,
    "private.txt": SECRET,
    "public/index.html": "page",
    "public/dir/index.html": "page",
    "public/ok.html": "page",
    "public/.env": SECRET,
    "public/TLS.PEM": "page",
  });
  symlinkSync("../private.txt", join(base, "public/linked"));
  writeFileSync(join(base, "public/<img src=x onerror=alert(1)>"), "");
  return join(base, "public");
}

interface Advisory {
  readonly id: string;
  readonly of: string;
  readonly what: string;
  readonly target: string;
  readonly fields?: string;
  readonly statuses: readonly number[];
}

const row = (id: string, of: string, what: string, target: string, ...statuses: readonly number[]): Advisory => ({
  id,
  of,
  what,
  target,
  statuses,
});
const sent = (id: string, of: string, what: string, fields: string, ...statuses: readonly number[]): Advisory => ({
  id,
  of,
  what,
  target: "/ok.html",
  fields,
  statuses,
});

const ADVISORIES: readonly Advisory[] = [
  row("CVE-2014-6394", "send", "a sibling that begins like the root", "/../public-restricted/x", 400),
  row("CVE-2014-3744", "st", "encoded dots", "/%2e%2e/%2e%2e/etc/passwd", 400),
  row("CVE-2015-8859", "send", "the root's path in an error", "/%2e%2e/nothing", 400),
  row("CVE-2015-1164", "serve-static", "a redirect to another host", "//evil.example/%2e%2e", 400),
  row("CVE-2017-16224", "st", "a redirect to another host", "//evil.example/%2e%2e", 400),
  sent("CVE-2015-9242", "ecstatic", "a date that throws", "If-Modified-Since: +275760-09-13\r\n", 200),
  row("CVE-2016-10703", "ecstatic", "a long run of NULs", `/${"%00".repeat(2500)}`, 400),
  row("CVE-2019-10775", "ecstatic", "a form feed in a redirect", "/dir%0c", 404),
  sent("CVE-2017-16119", "fresh", "a long If-None-Match", `If-None-Match: ${'W/"'.repeat(4000)}\r\n`, 200),
  row("CVE-2018-3712", "serve", "encoded dots and slashes", "/..%2f..%2fetc%2fpasswd", 400, 404),
  row("CVE-2019-5417", "serve", "encoded dots and slashes", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 400),
  row("CVE-2018-3809", "serve", "a denied name, spelled otherwise", "/%2eenv", 400, 404),
  row("CVE-2019-5415", "serve", "a denied name in capitals", "/.ENV", 404),
  row("CVE-2017-16xxx", "toy servers", "plain dots", "/../../../etc/passwd", 400),
  row("CVE-2018-3732", "resolve-path", "a drive-relative path", "/C:../../x", 400, 404),
  row("CVE-2020-5284", "next", "dots inside", "/_next/static/../server/pages-manifest.json", 400),
  row("CVE-2021-28861", "python http.server", "a redirect to another host", "//evil.example/%2f..", 400),
  row("CVE-2023-34092", "vite", "a denied name behind two slashes", "//.env", 400),
  row("CVE-2024-43799", "send", "markup in a redirect", "/dir?<svg onload=x>", 400),
  row("CVE-2024-43800", "serve-static", "markup in a redirect, encoded", "/dir?%3Csvg%20onload=x%3E", 301),
  row("CVE-2025-30208", "vite", "a query that skips the check", "/@fs/etc/passwd?import&raw??", 404),
  row("CVE-2025-31125", "vite", "a query that skips the check", "/etc/passwd?.svg?.wasm?init", 404),
  row("CVE-2025-31486", "vite", "dots behind a question mark", "/@fs/x/?/../../../etc/passwd?import&?raw", 404),
  row("CVE-2025-32395", "vite", "a number sign", "/@fs/root/#/../../../../etc/passwd", 400),
  row("CVE-2025-46565", "vite", "a denied name and a dot", "/.env/.", 400),
  row("CVE-2025-58751", "sirv, vite", "a link out of the root", "/linked", 404),
  row("CVE-2025-58751", "sirv, vite", "a file beside the root", "/../private.txt", 400),
  row("CVE-2025-58752", "vite", "an HTML file beside the root", "/../x.html", 400),
  row("CVE-2025-62522", "vite on Windows", "a backslash at the end", "/.env\\", 400),
  row("CVE-2026-53571", "vite on Windows", "a stream", "/.env::$DATA?raw", 404),
  row("CVE-2026-53571", "vite on Windows", "a short name", "/TLS~1.PEM", 404),
  row("GHSA-q5qw-h33p-qvwr", "hono", "an encoded slash past a guard", "/dir%2Findex.html", 400),
  row("GHSA-wc8c-qw6v-h7f6", "@hono/node-server", "an encoded slash past a guard", "/dir%2findex.html", 400),
  row("CVE-2026-39406", "@hono/node-server", "two slashes past a guard", "//dir/index.html", 400),
  row("CVE-2026-54286", "hono on Windows", "an encoded backslash past a guard", "/dir%5Cindex.html", 400),
  row("CVE-2026-6414", "@fastify/static", "an encoded slash past a guard", "/dir%2Findex.html", 400),
  row("GHSA-pr96-94w5-mx2h", "@fastify/static", "a listing above the root", "/dir/../../", 400),
  row("CVE-2026-15074", "@fastify/static", "dots that do not lead, past a guard", "/dir/../private.txt", 400),
  row("CVE-2026-7120", "@fastify/static", "a path that is checked before it is normalized", "/./ok.html", 400),
  row("GHSA-423g-23ch-w7c6", "@fastify/static", "a dot segment at the end, past a guard", "/dir/index.html/.", 400),
  sent(
    "not published",
    "sirv",
    "a position beyond 2^53 ends the process",
    "Range: bytes=0-99999999999999999999\r\n",
    206,
  ),
  sent("not published", "sirv", "a range backwards ends the process", "Range: bytes=5-2\r\n", 200),
  sent("not published", "sirv", "a part of a coding's name", "Accept-Encoding: notgzip\r\n", 200),
  row("not published", "http-server", "a redirect to another host", "//evil.example/%2e%2e/dir", 400),
  row("not published", "serve-static", "a redirect behind a backslash", "/\\evil.example/..%2fdir", 400),
];

const OPTIONS: StaticOptions = { listing: true, extensions: ["html"], precompressed: true, fallback: "none.html" };

describe("what was published", () => {
  it.each(ADVISORIES)("$id, $of: $what", async ({ target, fields = "", statuses }) => {
    const port = await listen(files(tree(), OPTIONS));
    const received = await exchange(port, get(target, fields) + get("/ok.html"));
    const { message, rest } = firstMessage(received);
    expect(statuses).toContain(message?.status);
    expect(received).not.toContain(SECRET);
    expect(received).not.toMatch(/root:|sockeye-static-/);
    const location = message?.fields.get("location");
    if (location !== undefined) expect(new URL(location, "http://host").host).toBe("host");
    expect(message?.content ?? "").not.toContain("<svg");
    // The server is there, and on a refused path the connection is not.
    if (rest !== "") expect(firstMessage(rest).message?.content).toBe("page");
    expect(firstMessage(await exchange(port, get("/ok.html"))).message?.status).toBe(200);
  });

  it("CVE-2025-11966, vertx-web: markup in the name of a file", async () => {
    const port = await listen(files(tree(), { ...OPTIONS, index: false }));
    const received = await exchange(port, get("/"));
    expect(received).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(received).not.toContain("<img");
  });
});
