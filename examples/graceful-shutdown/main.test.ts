import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("says that it stops, finishes what runs, and takes nothing more", async () => {
  await using example = await startExample("graceful-shutdown", { DELAY: "500", GRACE: "5000" });
  const ready = () => fetch(new URL("/readyz", example.url)).then((response) => response.status);
  expect(await ready()).toBe(200);
  const slow = fetch(new URL("/slow?milliseconds=1200", example.url)).then((response) => response.text());
  await sleep(100);

  const stopped = example.stop();
  await example.prints(/Stopping/);
  expect(await ready()).toBe(503);
  expect(await slow).toBe("done\n");
  expect(await stopped).toBe(0);
  expect(example.output).toMatch(/Stopped: \d finished, 0 cut/);
  await expect(ready()).rejects.toThrow();
});

it("cuts what takes longer than the grace, and says so by its exit code", async () => {
  await using example = await startExample("graceful-shutdown", { DELAY: "0", GRACE: "300" });
  const slow = fetch(new URL("/slow?milliseconds=60000", example.url)).then(
    () => "answered",
    () => "cut",
  );
  await sleep(100);

  expect(await example.stop()).toBe(1);
  expect(await slow).toBe("cut");
  expect(example.output).toContain("Stopped: 0 finished, 1 cut");
});
