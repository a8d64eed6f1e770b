import { createApp } from "@sockeye/router";
import { describe, expect, it } from "vitest";
import { type HealthOptions, health } from "../src/health/index.js";
import { serving } from "./serving.js";

function appWith(options?: HealthOptions) {
  return createApp()
    .use(health(options))
    .get("/", () => "content");
}

async function ask(
  options: HealthOptions | undefined,
  path: string,
  init: RequestInit = {},
): Promise<[number, unknown]> {
  const response = await appWith(options).request(path, init);
  return [response.status, await response.json().catch(() => null)];
}

const quiet = { report: () => {} };

it("answers at its paths, and lets the rest pass", async () => {
  expect(await ask(undefined, "/livez")).toEqual([200, { status: "ok" }]);
  expect(await ask(undefined, "/readyz")).toEqual([200, { status: "ok", checks: {} }]);
  expect(await (await appWith().request("/")).text()).toBe("content");
  expect((await appWith().request("/livez", { method: "POST" })).status).toBe(404);
  expect((await appWith().request("/livez")).headers.get("cache-control")).toBe("no-store");
  expect((await ask({ live: "/alive", ready: false }, "/alive"))[0]).toBe(200);
  expect((await ask({ live: "/alive", ready: false }, "/readyz"))[0]).toBe(404);
});

describe("checks", () => {
  it.each<[rule: string, check: (signal: AbortSignal) => unknown, status: number]>([
    ["that give something", () => "fine", 200],
    ["that give nothing, later", async () => {}, 200],
    ["that give false", async () => false, 503],
    [
      "that throw",
      () => {
        throw new Error("a password of the database");
      },
      503,
    ],
    ["that reject", () => Promise.reject(new Error("down")), 503],
    ["that take too long", () => new Promise(() => {}), 503],
  ])("%s", async (_rule, check, status) => {
    const outcome = status === 200 ? "ok" : "failed";
    expect(await ask({ checks: { db: check, cache: () => true }, timeout: 30, ...quiet }, "/readyz")).toEqual([
      status,
      { status: outcome, checks: { db: outcome, cache: "ok" } },
    ]);
    // A database that is down is no reason to kill the process.
    expect((await ask({ checks: { db: check }, timeout: 30, ...quiet }, "/livez"))[0]).toBe(200);
  });

  it("are told where their time is over, and what failed is reported", async () => {
    let reason: unknown;
    const reported: unknown[] = [];
    const check = async (signal: AbortSignal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      reason = signal.reason;
    };
    await ask({ checks: { slow: check }, timeout: 10, report: (error, name) => reported.push(name, error) }, "/readyz");
    await expect.poll(() => String(reason)).toBe("Error: The check took more than 10 ms");
    expect(reported).toEqual(["slow", reason]);
  });

  it("run once for many who ask, and not again for a while", async () => {
    let runs = 0;
    const app = appWith({ checks: { db: async () => void runs++ }, maxAge: 500 });
    await Promise.all(Array.from({ length: 20 }, () => app.request("/readyz")));
    await app.request("/readyz");
    expect(runs).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 550));
    await app.request("/readyz");
    expect(runs).toBe(2);
  });
});

it("wants no more requests as soon as the server begins to stop, and lives on", async () => {
  let release = (): void => {};
  const app = createApp()
    .use(health())
    .get("/slow", async () => {
      await new Promise<void>((resolve) => (release = resolve));
      return "finished";
    });
  const server = await serving(app);
  const slow = fetch(`${server.url}/slow`);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  const stopped = server.stop({ delay: 500 });
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([503, { status: "stopping" }]);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  release();
  expect(await (await slow).text()).toBe("finished");
  await stopped;
  await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
});

it("hears of the end by a signal, where the server does not tell", async () => {
  const controller = new AbortController();
  const app = appWith({ stopping: controller.signal });
  expect((await app.request("/readyz")).status).toBe(200);
  controller.abort();
  expect((await app.request("/readyz")).status).toBe(503);
});

it.each<[rule: string, options: object, problem: RegExp]>([
  ["a path that is none", { live: "livez" }, /live: Expected a path/],
  ["a check that is none", { checks: { db: true } }, /checks\.db: Expected a function/],
  ["an unknown option", { path: "/" }, /Unrecognized key: "path"/],
])("refuses %s", (_rule, options, problem) => {
  expect(() => health(options as never)).toThrow(problem);
});
