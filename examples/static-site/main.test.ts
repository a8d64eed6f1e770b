import { expect, it } from "vitest";
import { startExample } from "../../test/example.js";

it("serves pages, a stylesheet for a year, and a page for what is not there", async () => {
  await using example = await startExample("static-site");
  const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, example.url), { headers });

  const home = await get("/");
  expect([home.status, await home.text()]).toEqual([200, expect.stringContaining("This page is a file.")]);
  const again = await get("/", { "if-none-match": home.headers.get("etag") ?? "" });
  expect(again.status).toBe(304);

  const about = await get("/about");
  expect([about.status, await about.text()]).toEqual([200, expect.stringContaining("<h1>About</h1>")]);

  const style = await get("/style.3f2a9c51.css");
  expect(style.headers.get("cache-control")).toBe("max-age=31536000, immutable");

  const missing = await get("/nothing", { accept: "text/html" });
  expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining("There is nothing here")]);
});
