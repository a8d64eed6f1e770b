import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createApp, HttpError } from "@sockeye/router";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { type LoggerOptions, logger } from "../src/logger/index.js";
import { requestId } from "../src/request-id/index.js";

async function linesOf(path: string, options: LoggerOptions = {}, init: RequestInit = {}): Promise<string[]> {
  const lines: string[] = [];
  const inner = createApp().get("/deep", () => "deep");
  const app = createApp({ report: () => {} })
    .use(logger({ format: "json", write: (line) => lines.push(line), ...options }))
    .get("/users/:id", (c) => c.json({ id: c.params.id }))
    .get("/bug", () => {
      throw new Error("bug");
    })
    .get("/refused", () => {
      throw new HttpError(403);
    })
    .get("/native", () => new Response("native"))
    .mount("/inner", inner);
  await app.request(path, { ...init, exchange: { remote: { address: "192.0.2.1", port: 5 } } } as RequestInit);
  return lines;
}

async function entryOf(path: string, options?: LoggerOptions, init?: RequestInit): Promise<Record<string, unknown>> {
  const [line] = await linesOf(path, options, init);
  return JSON.parse(line as string) as Record<string, unknown>;
}

describe("an entry", () => {
  it("says what there is to say", async () => {
    expect(await entryOf("/users/7?page=2")).toEqual({
      level: 30,
      time: expect.closeTo(Date.now(), -4),
      method: "GET",
      url: "/users/7?page=2",
      route: "/users/:id",
      status: 200,
      ms: expect.any(Number),
      octets: 10,
      remote: "192.0.2.1",
      msg: "request",
    });
  });

  it.each<[path: string, entry: Record<string, unknown>]>([
    ["/nowhere", { level: 40, status: 404, route: null }],
    ["/refused", { level: 40, status: 403, route: "/refused" }],
    ["/bug", { level: 50, status: 500, route: "/bug" }],
    ["/inner/deep", { level: 30, status: 200, url: "/inner/deep", route: "/inner/deep" }],
    ["/%22%5C%0A?%22", { status: 404, url: "/%22%5C%0A?%22" }],
  ])("of %s", async (path, entry) => {
    expect(await entryOf(path)).toMatchObject(entry);
  });

  it("has no length where that is not known", async () => {
    expect(await entryOf("/native")).not.toHaveProperty("octets");
  });

  it("has the id of the request, whichever middleware comes first", async () => {
    const lines: string[] = [];
    const log = logger({ format: "json", write: (line) => lines.push(line) });
    const before = createApp()
      .use(requestId())
      .use(log)
      .get("/", () => "");
    const after = createApp()
      .use(log)
      .use(requestId())
      .get("/", () => "");
    for (const app of [before, after]) await app.request("/", { headers: { "X-Request-Id": "abc" } });
    expect(lines.map((line) => (JSON.parse(line) as { requestId: string }).requestId)).toEqual(["abc", "abc"]);
  });
});

describe("secrets", () => {
  it("of a query are masked", async () => {
    const query = "a=1&token=s3cret&Password=s3cret&access%5Ftoken=s3cret&pin=s3cret&b=token&flag";
    const { url } = await entryOf(`/users/7?${query}`, { redact: ["pin"] });
    expect(url).toBe("/users/7?a=1&token=***&Password=***&access%5Ftoken=***&pin=***&b=token&flag");
  });

  it("of fields are masked, even where they are asked for", async () => {
    const headers = { Authorization: "Bearer s3cret", Cookie: "a=s3cret", "User-Agent": "test" };
    const { fields } = await entryOf(
      "/users/7",
      { fields: ["Authorization", "Cookie", "User-Agent", "X-None"] },
      { headers },
    );
    expect(fields).toEqual({ authorization: "***", cookie: "***", "user-agent": "test" });
    expect(await linesOf("/users/7", {}, { headers })).not.toContain("s3cret");
  });
});

it("writes for people on a terminal", async () => {
  const [line] = await linesOf("/users/7", { format: "text" });
  expect(line).toMatch(/^\d\d:\d\d:\d\d GET \/users\/7 200 [\d.]+ ms 10 B\n$/);
});

it("speaks to pino", async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  await linesOf("/bug", { logger: log });
  await linesOf("/nowhere", { logger: log });
  await linesOf("/users/7", { logger: log });
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 50, status: 500, url: "/bug", msg: "request" },
    { level: 40, status: 404 },
    { level: 30, status: 200, route: "/users/:id" },
  ]);
});

it("leaves out what it is told to", async () => {
  const skip: LoggerOptions["skip"] = (c, response) => c.path === "/users/7" && response.ok;
  expect(await linesOf("/users/7", { skip })).toEqual([]);
  expect(await linesOf("/users/8", { skip })).toHaveLength(1);
});

it("writes what is left where the process ends", { timeout: 30_000 }, () => {
  const program = `
    import { createApp } from "@sockeye/router";
    import { logger } from "@sockeye/middleware/logger";
    const app = createApp().use(logger()).get("/", () => "");
    await Promise.all([app.request("/?a"), app.request("/?b")]);
    process.exit();
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@sockeye/source", "--import", "tsx", "--input-type=module", "--eval", program],
    { encoding: "utf8", cwd: fileURLToPath(new URL("../../../examples", import.meta.url)) },
  );
  expect(stderr).toBe("");
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { url: string }).url),
  ).toEqual(["/?a", "/?b"]);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["a logger without methods", { logger: {} }, /logger\.info: Expected a function/],
  ["another format", { format: "xml" }, /format: Invalid option/],
  ["an unknown option", { level: "info" }, /Unrecognized key: "level"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => logger(options as never)).toThrow(problem);
});
