import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("creates, finds, replaces and deletes notes, and says what it cannot take", async () => {
  await using example = await startExample("rest-api");
  const ask = async (method: string, path: string, json?: unknown) => {
    const content = { headers: { "content-type": "application/json" }, body: JSON.stringify(json) };
    const response = await fetch(new URL(path, example.url), { method, ...(json === undefined ? {} : content) });
    const text = await response.text();
    return { status: response.status, location: response.headers.get("location"), json: text && JSON.parse(text) };
  };

  expect(await ask("POST", "/notes", { title: "Milk" })).toEqual({
    status: 201,
    location: "/notes/1",
    json: { id: 1, title: "Milk", text: "" },
  });
  await ask("POST", "/notes", { title: "Bread", text: "with milk" });
  expect(await ask("GET", "/notes?search=milk")).toMatchObject({ json: { total: 1, notes: [{ id: 2 }] } });
  expect(await ask("GET", "/notes?limit=1")).toMatchObject({ json: { total: 2, notes: [{ id: 1 }] } });
  expect(await ask("PUT", "/notes/2", { title: "Rolls" })).toMatchObject({ json: { id: 2, title: "Rolls", text: "" } });
  expect((await ask("PUT", "/notes/3", { title: "Rolls" })).status).toBe(404);

  const refused = await ask("POST", "/notes", { title: "", colour: "red" });
  expect(refused).toMatchObject({ status: 422, json: { title: "Unprocessable Content" } });
  expect(JSON.stringify(refused.json)).toMatch(/title.*colour/);
  expect((await ask("GET", "/notes?limit=1000")).status).toBe(422);
  expect((await ask("GET", "/notes/first")).status).toBe(422);

  expect((await ask("DELETE", "/notes/2")).status).toBe(204);
  expect(await ask("GET", "/notes/2")).toMatchObject({ status: 404, json: { code: "NOTE_MISSING" } });
  expect((await ask("PATCH", "/notes/1", {})).status).toBe(405);
});
