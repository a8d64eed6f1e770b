// Files that links come in and go out by.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Link } from "../links/link.js";
import type { Entry } from "../links/link-store.js";
import { readBookmarksHtml } from "../transfer/bookmarks-html.js";
import { FORMATS, readLinks } from "../transfer/formats.js";
import { entryOf, type RefusedLink } from "../transfer/found-link.js";
import { readMarkdownList } from "../transfer/markdown-list.js";
import { newPeople, newShowcase } from "./client.js";

// As Chrome and Firefox write them: names in capitals, tags that are never closed.
const BOOKMARKS = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1700000000" TAGS="one,two" SHORTCUTURL="ay">A &amp; B &lt;3</A>
        <DD>Some text
        in two lines
        <DT><H3>Dev &amp; Ops</H3>
        <DL><p>
            <DT><A HREF="https://b.example" ICON="data:image/png;base64,AAAA">B</A>
            <DT><A HREF="javascript:void(0)">Bookmarklet</A>
        </DL><p>
        <DT><A HREF="https://c.example/"></A>
    </DL><p>
    <DT><A HREF="place:sort=8">Most visited</A>
</DL><p>
`;

const MARKDOWN = `# My links

- [Top](https://top.example)

## Data *bases*

A [link in prose](https://prose.example) is none of the list.

- [SQLite \`docs\`](https://sqlite.org/docs.html "title") — the **documentation** & more #sql #c++
  - [child](<https://child.example/a b>): below
- <https://auto.example/>
- no link

### Graphs
1. [numbered](https://numbered.example) - with a hyphen

## Other
* [star](https://star.example) [second](https://second.example)
`;

describe("bookmarks of a browser", () => {
  it("are read with folders, tags, dates, short names and descriptions", () => {
    expect(readBookmarksHtml(BOOKMARKS).map(entryOf)).toEqual([
      {
        url: "https://a.example/?x=1&y=2",
        title: "A & B <3",
        description: "Some text in two lines",
        tags: ["one", "two"],
        slug: "ay",
        created: "2023-11-14T22:13:20.000Z",
      },
      { url: "https://b.example/", title: "B", description: "", tags: ["dev-ops"] },
      {
        url: "javascript:void(0)",
        title: "Bookmarklet",
        reason: "Expected an address that begins with https:// or http://",
      },
      { url: "https://c.example/", title: "https://c.example/", description: "", tags: [] },
      {
        url: "place:sort=8",
        title: "Most visited",
        reason: "Expected an address that begins with https:// or http://",
      },
    ] satisfies (Entry | RefusedLink)[]);
  });
});

describe("a Markdown list", () => {
  it("is read with headings as tags; text behind a link describes it", () => {
    expect(readMarkdownList(MARKDOWN).map(entryOf)).toEqual([
      { url: "https://top.example/", title: "Top", description: "", tags: [] },
      {
        url: "https://sqlite.org/docs.html",
        title: "SQLite docs",
        description: "the documentation & more",
        tags: ["c++", "data-bases", "sql"],
      },
      { url: "https://child.example/a%20b", title: "child", description: "below", tags: ["data-bases"] },
      { url: "https://auto.example/", title: "https://auto.example/", description: "", tags: ["data-bases"] },
      {
        url: "https://numbered.example/",
        title: "numbered",
        description: "with a hyphen",
        tags: ["data-bases", "graphs"],
      },
      { url: "https://star.example/", title: "star", description: "second", tags: ["other"] },
    ] satisfies Entry[]);
  });
});

describe("what was exported", () => {
  // Text as it may be added: one line, without spaces at its ends.
  const text = (most: number) =>
    fc.string({ unit: "grapheme", minLength: 1, maxLength: most }).map((value) => value.replace(/\s+/g, " ").trim());
  const entry = fc.record({
    url: fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => new URL(url).href),
    title: text(40).filter((title) => title !== ""),
    description: text(60),
    tags: fc
      .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9+#._-]{0,8}$/), { maxLength: 3 })
      .map((tags) => [...tags].sort()),
  });

  it.each(["html", "json", "markdown"] as const)("by %s comes back as it was", (format) => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ url }) => url, minLength: 1, maxLength: 8 }), (entries) => {
        fc.pre(format !== "markdown" || entries.every(({ description }) => !/(?:^|\s)#/.test(description)));
        const { links } = newShowcase();
        links.addAll(entries, null);
        const file = [...FORMATS[format].write(links.each())].join("");
        const back = (readLinks(file) ?? []).map(entryOf) as Entry[];

        const known = ({ url, title, description, tags }: Pick<Link, "url" | "title" | "description" | "tags">) => ({
          url,
          title,
          description,
          tags,
        });
        expect(back.map(known)).toEqual([...links.each()].map(known));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the routes", () => {
  const upload = (text: string): FormData => {
    const form = new FormData();
    form.append("file", new File([text], "bookmarks.html", { type: "text/html" }));
    return form;
  };

  it("take a file by multipart, leave known addresses alone, and say what was refused", async () => {
    const { member, visitor } = await newPeople();

    expect((await visitor("POST", "/api/import", { body: upload(BOOKMARKS) })).status).toBe(401);
    const first = await member("POST", "/api/import", { body: upload(BOOKMARKS) });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ added: 3, known: 0 });
    expect(first.body.refused.map(({ title }: { title: string }) => title)).toEqual(["Bookmarklet", "Most visited"]);
    expect((await member("POST", "/api/import", { body: upload(BOOKMARKS) })).body).toMatchObject({
      added: 0,
      known: 3,
    });
    expect((await visitor("GET", "/api/links?tag=dev-ops")).body.total).toBe(1);
    expect((await visitor("GET", "/go/ay")).headers.get("location")).toBe("https://a.example/?x=1&y=2");
  });

  it.each([
    { rule: "no file", form: new FormData(), code: "INPUT_INVALID" },
    { rule: "an empty one", form: upload(""), code: "INPUT_INVALID" },
    { rule: "broken JSON", form: upload('[{"url": 1'), code: "FILE_MALFORMED" },
    { rule: "JSON of another kind", form: upload("[{}]"), code: "FILE_MALFORMED" },
    {
      rule: "too many links",
      form: upload(Array.from({ length: 5001 }, (_, i) => `- <https://e.example/${i}>`).join("\n")),
      code: "FILE_TOO_LONG",
    },
  ])("refuse $rule", async ({ form, code }) => {
    const { member } = await newPeople();
    const { status, body } = await member("POST", "/api/import", { body: form });
    expect([status, body.code]).toEqual([422, code]);
  });

  it("refuse what is too large", async () => {
    const { member } = await newPeople();
    const { status } = await member("POST", "/api/import", { body: upload("x".repeat(6 * 1024 * 1024)) });
    expect(status).toBe(413);
  });

  it.each([
    { format: "html", type: "text/html; charset=utf-8", file: "bookmarks.html", begins: "<!DOCTYPE NETSCAPE" },
    { format: "markdown", type: "text/markdown; charset=utf-8", file: "links.md", begins: "# Links" },
    { format: "json", type: "application/json", file: "links.json", begins: "[\n{" },
  ])("give all links as $format, to be saved", async ({ format, type, file, begins }) => {
    const { member, visitor } = await newPeople();
    await member("POST", "/api/links", { json: { url: "https://example.org", title: "<b>&amp;" } });
    const { headers, body } = await visitor("GET", `/api/export/${format}`);

    expect(headers.get("content-type")).toBe(type);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${file}"`);
    expect(typeof body === "string" ? body : JSON.stringify(body, null, 0).replace("[{", "[\n{")).toContain(begins);
    expect((await visitor("GET", "/api/export/xml")).status).toBe(422);
  });
});
