import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { findBun } from "../../bench/src/load/servers.js";

const bun = findBun();
if (bun === null) console.warn("SKIPPED: examples/bun. The npm package bun has no binary for this machine.");

it.skipIf(bun === null)("runs the router on Bun", { timeout: 30_000 }, async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(bun as string, ["--conditions=@sockeye/source", main], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const [, url = ""] = /^Listening on (\S+)$/.exec(line) ?? [];

    expect(await (await fetch(url)).text()).toBe("Hello from Bun\n");
    expect(await (await fetch(new URL("/users/7", url), { headers: { "user-agent": "test" } })).json()).toEqual({
      id: "7",
      agent: "test",
    });
    const echo = await fetch(new URL("/echo", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"a":[1]}',
    });
    expect(await echo.json()).toEqual({ a: [1] });
    const missing = await fetch(new URL("/nothing", url));
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  } finally {
    child.kill();
  }
});
