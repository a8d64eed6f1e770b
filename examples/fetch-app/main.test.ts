import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("serves an app of Hono", async () => {
  await using example = await startExample("fetch-app");

  expect(await (await fetch(example.url)).text()).toBe("Hello from Hono\n");
  expect(await (await fetch(new URL("/who", example.url))).json()).toMatchObject({
    remote: { address: "127.0.0.1" },
    connection: expect.any(Number),
  });
  const echo = await fetch(new URL("/echo", example.url), { method: "POST", body: '{"a":[1]}' });
  expect(await echo.json()).toEqual({ a: [1] });
});
