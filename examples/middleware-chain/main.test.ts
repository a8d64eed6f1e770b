import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("lets each route be seen by those who may, and logs every answer", async () => {
  await using example = await startExample("middleware-chain");
  const status = async (path: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(new URL(path, example.url), { headers });
    expect(response.headers.get("server-timing")).toMatch(/^total;dur=[\d.]+$/);
    await response.arrayBuffer();
    return response.status;
  };

  expect(await status("/")).toBe(200);
  expect(await status("/me")).toBe(401);
  expect(await status("/me", "bob-secret")).toBe(200);
  expect(await status("/users", "bob-secret")).toBe(403);
  expect(await status("/users", "ada-secret")).toBe(200);
  await example.prints(/GET \/ 200\nGET \/me 401\nGET \/me 200\nGET \/users 403\nGET \/users 200\n/);
});
