import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";
import { Load } from "../../test/load.js";
import { freePort } from "../../test/proxy.js";

it("spreads requests, replaces its processes without losing one, and stops", async () => {
  await using example = await startExample("cluster", { WORKERS: "2" });
  await using load = new Load(example.url);
  const before = await load.seen(2);

  process.kill(example.pid, "SIGHUP");
  await example.prints(/Replaced all processes/);
  const after = await load.seen(2);
  await load.end();

  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  expect(load.lost).toEqual([]);
  expect(load.answered).toBeGreaterThan(50);
  expect(await example.stop()).toBe(0);
});

it("replaces a process that crashes", async () => {
  await using example = await startExample("cluster", { WORKERS: "1", PORT: String(await freePort()) });
  const pid = async () => ((await (await fetch(example.url)).json()) as { pid: number }).pid;
  const first = await pid();
  process.kill(first, "SIGKILL");
  await example.prints(/ended with SIGKILL/);
  await expect.poll(pid, { timeout: 20_000 }).not.toBe(first);
  expect(await example.stop()).toBe(0);
});
