// JSON Web Tokens: keys that rotate at a real endpoint, and tokens that must not pass.

import type { Server } from "@sockeye/core";
import { createApp, type Middleware, reply } from "@sockeye/router";
import * as jose from "jose";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type JwtUser, jwt } from "../src/jwt/index.js";
import { serving } from "./serving.js";

const SECRET = "a secret of thirty-two characters";
const secretKey = new TextEncoder().encode(SECRET);

function ask(auth: Middleware<{ user: object | null }>, headers: Record<string, string>): Promise<Response> {
  const app = createApp({ report: () => {} })
    .use(auth)
    .get("/", (c) => ({ user: c.state.user }));
  return app.request("/", { headers });
}

const bearing = (token: string): { Authorization: string } => ({ Authorization: `Bearer ${token}` });

interface TokenInit {
  readonly alg?: string;
  readonly claims?: jose.JWTPayload;
  readonly header?: object;
  readonly key?: Uint8Array | jose.CryptoKey;
}

function token({ alg = "HS256", claims = {}, header = {}, key = secretKey }: TokenInit = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new jose.SignJWT({ sub: "ada", iat: now, exp: now + 60, ...claims })
    .setProtectedHeader({ alg, ...header })
    .sign(key);
}

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

describe("a secret", () => {
  const auth = jwt({ secret: SECRET, issuer: "https://id.example", audience: ["api", "admin"], maxTokenAge: 3600 });
  const good = { iss: "https://id.example", aud: "api" };
  const now = Math.floor(Date.now() / 1000);

  it("lets in whose token it signed", async () => {
    const response = await ask(
      auth,
      bearing(await token({ claims: { ...good, scope: "read write", roles: ["editor", 7] } })),
    );
    expect(await response.json()).toEqual({
      user: {
        id: "ada",
        scopes: ["read", "write"],
        roles: ["editor"],
        claims: expect.objectContaining({ sub: "ada", iss: "https://id.example" }),
      },
    });
    expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: JwtUser }>>();
  });

  it.each<[rule: string, make: () => string | Promise<string>, description: string]>([
    ["expired", () => token({ claims: { ...good, exp: now - 10 } }), "The token has expired"],
    ["not valid yet", () => token({ claims: { ...good, nbf: now + 60 } }), "The claim nbf does not fit"],
    ["without an end", () => token({ claims: { ...good, exp: undefined as never } }), "The claim exp does not fit"],
    [
      "too old, though it says otherwise",
      () => token({ claims: { ...good, iat: now - 4000 } }),
      "The token has expired",
    ],
    [
      "of another issuer",
      () => token({ claims: { ...good, iss: "https://evil.example" } }),
      "The claim iss does not fit",
    ],
    ["of no issuer", () => token({ claims: { aud: "api" } }), "The claim iss does not fit"],
    ["for others", () => token({ claims: { ...good, aud: "shop" } }), "The claim aud does not fit"],
    ["for nobody", () => token({ claims: { iss: good.iss } }), "The claim aud does not fit"],
    [
      "signed with another secret",
      () => token({ claims: good, key: new Uint8Array(32) }),
      "The signature does not fit",
    ],
    ["signed with another algorithm", () => token({ claims: good, alg: "HS512" }), "The algorithm is not allowed"],
    [
      "not signed",
      () => `${segment({ alg: "none" })}.${segment({ ...good, exp: now + 60 })}.`,
      "The algorithm is not allowed",
    ],
    [
      "with a critical extension",
      () =>
        token({ claims: good, header: { crit: ["x"], x: 1 } }).catch(
          () => `${segment({ alg: "HS256", crit: ["x"], x: 1 })}.${segment(good)}.AA`,
        ),
      "The token cannot be read",
    ],
    ["of another form", () => "abc.def", "The token cannot be read"],
    [
      "with content that was changed",
      async () => {
        const [header, , signature] = (await token({ claims: good })).split(".");
        return `${header}.${segment({ ...good, sub: "eve", exp: now + 60 })}.${signature}`;
      },
      "The signature does not fit",
    ],
  ])("refuses a token %s", async (_rule, make, description) => {
    const response = await ask(auth, bearing(await make()));
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe(
      `Bearer error="invalid_token", error_description="${description}"`,
    );
  });

  it("lets clocks differ a little", async () => {
    expect((await ask(auth, bearing(await token({ claims: { ...good, exp: now - 2 } })))).status).toBe(200);
  });

  it("wants a token", async () => {
    const response = await ask(auth, {});
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });
});

