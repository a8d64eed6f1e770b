import { changedRequest } from "@sockeye/core/message";
import { expect, it } from "vitest";
import { amend, createApp } from "../src/index.js";

it("puts another request in the place of the one that came", async () => {
  const app = createApp()
    .use((c, next) => {
      expect(c.url.host).toBe("inner:81");
      amend(c, { request: changedRequest(c.request, { url: "https://outer.example/a?b=2" }) });
      return next();
    })
    .post("/a", async (c) => [c.url.href, c.query.get("b"), c.path, c.route, await c.text()]);
  const response = await app.request("http://inner:81/a?b=1", { method: "POST", body: "content" });
  expect(await response.json()).toEqual(["https://outer.example/a?b=2", "2", "/a", "/a", "content"]);
});

it("tells where the request comes from, and leaves the exchange alone", async () => {
  const remote = { address: "127.0.0.1", port: 5 };
  const app = createApp()
    .use((c, next) => {
      amend(c, { remote: { address: "203.0.113.7", port: 0 } });
      return next();
    })
    .get("/", (c) => [c.remote, c.exchange.remote]);
  const response = await app.request("/", { exchange: { remote } });
  expect(await response.json()).toEqual([{ address: "203.0.113.7", port: 0 }, remote]);
});
