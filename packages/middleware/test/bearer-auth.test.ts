import { createApp, type Middleware } from "@sockeye/router";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type BearerUser, bearerAuth } from "../src/bearer-auth/index.js";
import { thenable } from "./thenable.js";

function ask(auth: Middleware<{ user: object | null }>, authorization?: string): Promise<Response> {
  const app = createApp({ report: () => {} })
    .use(auth)
    .get("/", (c) => ({ user: c.state.user }));
  return app.request("/?access_token=abc", {
    headers: authorization === undefined ? {} : { Authorization: authorization },
  });
}

describe("a list of tokens", () => {
  const auth = bearerAuth({ tokens: { backup: "abc", deploy: "def" }, realm: "api" });

  it.each<[rule: string, authorization: string | undefined, status: number, field: string | null]>([
    ["one of them", "Bearer abc", 200, null],
    ["another of them", "Bearer def", 200, null],
    [
      "one that is in no list",
      "Bearer abd",
      401,
      'Bearer realm="api", error="invalid_token", error_description="The token is not valid"',
    ],
    ["none, though one is in the URL", undefined, 401, 'Bearer realm="api"'],
    ["another scheme", "Basic abc", 401, 'Bearer realm="api"'],
    ["what is no token", "Bearer a b", 400, 'Bearer realm="api", error="invalid_request"'],
  ])("%s", async (_rule, authorization, status, field) => {
    const response = await ask(auth, authorization);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, field]);
  });

  it("gives the name", async () => {
    expect(await (await ask(auth, "Bearer def")).json()).toEqual({ user: { name: "deploy" } });
    expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: BearerUser }>>();
  });

  it("makes no promise", () => {
    const app = createApp()
      .use(auth)
      .get("/", () => "");
    const request = new Request("http://localhost/", { headers: { Authorization: "Bearer abc" } });
    expect(app.fetch(request)).toBeInstanceOf(Response);
  });
});

it("asks a function", async () => {
  const auth = bearerAuth({ verify: async (token) => (token === "abc" ? { id: 7 } : undefined) });
  expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: { id: number } }>>();
  expect(await (await ask(auth, "Bearer abc")).json()).toEqual({ user: { id: 7 } });
  expect((await ask(auth, "Bearer abd")).status).toBe(401);
});

it("takes no thenable for a user", async () => {
  expect((await ask(bearerAuth({ verify: () => thenable(null) }), "Bearer abc")).status).toBe(401);
});

it("is for some only, where it is optional", async () => {
  const auth = bearerAuth({ tokens: { a: "abc" }, optional: true });
  expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: BearerUser | null }>>();
  expect(await (await ask(auth)).json()).toEqual({ user: null });
  expect((await ask(auth, "Bearer x")).status).toBe(401);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["neither of both", {}, /Expected one of tokens, verify/],
  ["a token that no field can hold", { tokens: { a: "b c" } }, /tokens\.a: Expected a token68/],
  ["an unknown option", { tokens: { a: "b" }, token: "c" }, /Unrecognized key: "token"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => bearerAuth(options as never)).toThrow(problem);
});