it("takes the token from a cookie where it is told to", async () => {
  const auth = jwt({ secret: SECRET, cookie: "token" });
  expect((await ask(auth, { Cookie: `token=${await token()}` })).status).toBe(200);
  expect((await ask(jwt({ secret: SECRET }), { Cookie: `token=${await token()}` })).status).toBe(401);
});

it("makes the user of the claims, or refuses", async () => {
  const auth = jwt({ secret: SECRET, user: async ({ sub }) => (sub === "ada" ? { name: sub } : null) });
  expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: { name: string } }>>();
  expect(await (await ask(auth, bearing(await token()))).json()).toEqual({ user: { name: "ada" } });
  expect((await ask(auth, bearing(await token({ claims: { sub: "eve" } })))).status).toBe(401);
});

it("is for some only, where it is optional", async () => {
  const auth = jwt({ secret: SECRET, optional: true });
  expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: JwtUser | null }>>();
  expect(await (await ask(auth, {})).json()).toEqual({ user: null });
  expect((await ask(auth, bearing("a.b.c"))).status).toBe(401);
});

describe.each(["RS256", "PS256", "ES256", "EdDSA"] as const)("a public key of %s", (alg) => {
  it("lets in whose token its private key signed, and nobody who signs with the public key itself", async () => {
    const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
    const jwk = await jose.exportJWK(publicKey);
    for (const key of [publicKey, jwk]) {
      const auth = jwt({ key, algorithms: [alg] });
      expect((await ask(auth, bearing(await token({ alg, key: privateKey })))).status).toBe(200);
      const { privateKey: other } = await jose.generateKeyPair(alg);
      expect((await ask(auth, bearing(await token({ alg, key: other })))).status).toBe(401);
      // The oldest trick: HMAC with what everybody knows.
      const forged = await token({ key: new TextEncoder().encode(JSON.stringify(jwk)) });
      expect((await ask(auth, bearing(forged))).status).toBe(401);
    }
  });
});

/** An issuer whose keys can be replaced, on a real server. */
class Issuer {
  fetches = 0;
  isBroken = false;
  server: Server | undefined;
  #published: jose.JWK[] = [];
  #current: { readonly kid: string; readonly privateKey: jose.CryptoKey } | null = null;

