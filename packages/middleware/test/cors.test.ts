import { createApp, HttpError } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { bearerAuth } from "../src/bearer-auth/index.js";
import { type CorsOptions, cors } from "../src/cors/index.js";
import { serving } from "./serving.js";

const ORIGIN = "https://app.example";

function appWith(options?: CorsOptions) {
  return createApp({ report: () => {} })
    .use(cors(options))
    .get("/", () => "content")
    .options("/", (c) => c.text("own options"))
    .get("/throw", () => {
      throw new HttpError(409);
    })
    .get("/bug", () => {
      throw new Error("bug");
    });
}

/** The CORS fields of an answer, and Vary. */
function fieldsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-") || name === "vary"));
}

const ask = (options: CorsOptions | undefined, origin: string | null, path = "/") =>
  appWith(options).request(path, { headers: origin === null ? {} : { Origin: origin } });

const preflight = (options: CorsOptions | undefined, fields: Record<string, string> = {}) =>
  appWith(options).request("/", {
    method: "OPTIONS",
    headers: { Origin: ORIGIN, "Access-Control-Request-Method": "PUT", ...fields },
  });

describe("a simple request", () => {
  it.each<[rule: string, options: CorsOptions | undefined, origin: string | null, fields: Record<string, string>]>([
    ["any origin", undefined, ORIGIN, { "access-control-allow-origin": "*" }],
    ["any origin, and none: the answer may be cached", undefined, null, { "access-control-allow-origin": "*" }],
    [
      "one of a list",
      { origin: ["https://a.example", ORIGIN] },
      ORIGIN,
      { "access-control-allow-origin": ORIGIN, vary: "Origin" },
    ],
    ["none of a list", { origin: [ORIGIN] }, "https://evil.example", { vary: "Origin" }],
    ["no origin, and a list", { origin: [ORIGIN] }, null, { vary: "Origin" }],
    ["a name that begins alike", { origin: ORIGIN }, "https://app.example.evil.example", { vary: "Origin" }],
    ["another scheme", { origin: ORIGIN }, "http://app.example", { vary: "Origin" }],
    ["the origin of a sandbox", { origin: ORIGIN }, "null", { vary: "Origin" }],
    [
      "a function that allows",
      { origin: (origin) => origin.endsWith(".example") },
      ORIGIN,
      { "access-control-allow-origin": ORIGIN, vary: "Origin" },
    ],
    ["one that waits", { origin: async () => true }, ORIGIN, { "access-control-allow-origin": ORIGIN, vary: "Origin" }],
    ["one that does not", { origin: async () => false }, ORIGIN, { vary: "Origin" }],
    [
      "credentials",
      { origin: ORIGIN, credentials: true },
      ORIGIN,
      { "access-control-allow-origin": ORIGIN, "access-control-allow-credentials": "true", vary: "Origin" },
    ],
    [
      "fields to read",
      { exposeHeaders: ["ETag", "Link"] },
      ORIGIN,
      { "access-control-allow-origin": "*", "access-control-expose-headers": "ETag, Link" },
    ],
  ])("%s", async (_rule, options, origin, fields) => {
    const response = await ask(options, origin);
    expect(fieldsOf(response)).toEqual(fields);
    expect(await response.text()).toBe("content");
  });

  it.each(["/throw", "/bug", "/nowhere"])("may read the error of %s", async (path) => {
    expect(fieldsOf(await ask({ origin: ORIGIN }, ORIGIN, path))).toEqual({
      "access-control-allow-origin": ORIGIN,
      vary: "Origin",
    });
  });

  it("may read a 401 of the authentication behind it", async () => {
    const app = createApp()
      .use(cors({ origin: ORIGIN }))
      .use(bearerAuth({ tokens: { a: "abc" } }))
      .get("/", () => "");
    const response = await app.request("/", { headers: { Origin: ORIGIN } });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([401, ORIGIN]);
  });
});

