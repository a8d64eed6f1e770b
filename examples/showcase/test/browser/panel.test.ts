// The panel in a real browser: the request that the page has just made, as the server saw it.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasBrowser, launchBrowser } from "../../../../test/browser.js";
import { type Running, run } from "../running.js";
import { button, field, rows, signIn, visit } from "./visit.js";

describe.skipIf(!hasBrowser)("in a browser", { timeout: 90_000 }, () => {
  let browser: Browser;
  let running: Running;
  beforeAll(async () => {
    [browser, running] = await Promise.all([launchBrowser(), run()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  const chosen = (page: Page): Promise<string | null> =>
    page.locator(".exchange-list [aria-current=true] .target").textContent();

  it("the panel follows what the page asks for", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").click();
    await field(page, "Search the links").fill("sqlite");
    await expect.poll(() => chosen(page)).toContain("/api/links?q=sqlite&limit=30");

    const lines = page.locator(".wire .line");
    await expect
      .poll(() => lines.first().textContent())
      .toMatch(/^0\s*GET \/api\/links\?q=sqlite&limit=30 HTTP\/1\.1\\r\\n$/);
    const host = `Host: ${new URL(running.url).host}\\r\\n`;
    expect((await lines.allInnerTexts()).join("\n")).toContain(host);
    expect(await page.locator(".facts").textContent()).toMatch(/\/api\/links \(.*link-routes\.ts:\d+:\d+\)/);
    const steps = await page.locator(".timing tbody th").allInnerTexts();
    expect(steps).toEqual(["mark", "secureHeaders", "csrf", "session", "identify", "handler"]);

    await button(page, "Sent").click();
    await expect.poll(() => lines.first().textContent()).toMatch(/HTTP\/1\.1 200 OK/);
    await button(page, "Hex").click();
    expect(await lines.first().textContent()).toMatch(
      /^0000\s*48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d\s+HTTP\/1\.1 200 OK\.$/,
    );
    expect(troubles).toEqual([]);
  });

  it("an older request stays chosen while others come", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").click();
    await page.locator(".exchange-list button", { hasText: "/api/session" }).first().click();
    await expect.poll(() => chosen(page)).toContain("/api/session");
    await field(page, "Search the links").fill("rust");
    await page.locator(".exchange-list button", { hasText: "q=rust" }).waitFor();
    expect(await chosen(page)).toContain("/api/session");
    await field(page, "Follow this page").check();
    await expect.poll(() => chosen(page)).toContain("q=rust");
    expect(troubles).toEqual([]);
  });

  it("shows no secrets", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").click();
    await signIn(page);
    const post = page.locator(".exchange-list button", { hasText: "POST" }).first();
    await post.click();
    await expect.poll(() => page.locator(".wire").textContent()).toContain("POST /api/session");
    const { cookies } = await page.context().storageState();
    const secret = cookies.find(({ name }) => name === "session")?.value as string;
    expect(secret).toMatch(/^[\w-]{43}$/);

    for (const side of ["Received", "Sent"]) {
      await button(page, side).click();
      const text = await page.locator(".wire").textContent();
      expect(text).toContain("*****");
      expect(text).not.toContain("correct horse");
      expect(text).not.toContain(secret);
    }
    expect(troubles).toEqual([]);
  });

  it("explains what would happen, and lists the routes", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").click();
    await page.getByRole("tab", { name: "Routes" }).click();
    await page.getByRole("row", { name: /PATCH \/api\/links\/:id/ }).waitFor();
    await field(page, "Method").selectOption("POST");
    await field(page, "Path").fill("/go/somewhere");
    await button(page, "Explain").click();
    await page.getByText("405: no route has this path and this method").waitFor();
    await field(page, "Path").fill("nothing");
    await button(page, "Explain").click();
    await page.locator(".answer", { hasText: 'must start with "/"' }).waitFor();
    expect(troubles.map((trouble) => /422/.test(trouble))).toEqual([true]);
  });

  it("sends what no browser would, and shows where it is wrong", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").click();
    await page.getByRole("tab", { name: "Refused" }).click();
    await button(page, "A control octet in a value").click();
    await page.getByText("The peer was told: HTTP/1.1 400 Bad Request").waitFor();
    const shown = page.locator(".refusals li").first();
    await expect.poll(() => shown.textContent()).toContain("FIELD_VALUE_OCTET");
    const [, line = "", caret = ""] = ((await shown.locator("pre").textContent()) ?? "").split("\n");
    expect(line.slice(caret.indexOf("^")).startsWith("\\x01")).toBe(true);
    expect(troubles).toEqual([]);
  });

  it("is still open after a reload, and counts", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").click();
    await page.reload();
    await page.locator(".figures dd").first().waitFor();
    const figures = await page.locator(".figures").textContent();
    expect(figures).toMatch(/connections\s*[1-9]/);
    expect(figures).toMatch(/exchanges\s*[1-9]/);
    expect(await rows(page).count()).toBe(30);
    expect(troubles).toEqual([]);
  });
});