  async start(): Promise<void> {
    await this.rotate();
    this.server = await serving(() => {
      this.fetches++;
      return this.isBroken ? reply.text("broken", 500) : reply.json({ keys: this.#published });
    });
  }

  get url(): string {
    return `${this.server?.url}/jwks.json`;
  }

  /** @param keep whether the old keys stay published */
  async rotate({ keep = false } = {}): Promise<void> {
    const { publicKey, privateKey } = await jose.generateKeyPair("ES256", { extractable: true });
    const kid = `key-${Math.random()}`;
    const jwk = { ...(await jose.exportJWK(publicKey)), kid, alg: "ES256", use: "sig" };
    this.#published = keep ? [...this.#published, jwk] : [jwk];
    this.#current = { kid, privateKey };
  }

  token(header: object = {}): Promise<string> {
    const { kid, privateKey } = this.#current as { kid: string; privateKey: jose.CryptoKey };
    return token({ alg: "ES256", key: privateKey, header: { kid, ...header } });
  }
}

describe("a key set at an endpoint", () => {
  async function setUp(keySet: { maxAge?: number; cooldown?: number; staleAge?: number; timeout?: number } = {}) {
    const issuer = new Issuer();
    await issuer.start();
    const auth = jwt({ keySet: { url: issuer.url, ...keySet }, algorithms: ["ES256"] });
    const statusOf = async (text: string): Promise<number> => (await ask(auth, bearing(text))).status;
    return { issuer, statusOf };
  }

  it("is fetched once, however many tokens come", async () => {
    const { issuer, statusOf } = await setUp();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.token()));
    expect(await Promise.all(tokens.map(statusOf))).toEqual(tokens.map(() => 200));
    expect(await statusOf(await issuer.token())).toBe(200);
    expect(issuer.fetches).toBe(1);
  });

  it("is fetched again for a key that is not in it", async () => {
    const { issuer, statusOf } = await setUp({ cooldown: 0 });
    const before = await issuer.token();
    expect(await statusOf(before)).toBe(200);
    await issuer.rotate({ keep: true });
    expect(await statusOf(await issuer.token())).toBe(200);
    expect(await statusOf(before)).toBe(200);
    await issuer.rotate();
    expect(await statusOf(await issuer.token())).toBe(200);
    // Its key is gone from the set.
    expect(await statusOf(before)).toBe(401);
  });

  it("is not fetched for each token of an unknown key", async () => {
    const { issuer, statusOf } = await setUp();
    expect(await statusOf(await issuer.token())).toBe(200);
    const strange = await issuer.token({ kid: "nobody's" });
    expect(await Promise.all(Array.from({ length: 20 }, () => statusOf(strange)))).toEqual(Array(20).fill(401));
    expect(issuer.fetches).toBe(1);
  });

  it("is used on while the endpoint fails, and no longer than allowed", async () => {
    const { issuer, statusOf } = await setUp({ maxAge: 0, staleAge: 1500 });
    const text = await issuer.token();
    expect(await statusOf(text)).toBe(200);
    issuer.isBroken = true;
    expect(await statusOf(text)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    expect(await statusOf(text)).toBe(503);
    issuer.isBroken = false;
    // A fetch has failed just now.
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect(await statusOf(text)).toBe(200);
  });

  it("that cannot be had is 503, and the endpoint is not hammered", async () => {
    const { issuer, statusOf } = await setUp();
    issuer.isBroken = true;
    const text = await issuer.token();
    expect(await Promise.all(Array.from({ length: 20 }, () => statusOf(text)))).toEqual(Array(20).fill(503));
    expect(await statusOf(text)).toBe(503);
    // One a second at most.
    expect(issuer.fetches).toBeLessThan(4);
  });

  it("tries each key for a token that names none", async () => {
    const { issuer, statusOf } = await setUp();
    await issuer.rotate({ keep: true });
    expect(await statusOf(await issuer.token({ kid: undefined }))).toBe(200);
  });
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["no key", {}, /Expected one of secret, key, keySet/],
  ["a short secret", { secret: "short" }, /secret: Too small: expected string to have >=32/],
  ["a secret with an algorithm for key pairs", { secret: SECRET, algorithms: ["RS256"] }, /HS algorithms, and RS256/],
  [
    "a key set with an algorithm for secrets",
    { keySet: { keys: [] }, algorithms: ["HS256"] },
    /no HS algorithm, and HS256/,
  ],
  ["a key set without algorithms", { keySet: { keys: [] } }, /needs `algorithms`/],
  ["the algorithm none", { secret: SECRET, algorithms: ["none"] }, /algorithms\.0: Invalid option/],
  ["no algorithms", { secret: SECRET, algorithms: [] }, /algorithms: Too small/],
  [
    "a key set elsewhere than on the web",
    { keySet: { url: "file:///keys" }, algorithms: ["RS256"] },
    /keySet\.url: Invalid URL/,
  ],
  ["an unknown option", { secret: SECRET, audiance: "x" }, /Unrecognized key: "audiance"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => jwt(options as never)).toThrow(problem);
});
