// The links: what can be asked, and who may change what.

import { beforeEach, describe, expect, it } from "vitest";
import { type Client, newPeople } from "./client.js";

let admin: Client;
let member: Client;
let visitor: Client;
beforeEach(async () => {
  ({ admin, member, visitor } = await newPeople());
});

const FETCH = { url: "https://fetch.spec.whatwg.org/", title: "Fetch Standard", tags: ["Web", "standard"] };

async function addNumbered(count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await member("POST", "/api/links", {
      json: {
        url: `https://example.org/${number}`,
        title: `Example ${String(number).padStart(2, "0")}`,
        tags: [number % 2 ? "odd" : "even"],
      },
    });
  }
}
const titles = ({ body }: { body: { links: { title: string }[] } }): string[] => body.links.map(({ title }) => title);

describe("a link", () => {
  it("is added, found at its Location, and has an entity-tag", async () => {
    const { status, headers, body } = await member("POST", "/api/links", { json: FETCH });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      url: "https://fetch.spec.whatwg.org/",
      title: "Fetch Standard",
      description: "",
      slug: "fetch-standard",
      tags: ["standard", "web"],
      owner: "Ada",
      visits: 0,
      version: 1,
    });
    const found = await visitor("GET", headers.get("location") as string);
    expect(found.body).toEqual(body);
    expect(found.headers.get("etag")).toBe('"1"');
  });

  it.each([
    { rule: "no script", json: { ...FETCH, url: "javascript:alert(1)" }, path: ["url"] },
    { rule: "no data", json: { ...FETCH, url: "data:text/html,hi" }, path: ["url"] },
    { rule: "an address", json: { ...FETCH, url: "example.org" }, path: ["url"] },
    { rule: "no password in it", json: { ...FETCH, url: "https://me:secret@example.org/" }, path: ["url"] },
    { rule: "a title", json: { ...FETCH, title: "  " }, path: ["title"] },
    { rule: "tags are words", json: { ...FETCH, tags: ["two words"] }, path: ["tags", 0] },
    { rule: "a short name is a word", json: { ...FETCH, slug: "../etc" }, path: ["slug"] },
    { rule: "nothing else", json: { ...FETCH, owner: "admin" }, path: [] },
  ])("has to have $rule", async ({ json, path }) => {
    const { status, body } = await member("POST", "/api/links", { json });

    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ in: "json", path }]);
    expect((await visitor("GET", "/api/links")).body.total).toBe(0);
  });

  it("is there once: its address and its short name are its own", async () => {
    const first = await member("POST", "/api/links", { json: { ...FETCH, slug: "fetch" } });
    const sameUrl = await member("POST", "/api/links", { json: { ...FETCH, url: "HTTPS://fetch.spec.whatwg.org" } });
    const sameSlug = await member("POST", "/api/links", {
      json: { ...FETCH, url: "https://example.org", slug: "fetch" },
    });

    expect(sameUrl).toMatchObject({ status: 409, body: { code: "DUPLICATE", field: "url", link: first.body.id } });
    expect(sameSlug).toMatchObject({ status: 409, body: { code: "DUPLICATE", field: "slug", link: first.body.id } });
  });

  it("gets a short name of its own where none is said", async () => {
    const urls = ["https://a.example/", "https://b.example/", "https://c.example/"];
    const slugs = [];
    for (const url of urls) {
      slugs.push((await member("POST", "/api/links", { json: { url, title: "Crème brûlée!" } })).body.slug);
    }
    expect(slugs).toEqual(["creme-brulee", "creme-brulee-2", "creme-brulee-3"]);
  });

  it("is changed in part, as it was seen, or not at all", async () => {
    const { body } = await member("POST", "/api/links", { json: FETCH });
    const path = `/api/links/${body.id}`;

    const changed = await member("PATCH", path, { json: { title: "Fetch" }, headers: { "If-Match": '"1"' } });
    expect(changed.body).toEqual({ ...body, title: "Fetch", version: 2 });
    const late = await member("PATCH", path, { json: { title: "Late" }, headers: { "If-Match": '"1"' } });
    expect(late).toMatchObject({ status: 412, body: { code: "STALE" } });
    expect(late.headers.get("etag")).toBe('"2"');
    expect((await visitor("GET", path)).body.title).toBe("Fetch");
  });

  it("is found by what it has become, and no longer by what it was", async () => {
    const { body } = await member("POST", "/api/links", { json: FETCH });
    await member("PATCH", `/api/links/${body.id}`, { json: { title: "Requests", tags: ["http"] } });

    expect((await visitor("GET", "/api/links?q=requests")).body.total).toBe(1);
    expect((await visitor("GET", "/api/links?q=standard")).body.total).toBe(0);
    expect((await visitor("GET", "/api/tags")).body.tags).toEqual([{ tag: "http", links: 1 }]);
  });

  it("is gone when it is deleted, also from search and tags", async () => {
    const { body } = await member("POST", "/api/links", { json: FETCH });
    expect((await member("DELETE", `/api/links/${body.id}`)).status).toBe(204);

    expect((await visitor("GET", `/api/links/${body.id}`)).status).toBe(404);
    expect((await visitor("GET", "/api/links?q=fetch")).body.total).toBe(0);
    expect((await visitor("GET", "/api/tags")).body.tags).toEqual([]);
    expect((await visitor("GET", "/go/fetch-standard")).status).toBe(404);
    expect((await member("DELETE", `/api/links/${body.id}`)).status).toBe(404);
  });
});

