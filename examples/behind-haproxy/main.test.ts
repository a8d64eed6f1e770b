import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type RunningExample, startExample } from "../../test/example.js";
import { Load } from "../../test/load.js";
import { freePort, hasProgram, type RunningProxy, startProxy } from "../../test/proxy.js";

async function haproxyBefore(one: RunningExample, two: RunningExample): Promise<RunningProxy> {
  const port = await freePort();
  const ports = {
    "127.0.0.1:8080": `127.0.0.1:${port}`,
    "127.0.0.1:8000": new URL(one.url).host,
    "127.0.0.1:8001": new URL(two.url).host,
  };
  const configuration = fileURLToPath(new URL("haproxy.cfg", import.meta.url));
  return startProxy(configuration, ports, port, (file) => ["haproxy", "-f", file]);
}

describe.skipIf(!hasProgram("haproxy", "-v"))("behind HAProxy", () => {
  it("the app knows the client as HAProxy saw it", async () => {
    await using one = await startExample("behind-haproxy");
    await using haproxy = await haproxyBefore(one, one);
    const response = await fetch(haproxy.url, { headers: { "x-forwarded-for": "6.6.6.6" } });
    expect(await response.json()).toEqual({ pid: one.pid, client: "127.0.0.1" });
  });

  it("no request is lost while one process after the other is replaced", async () => {
    const port = String(await freePort());
    await using one = await startExample("behind-haproxy", { PORT: port });
    await using two = await startExample("behind-haproxy");
    await using haproxy = await haproxyBefore(one, two);
    await using load = new Load(haproxy.url);
    await load.seen(1, one.pid);
    await load.seen(1, two.pid);

    expect(await one.stop()).toBe(0);
    await using three = await startExample("behind-haproxy", { PORT: port });
    await load.seen(1, three.pid);
    expect(await two.stop()).toBe(0);
    await sleep(300);

    await load.end();
    expect(load.lost).toEqual([]);
    expect(load.answered).toBeGreaterThan(100);
  });
});
