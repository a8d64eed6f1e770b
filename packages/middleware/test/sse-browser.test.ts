// Events in a page of a real browser: it listens, and comes back with what it had last.

import { createApp } from "@sockeye/router";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasBrowser, launchBrowser } from "../../../test/browser.js";
import { secureHeaders } from "../src/secure-headers/index.js";
import { sse } from "../src/sse/index.js";
import { serving } from "./serving.js";

const page = (nonce: string) => `<!doctype html><title>events</title><ol id="log"></ol><script nonce="${nonce}">
  const log = (text) => {
    const line = document.createElement("li");
    line.textContent = text;
    document.getElementById("log").append(line);
  };
  const events = new EventSource("/events");
  events.onmessage = ({ data, lastEventId }) => log("message " + lastEventId + " " + data);
  events.addEventListener("tick", ({ data }) => log("tick " + JSON.parse(data).at));
  events.addEventListener("close", () => events.close());
</script>`;

describe.skipIf(!hasBrowser)("a page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  it("hears events, beats nothing, and comes back where it left", { timeout: 30_000 }, async () => {
    const connections: (string | null)[] = [];
    let closed = 0;
    const app = createApp()
      .use(secureHeaders({ nonce: true }))
      .get("/", (c) => c.html(page(c.state.nonce)))
      .get("/events", (c) =>
        sse(
          c,
          async function* ({ lastEventId, signal }) {
            connections.push(lastEventId);
            try {
              const first = Number(lastEventId ?? 0) + 1;
              yield { id: String(first), data: "line one\nline two" };
              yield { id: String(first + 1), event: "tick", data: { at: first } };
              await new Promise((resolve) => setTimeout(resolve, 60));
              // The connection ends, as one that broke. Then the page is told to stop.
              if (connections.length < 3) return;
              yield { event: "close", data: "" };
              await new Promise((resolve) => signal.addEventListener("abort", resolve));
            } finally {
              closed++;
            }
          },
          { heartbeat: 20, retry: 50 },
        ),
      );
    const { url } = await serving(app);
    const tab = await browser.newPage();
    const problems: string[] = [];
    tab.on("pageerror", (error) => problems.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await tab.goto(url);
    await expect.poll(() => closed, { timeout: 15_000 }).toBe(3);
    expect(connections).toEqual([null, "2", "4"]);
    expect(await tab.locator("#log li").allTextContents()).toEqual([
      ...["message 1 line one\nline two", "tick 1", "message 3 line one\nline two"],
      ...["tick 3", "message 5 line one\nline two", "tick 5"],
    ]);
    // The nonce lets the page's script run under the policy; a favicon is what every browser asks for.
    expect(problems.filter((problem) => !problem.includes("404"))).toEqual([]);
    await tab.close();
  });
});
