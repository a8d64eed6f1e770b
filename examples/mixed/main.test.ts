import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("answers by the API, by a page and by files", async () => {
  await using example = await startExample("mixed");
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(new URL(path, example.url), init);
    return { path, status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };

  expect(await ask("/api/visits", { method: "POST" })).toMatchObject({ status: 200, text: '{"visits":1}' });
  expect(await ask("/api/visits")).toMatchObject({ status: 405, type: "application/problem+json" });
  expect(await ask("/hello/%3Cb%3E")).toMatchObject({
    status: 200,
    text: expect.stringContaining("Hello, &lt;b&gt;!"),
  });
  expect(await ask("/")).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
  expect(await ask("/visit.js")).toMatchObject({ status: 200, type: "text/javascript; charset=utf-8" });
  expect(await ask("/nothing")).toMatchObject({ status: 404, type: "application/problem+json" });
});
