// Signing in, sessions, and what a page of another site cannot do.

import { describe, expect, it } from "vitest";
import { FULL_COST, hashPassword, verifyPassword } from "../people/password.js";
import { openDatabase } from "../storage/database.js";
import { ADMIN, clientOf, MEMBER, newPeople, newShowcase } from "./client.js";

const NEW = { name: "Grace", password: "a compiler first", role: "member" };

describe("passwords", () => {
  it("are kept as a hash with a salt of its own, and verified", async () => {
    const [first, second] = [await hashPassword("secret", FULL_COST), await hashPassword("secret", FULL_COST)];

    expect(first).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword("secret", first)).toBe(true);
    expect(await verifyPassword("Secret", first)).toBe(false);
  });

  it("are the same in each spelling of a character", async () => {
    expect(await verifyPassword("cafe\u0301", await hashPassword("caf\u00e9", { N: 1024, r: 8, p: 1 }))).toBe(true);
  });
});

describe("a session", () => {
  it("begins with name and password, in any case of the name, and ends when its person says so", async () => {
    const { showcase } = await newPeople();
    const client = clientOf(showcase);

    const begun = await client("POST", "/api/session", { json: { ...MEMBER, name: "ADA" } });
    expect(begun.status).toBe(201);
    expect(begun.body).toEqual({ user: { id: 2, name: "Ada", roles: ["member"] } });
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/i),
    ]);
    expect((await client("GET", "/api/session")).body.user.name).toBe("Ada");
    expect((await client("DELETE", "/api/session")).status).toBe(204);
    expect((await client("GET", "/api/session")).body).toEqual({ user: null });
  });

  it.each([
    { who: "a wrong password", json: { ...ADMIN, password: "wrong" } },
    { who: "an unknown name", json: { name: "nobody", password: ADMIN.password } },
    { who: "no password", json: { name: "nobody", password: "" } },
  ])("does not begin with $who, and the answer is the same", async ({ json }) => {
    const { visitor } = await newPeople();
    const { status, body, headers } = await visitor("POST", "/api/session", { json });

    expect([status, body.code, body.detail]).toEqual([
      401,
      "WRONG_CREDENTIALS",
      "Name and password do not belong together",
    ]);
    expect(headers.getSetCookie()).toEqual([]);
  });

  it("cannot be guessed at for long", async () => {
    const { visitor } = await newPeople();
    const statuses = [];
    for (let guess = 0; guess < 12; guess++) {
      statuses.push((await visitor("POST", "/api/session", { json: { name: "admin", password: "x" } })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  });

  it("outlives a restart, and not its person", async () => {
    const database = openDatabase(null);
    const before = newShowcase(database);
    const { id } = await before.people.add({ ...MEMBER, role: "member" });
    const begun = await clientOf(before)("POST", "/api/session", { json: MEMBER });
    const cookie = /^[^;]*/.exec(begun.headers.getSetCookie()[0] as string)?.[0] as string;

    const after = newShowcase(database);
    const ask = async () => (await after.app.request("/api/session", { headers: { cookie } })).json();
    expect(await ask()).toMatchObject({ user: { name: "Ada" } });
    after.people.remove(id);
    expect(await ask()).toEqual({ user: null });
  });

  it("is kept to https where people come by it", async () => {
    const showcase = newShowcase(openDatabase(null), { origin: "https://links.example" });
    await showcase.people.add({ ...MEMBER, role: "member" });
    const { headers } = await clientOf(showcase)("POST", "/api/session", { json: MEMBER });

    expect(headers.getSetCookie()[0]).toMatch(/^__Host-session=.*Secure/);
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=/);
  });
});

describe("people", () => {
  it("are for admins", async () => {
    const { admin, member, visitor } = await newPeople();

    expect((await visitor("GET", "/api/people")).status).toBe(401);
    expect((await member("GET", "/api/people")).status).toBe(403);
    expect((await member("POST", "/api/people", { json: NEW })).status).toBe(403);
    expect((await admin("GET", "/api/people")).body.people.map(({ name }: { name: string }) => name)).toEqual([
      "Ada",
      "admin",
    ]);
  });

  it("are added, sign in, and are removed; their links stay", async () => {
    const { showcase, admin } = await newPeople();
    const { status, body } = await admin("POST", "/api/people", { json: NEW });
    expect([status, body]).toEqual([201, { id: 3, name: "Grace", roles: ["member"] }]);

    const grace = clientOf(showcase);
    await grace("POST", "/api/session", { json: { name: NEW.name, password: NEW.password } });
    const link = await grace("POST", "/api/links", { json: { url: "https://example.org", title: "Example" } });
    expect((await admin("DELETE", "/api/people/3")).status).toBe(204);
    expect((await grace("GET", "/api/session")).body).toEqual({ user: null });
    expect((await admin("GET", `/api/links/${link.body.id}`)).body.owner).toBe(null);
  });

  it("have names of their own and passwords worth the name; nobody removes themselves", async () => {
    const { admin } = await newPeople();

    const taken = await admin("POST", "/api/people", { json: { ...NEW, name: "ada" } });
    expect(taken).toMatchObject({ status: 409, body: { code: "NAME_TAKEN", field: "name" } });
    const short = await admin("POST", "/api/people", { json: { ...NEW, password: "short" } });
    expect(short).toMatchObject({ status: 422, body: { errors: [{ path: ["password"] }] } });
    expect((await admin("DELETE", "/api/people/1")).body.code).toBe("OWN_ACCOUNT");
  });

  it("never tell their passwords", async () => {
    const { admin } = await newPeople();
    expect(JSON.stringify((await admin("GET", "/api/people")).body)).not.toMatch(/password|scrypt/);
  });
});

describe("a page of another site", () => {
  const FOREIGN = [
    { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
    { Origin: "https://evil.example" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "null" },
  ];
  it.each(FOREIGN)("changes nothing: %o", async (headers) => {
    const { admin } = await newPeople();
    const json = { url: "https://example.org", title: "Example" };

    expect(await admin("POST", "/api/links", { json, headers })).toMatchObject({
      status: 403,
      body: { code: "CROSS_ORIGIN" },
    });
    expect((await admin("DELETE", "/api/session", { headers })).status).toBe(403);
  });

  it("shows nothing of ours in a frame, and our page runs nothing of theirs", async () => {
    const client = clientOf(newShowcase());
    const { headers, body } = await client("GET", "/");

    expect(headers.get("content-security-policy")).toBe(
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    );
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/i);
    expect((await client("GET", "/api/links")).headers.get("content-security-policy")).toContain("default-src 'self'");
  });
});
