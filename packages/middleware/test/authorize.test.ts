import { createApp, middleware } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { authorize } from "../src/authorize/index.js";
import { basicAuth } from "../src/basic-auth/index.js";
import { bearerAuth } from "../src/bearer-auth/index.js";
import { thenable } from "./thenable.js";

interface User {
  readonly name: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

const known = (user: User | null) => middleware<{ user: User | null }>((_c, next) => next({ user }));
const ada: User = { name: "ada", roles: ["editor"], scopes: ["read", "write"] };

describe("roles", () => {
  it.each<[rule: string, user: User | null, status: number, field: string | null]>([
    ["one of them is enough", ada, 200, null],
    ["none of them", { ...ada, roles: ["reader"] }, 403, null],
    ["no roles at all", { ...ada, roles: [] }, 403, null],
    ["somebody unknown", null, 401, "Bearer"],
  ])("%s", async (_rule, user, status, field) => {
    const app = createApp()
      .use(known(user))
      .use(authorize({ roles: ["admin", "editor"] }))
      .get("/", () => "in");
    const response = await app.request("/");
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, field]);
  });
});

describe("scopes", () => {
  it.each<[rule: string, user: User | null, status: number, field: string | null]>([
    ["all of them", ada, 200, null],
    ["one is missing", { ...ada, scopes: ["read"] }, 403, 'Bearer error="insufficient_scope", scope="read write"'],
    ["somebody unknown", null, 401, 'Basic realm="x"'],
  ])("%s", async (_rule, user, status, field) => {
    const app = createApp()
      .use(known(user))
      .use(authorize({ scopes: ["read", "write"], challenge: 'Basic realm="x"' }))
      .get("/", () => "in");
    const response = await app.request("/");
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, field]);
  });
});

describe("a function of the state", () => {
  it.each<[verdict: unknown, status: number]>([
    [true, 200],
    [false, 403],
    ["unknown", 401],
    [Promise.resolve(true), 200],
    [Promise.resolve(false), 403],
    [thenable(false), 403],
    [undefined, 403],
    [1, 403],
    ["yes", 403],
    [{}, 403],
  ])("%j", async (verdict, status) => {
    const app = createApp()
      .use(known(ada))
      .use(authorize((_state: { user: User | null }) => verdict as boolean))
      .get("/", () => "in");
    expect((await app.request("/")).status).toBe(status);
  });

  it("sees state and context", async () => {
    const app = createApp()
      .use(known(ada))
      .use(authorize({ allow: ({ user }: { user: User | null }, c) => c.params["name"] === user?.name }))
      .get("/users/:name", () => "in");
    expect((await app.request("/users/ada")).status).toBe(200);
    expect((await app.request("/users/eve")).status).toBe(403);
  });
});

it("guards 404 and 405 of its scope as well", async () => {
  const app = createApp()
    .use(known(null))
    .use(authorize({ roles: ["admin"] }))
    .get("/", () => "in");
  expect((await app.request("/nowhere")).status).toBe(401);
  expect((await app.request("/", { method: "POST" })).status).toBe(401);
});

it("does not compile where nothing tells who somebody is", () => {
  const app = createApp();
  // @ts-expect-error nothing has added `user`
  app.use(authorize({ roles: ["admin"] }));
  // @ts-expect-error nothing has added `user`
  app.use(authorize({ scopes: ["read"] }));
  // @ts-expect-error nothing has added `user`
  app.use(authorize(({ user }: { user: User }) => user.roles.length > 0));
  // @ts-expect-error the users of a list have no roles
  app.use(basicAuth({ users: { ada: "p" } })).use(authorize({ roles: ["admin"] }));
  // @ts-expect-error authorization comes after authentication
  app.use(authorize({ roles: ["admin"] })).use(known(ada));
  // @ts-expect-error `user` may be missing, and the function does not know
  app.use(known(ada)).use(authorize(({ user }: { user: User }) => user.roles.length > 0));

  app
    .use(bearerAuth({ verify: () => ada }))
    .use(authorize({ roles: ["admin"] }))
    .use(authorize({ scopes: ["read"] }))
    .use(authorize(({ user }: { user: User }) => user.roles.length > 0))
    .get("/", (c) => c.state.user.name);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["no roles", { roles: [] }, /roles: Too small/],
  ["nothing", {}, /Expected one of roles, scopes, allow/],
  ["two of them", { roles: ["a"], scopes: ["b"] }, /Expected one of roles, scopes, allow/],
  ["a scope that is none", { scopes: ["a b"] }, /scopes\.0: Expected a scope/],
  ["an unknown option", { roles: ["a"], role: "b" }, /Unrecognized key: "role"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => authorize(options as never)).toThrow(problem);
});
