import { expect, it } from "vitest";
import { runExample, startExample } from "../../test/example.js";

it("answers every path, and ends by itself when it is told to stop", async () => {
  await using hello = await startExample("hello");

  const response = await fetch(new URL("/any/path", hello.url));
  expect([response.status, await response.text()]).toEqual([200, "Hello from Sockeye\n"]);

  expect(await hello.stop()).toBe(0);
});

it("says in one line why it cannot listen", async () => {
  await using hello = await startExample("hello");
  const { port } = new URL(hello.url);

  const { code, output } = await runExample("hello", { PORT: port });

  expect(code).toBe(1);
  expect(output).toMatch(/^.*in use.*\n$/);
});