describe("who may", () => {
  it("add links: whoever has signed in", async () => {
    const { status, headers, body } = await visitor("POST", "/api/links", { json: FETCH });
    expect([status, body.code, headers.get("www-authenticate")]).toEqual([401, "UNAUTHENTICATED", "Session"]);
  });

  it("change one: who has added it, and admins", async () => {
    const byAdmin = await admin("POST", "/api/links", { json: FETCH });
    const byMember = await member("POST", "/api/links", { json: { ...FETCH, url: "https://example.org" } });

    for (const method of ["PATCH", "DELETE"]) {
      const foreign = await member(method, `/api/links/${byAdmin.body.id}`, { json: {} });
      expect(foreign).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
      expect((await visitor(method, `/api/links/${byMember.body.id}`, { json: {} })).status).toBe(401);
    }
    expect((await admin("PATCH", `/api/links/${byMember.body.id}`, { json: { title: "Better" } })).status).toBe(200);
    expect((await admin("DELETE", `/api/links/${byMember.body.id}`)).status).toBe(204);
  });
});

describe("the list", () => {
  it("comes in pages, the newest first", async () => {
    await addNumbered(5);

    const first = await visitor("GET", "/api/links?limit=2");
    expect([titles(first), first.body.total]).toEqual([["Example 05", "Example 04"], 5]);
    expect(titles(await visitor("GET", "/api/links?limit=2&offset=4"))).toEqual(["Example 01"]);
    expect(titles(await visitor("GET", "/api/links?limit=2&offset=9"))).toEqual([]);
  });

  it("is of one tag, and in another order", async () => {
    await addNumbered(5);
    await visitor("GET", "/go/example-02");

    expect(titles(await visitor("GET", "/api/links?tag=odd&sort=title"))).toEqual([
      "Example 01",
      "Example 03",
      "Example 05",
    ]);
    expect(titles(await visitor("GET", "/api/links?sort=visits&limit=1"))).toEqual(["Example 02"]);
    expect((await visitor("GET", "/api/tags")).body.tags).toEqual([
      { tag: "odd", links: 3 },
      { tag: "even", links: 2 },
    ]);
  });

  it.each([
    { q: "fetch", finds: ["Fetch Standard", "Streams"], rule: "a title says more than a description" },
    { q: "FET stand", finds: ["Fetch Standard"], rule: "all words, as beginnings" },
    { q: "whatwg", finds: ["Fetch Standard"], rule: "addresses" },
    { q: "https", finds: [], rule: "not by what all addresses have" },
    { q: "streaming", finds: ["Streams"], rule: "tags" },
    { q: "brulee", finds: ["Crème brûlée"], rule: "without the marks of letters" },
    { q: "crème", finds: ["Crème brûlée"], rule: "with them" },
    { q: '"fetch NOT streams', finds: [], rule: "operators are words" },
    { q: "* ( ) : ^ -", finds: ["Crème brûlée", "Streams", "Fetch Standard"], rule: "signs are nothing" },
    { q: "nothing", finds: [], rule: "nothing" },
  ])("finds $rule: $q", async ({ q, finds }) => {
    await member("POST", "/api/links", { json: FETCH });
    await member("POST", "/api/links", {
      json: { url: "https://example.org/", title: "Streams", description: "What fetch gives", tags: ["streaming"] },
    });
    await member("POST", "/api/links", { json: { url: "https://example.org/c", title: "Crème brûlée" } });

    expect(titles(await visitor("GET", `/api/links?q=${encodeURIComponent(q)}`))).toEqual(finds);
  });

  it.each(["limit=0", "limit=1000", "offset=-1", "sort=best", "tag=a%20b"])("refuses %s", async (query) => {
    expect((await visitor("GET", `/api/links?${query}`)).status).toBe(422);
  });
});

describe("/go", () => {
  it("leads to the link, and counts", async () => {
    await member("POST", "/api/links", { json: { ...FETCH, slug: "fetch" } });

    const { status, headers } = await visitor("GET", "/go/fetch");
    expect([status, headers.get("location"), headers.get("cache-control")]).toEqual([302, FETCH.url, "no-store"]);
    expect((await visitor("GET", "/api/links")).body.links[0]).toMatchObject({ visits: 1, version: 1 });
    expect((await visitor("GET", "/go/nothing")).status).toBe(404);
  });
});
