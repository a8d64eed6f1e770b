import { createApp, type Middleware } from "@sockeye/router";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type BasicUser, basicAuth } from "../src/basic-auth/index.js";
import { serving } from "./serving.js";
import { thenable } from "./thenable.js";

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString("base64")}`;

function ask(auth: Middleware<{ user: object | null }>, authorization?: string): Promise<Response> {
  const app = createApp({ report: () => {} })
    .use(auth)
    .get("/", (c) => ({ user: c.state.user }));
  return app.request("/", { headers: authorization === undefined ? {} : { Authorization: authorization } });
}

describe("a list of users", () => {
  const auth = basicAuth({ users: { ada: "difference engine", běla: "heslo:ž" }, realm: "Works" });

  it.each<[rule: string, authorization: string | undefined, status: number, code: string | null]>([
    ["name and password", basic("ada:difference engine"), 200, null],
    ["in UTF-8, and a colon in the password", basic("běla:heslo:ž"), 200, null],
    ["another password", basic("ada:difference engina"), 401, "CREDENTIALS_INVALID"],
    ["the password of another", basic("ada:heslo:ž"), 401, "CREDENTIALS_INVALID"],
    ["another name", basic("eve:difference engine"), 401, "CREDENTIALS_INVALID"],
    ["a name of every object", basic("toString:x"), 401, "CREDENTIALS_INVALID"],
    ["nothing", undefined, 401, "CREDENTIALS_MISSING"],
    ["another scheme", "Bearer abc", 401, "CREDENTIALS_MISSING"],
    ["no base64", "Basic a-b", 401, "CREDENTIALS_MALFORMED"],
    ["no colon", basic("ada"), 401, "CREDENTIALS_MALFORMED"],
    ["latin1", `Basic ${Buffer.from("b\xe9la:x", "latin1").toString("base64")}`, 401, "CREDENTIALS_MALFORMED"],
    ["a control octet", basic("ada:difference\0engine"), 401, "CREDENTIALS_MALFORMED"],
  ])("%s", async (_rule, authorization, status, code) => {
    const response = await ask(auth, authorization);
    expect(response.status).toBe(status);
    const content = (await response.json()) as { code?: string };
    expect(content.code ?? null).toBe(code);
    expect(response.headers.get("www-authenticate")).toBe(
      status === 401 ? 'Basic realm="Works", charset="UTF-8"' : null,
    );
  });

  it("gives the name", async () => {
    expect(await (await ask(auth, basic("ada:difference engine"))).json()).toEqual({ user: { name: "ada" } });
    expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: BasicUser }>>();
  });
});

describe("a function", () => {
  const verify = async (name: string, password: string) => (password === "p" ? { id: 1, name } : null);

  it("gives the user", async () => {
    const auth = basicAuth({ verify });
    expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: { id: number; name: string } }>>();
    expect(await (await ask(auth, basic("ada:p"))).json()).toEqual({ user: { id: 1, name: "ada" } });
    expect((await ask(auth, basic("ada:q"))).status).toBe(401);
  });

  // Query builders give objects with a `then` that are no promises.
  it("may give any thenable, which lets nobody in by being an object", async () => {
    expect((await ask(basicAuth({ verify: () => thenable(null) }), basic("ada:p"))).status).toBe(401);
  });

  it.each([true, "ada", 1])("that gives %j lets nobody in", async (given) => {
    expect((await ask(basicAuth({ verify: () => given as never }), basic("ada:p"))).status).toBe(401);
  });

  it("that throws is an error of the app", async () => {
    const auth = basicAuth({ verify: () => Promise.reject(new Error("no database")) });
    expect((await ask(auth, basic("ada:p"))).status).toBe(500);
  });
});

it("is for some only, where it is optional", async () => {
  const auth = basicAuth({ users: { ada: "p" }, optional: true });
  expectTypeOf(auth).toEqualTypeOf<Middleware<{ user: BasicUser | null }>>();
  expect(await (await ask(auth)).json()).toEqual({ user: null });
  expect((await ask(auth, basic("ada:wrong"))).status).toBe(401);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["neither of both", {}, /Expected one of users, verify, and no more/],
  ["both", { users: { a: "b" }, verify: () => null }, /Expected one of users, verify, and no more/],
  ["an unknown option", { users: { a: "b" }, relm: "x" }, /Unrecognized key: "relm"/],
  [
    "an empty password",
    { users: { a: "" } },
    /^basicAuth\(\) was given options that it cannot take:\n {2}users\.a: Too small/,
  ],
  ["a name with a colon", { users: { "a:b": "c" } }, /users\.a:b: .*without colon/],
  ["a realm that no field can hold", { users: { a: "b" }, realm: "a\nb" }, /realm: Expected visible ASCII/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => basicAuth(options as never)).toThrow(problem);
});

it("works over the wire, and for HEAD", async () => {
  const app = createApp()
    .use(basicAuth({ users: { ada: "p" } }))
    .get("/", (c) => c.state.user.name);
  const { url } = await serving(app);
  expect((await fetch(url, { method: "HEAD" })).status).toBe(401);
  expect(await (await fetch(url, { headers: { Authorization: basic("ada:p") } })).text()).toBe("ada");
});
