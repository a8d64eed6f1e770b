import { describe, expect, it } from "vitest";
import { sortingOf } from "../../src/listing/entry.js";
import { escapeHtml, humanSize, isoTime, pageEntry, pageStart } from "../../src/listing/page.js";

const entry = (name: string): string => pageEntry({ name, isFolder: false, size: 5, modified: 0 });

describe("a file's name is text, whatever it is", () => {
  it.each([
    [
      "<img src=x onerror=alert(1)>",
      '<a href="./%3Cimg%20src=x%20onerror=alert(1)%3E">&lt;img src=x onerror=alert(1)&gt;</a>',
    ],
    ['"><script>alert(1)</script>', "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"],
    ["a'b", '<a href="./a&#39;b">a&#39;b</a>'],
    ["javascript:alert(1)", '<a href="./javascript:alert(1)">'],
    ["//evil.example", '<a href="./%2F%2Fevil.example">'],
    ["a&amp;b", '<a href="./a&amp;amp;b">a&amp;amp;b</a>'],
    ["?sort=size#x", '<a href="./%3Fsort=size%23x">'],
    ["100%", '<a href="./100%25">100%</a>'],
    ["a\nb\u202etxt.exe", '<a href="./a%0Ab%E2%80%AEtxt.exe">a\ufffdb\ufffdtxt.exe</a>'],
    ["ä🐟", '<a href="./%C3%A4%F0%9F%90%9F">ä🐟</a>'],
  ])("%j", (name, html) => {
    expect(entry(name)).toContain(html);
    expect(entry(name).match(/</g)).toHaveLength(entry("a").match(/</g)?.length ?? 0);
  });

  it("and so is that of a folder, in the title and in the crumbs", () => {
    const page = pageStart(["<b>", '"&'], { sort: "name", order: "asc" });
    expect(page).toContain("<title>/&lt;b&gt;/&quot;&amp;</title>");
    expect(page).toContain('<a href="../../">/</a><a href="../">&lt;b&gt;/</a><a href="./">&quot;&amp;/</a>');
    expect(page).toContain('<a href="../">../</a>');
    expect(page).not.toMatch(/<b>|<script/);
  });
});

it("the root has no parent", () => {
  expect(pageStart([], { sort: "name", order: "asc" })).not.toContain('href="../"');
});

it("what is escaped stands for itself and ends no attribute", () => {
  expect(escapeHtml(`<>&"'\0\x1f\x7f`)).toBe("&lt;&gt;&amp;&quot;&#39;\ufffd\ufffd\ufffd");
});

describe("the order", () => {
  it.each([
    ["", "name", "asc"],
    ["sort=size", "size", "asc"],
    ["sort=modified&order=desc", "modified", "desc"],
    ["order=desc", "name", "desc"],
    ["sort=constructor&order=x", "name", "asc"],
    ["sort=%73ize", "size", "asc"],
    ["%zz&sort=size", "size", "asc"],
  ])("%j is by %s, %s", (query, sort, order) => expect(sortingOf(query)).toEqual({ sort, order }));

  it("is shown, and turned by the head of its column", () => {
    const page = pageStart([], { sort: "size", order: "asc" });
    expect(page).toContain('<th scope="col" aria-sort="ascending"><a href="?sort=size&amp;order=desc">Size ↑</a></th>');
    expect(page).toContain('<th scope="col"><a href="?sort=name&amp;order=asc">Name</a></th>');
  });
});

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [1, "1 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [102_400, "100 KiB"],
    [1_048_575, "1.0 MiB"],
    [10 * 1024 ** 3, "10.0 GiB"],
    [2 ** 53, "8.0 PiB"],
  ])("%d is %s", (octets, text) => expect(humanSize(octets)).toBe(text));
});

describe("times", () => {
  it.each([
    [784111777123, "1994-11-06T08:49:37Z"],
    [0, "1970-01-01T00:00:00Z"],
    [Number.NaN, "1970-01-01T00:00:00Z"],
    [1e300, "1970-01-01T00:00:00Z"],
  ])("%d is %s", (milliseconds, text) => expect(isoTime(milliseconds)).toBe(text));
});