describe("a preflight", () => {
  it("is answered, and the app is not asked", async () => {
    const response = await preflight({ origin: ORIGIN }, { "Access-Control-Request-Headers": "content-type,x-a" });
    expect(response.status).toBe(204);
    expect(fieldsOf(response)).toEqual({
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-methods": "GET, HEAD, PUT, POST, DELETE, PATCH, QUERY",
      "access-control-allow-headers": "content-type,x-a",
      "access-control-max-age": "600",
      vary: "Access-Control-Request-Headers, Origin",
    });
  });

  it("says what the options say", async () => {
    const options = { methods: ["GET", "PUT"], headers: ["X-A"], maxAge: 0, exposeHeaders: ["ETag"] };
    expect(fieldsOf(await preflight(options, { "Access-Control-Request-Headers": "x-b" }))).toEqual({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, PUT",
      "access-control-allow-headers": "X-A",
      "access-control-expose-headers": "ETag",
      "access-control-max-age": "0",
    });
  });

  it("of another origin is told nothing", async () => {
    const response = await preflight({ origin: ORIGIN, credentials: true }, { Origin: "https://evil.example" });
    expect([response.status, fieldsOf(response)]).toEqual([204, { vary: "Origin" }]);
  });

  it("needs no credentials of the authentication behind it", async () => {
    const app = createApp()
      .use(cors({ origin: ORIGIN }))
      .use(bearerAuth({ tokens: { a: "abc" } }))
      .get("/", () => "");
    const headers = { Origin: ORIGIN, "Access-Control-Request-Method": "GET" };
    expect((await app.request("/", { method: "OPTIONS", headers })).status).toBe(204);
  });

  it("may ask for a private network", async () => {
    const asked = { "Access-Control-Request-Private-Network": "true" };
    const name = "access-control-allow-private-network";
    expect((await preflight({ privateNetwork: true }, asked)).headers.get(name)).toBe("true");
    expect((await preflight({ privateNetwork: true }, {})).headers.get(name)).toBeNull();
    expect((await preflight({}, asked)).headers.get(name)).toBeNull();
  });

  it("is not every OPTIONS request", async () => {
    const response = await appWith().request("/", { method: "OPTIONS", headers: { Origin: ORIGIN } });
    expect(await response.text()).toBe("own options");
  });
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["credentials for any origin", { credentials: true }, /credentials for \*/],
  ["credentials for a list with *", { origin: [ORIGIN, "*"], credentials: true }, /credentials for \*/],
  ["an origin with a path", { origin: "https://app.example/" }, /origin: Expected \*, or an origin/],
  ["an origin without a scheme", { origin: ["app.example"] }, /Expected \*, or an origin/],
  ["null", { origin: "null" }, /Expected \*, or an origin/],
  ["a method that is no token", { methods: ["GET, PUT"] }, /methods\.0: Expected a token/],
  ["an unknown option", { origins: "*" }, /Unrecognized key: "origins"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => cors(options as never)).toThrow(problem);
});

it("makes no promise", () => {
  const app = createApp()
    .use(cors())
    .get("/", () => "");
  expect(app.fetch(new Request("http://localhost/"))).toBeInstanceOf(Response);
});

it("works over the wire, on a native Response as well", async () => {
  const app = createApp()
    .use(cors({ origin: ORIGIN }))
    .get("/", () => new Response("native", { headers: { Vary: "Accept" } }))
    .get("/redirect", () => Response.redirect("http://localhost/", 302));
  const { url } = await serving(app);
  const response = await fetch(url, { headers: { Origin: ORIGIN } });
  expect(fieldsOf(response)).toEqual({ "access-control-allow-origin": ORIGIN, vary: "Accept, Origin" });
  const redirect = await fetch(`${url}/redirect`, { headers: { Origin: ORIGIN }, redirect: "manual" });
  expect(fieldsOf(redirect)).toEqual({ "access-control-allow-origin": ORIGIN, vary: "Origin" });
});
