// The listing, the redirect and the fallback, as a browser shows them.

import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hasBrowser, launchBrowser } from "../../../../test/browser.js";
import { files, type StaticOptions } from "../../src/index.js";
import { folder, write } from "../folder.js";
import { listen } from "../wire/peer.js";

describe.skipIf(!hasBrowser)("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  /** A page, and everything that went wrong in it: errors, refused styles and scripts, dialogs, failed requests. */
  async function visit(
    root: string,
    options: StaticOptions,
    target: string,
  ): Promise<{ page: Page; troubles: string[] }> {
    const port = await listen(files(root, options));
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const troubles: string[] = [];
    page.on("console", (message) => {
      if (!message.location().url.endsWith("/favicon.ico")) troubles.push(message.text());
    });
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("dialog", (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`http://127.0.0.1:${port}${target}`);
    return { page, troubles };
  }

  /** Follows a link, and waits until its page is there: a click does not. */
  async function follow(page: Page, name: string | RegExp, target: string): Promise<void> {
    await page.getByRole("link", { name, exact: true }).click();
    await page.waitForURL((url) => decodeURIComponent(url.pathname) + url.search === target);
  }

  const links = (page: Page): Promise<string[]> => page.locator("tbody a").allTextContents();

  it("a listing leads to folders and back, and can be sorted", async () => {
    const root = folder({ "b.txt": "text of b", "a.txt": "longer text of a", "a folder/ü.txt": "umlaut" });
    utimesSync(join(root, "b.txt"), 1, 1);
    const { page, troubles } = await visit(root, { listing: true }, "/");
    expect(await page.title()).toBe("/");
    expect(await links(page)).toEqual(["a folder/", "a.txt", "b.txt"]);
    await follow(page, /^Size/, "/?sort=size&order=asc");
    expect(await links(page)).toEqual(["a folder/", "b.txt", "a.txt"]);
    await follow(page, /^Size/, "/?sort=size&order=desc");
    expect(await links(page)).toEqual(["a folder/", "a.txt", "b.txt"]);
    await follow(page, /^Modified/, "/?sort=modified&order=asc");
    expect(await links(page)).toEqual(["a folder/", "b.txt", "a.txt"]);
    await follow(page, "a folder/", "/a folder/");
    expect(await page.title()).toBe("/a folder");
    expect(await links(page)).toEqual(["../", "ü.txt"]);
    await follow(page, "ü.txt", "/a folder/ü.txt");
    expect(await page.locator("body").textContent()).toBe("umlaut");
    await page.goBack();
    await follow(page, "../", "/");
    expect(await page.title()).toBe("/");
    expect(troubles).toEqual([]);
  }, 60_000);

  it("its style is applied, and names run nothing", async () => {
    const names = [
      "<img src=x onerror=alert(1)>",
      "<script>alert(2)<",
      "javascript:alert(3)",
      '"onclick="alert(4)',
      "a&b'c",
    ].map((name) => `${name}.txt`);
    const root = folder({});
    for (const name of names) write(root, name, `this is ${name}`);
    mkdirSync(join(root, "<svg onload=alert(5)>"));
    const { page, troubles } = await visit(root, { listing: true }, "/");
    expect(await page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse")).toBe("collapse");
    expect((await links(page)).sort()).toEqual([...names, "<svg onload=alert(5)>/"].sort());
    expect(await page.locator("img, script, svg, [onerror], [onload], [onclick]").count()).toBe(0);
    for (const name of names) {
      await follow(page, name, `/${name}`);
      expect(await page.locator("body").textContent()).toBe(`this is ${name}`);
      await page.goBack();
    }
    await follow(page, "<svg onload=alert(5)>/", "/<svg onload=alert(5)>/");
    expect(await page.title()).toBe("/<svg onload=alert(5)>");
    expect(troubles).toEqual([]);
  }, 60_000);

  it("no script runs in a listing, whoever puts it there", async () => {
    const { page } = await visit(folder({ "a.txt": "" }), { listing: true }, "/");
    const ran = await page.evaluate(`new Promise((resolve) => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'it ran'";
      document.body.append(script);
      const element = document.createElement("div");
      element.innerHTML = "<img src=x onerror=\\"document.title = 'it ran'\\">";
      document.body.append(element);
      setTimeout(() => resolve(document.title), 300);
    })`);
    expect(ran).toBe("/");
  }, 60_000);

  it("a folder without its slash leads to the page in it, whose links hold", async () => {
    const page1 = '<link rel="stylesheet" href="style.css"><a href="other.html">other</a>';
    const root = folder({
      "d/index.html": page1,
      "d/style.css": "a { color: rgb(1, 2, 3) }",
      "d/other.html": "the other",
    });
    const { page } = await visit(root, {}, "/d?x=<svg onload=alert(1)>");
    expect(new URL(page.url()).pathname).toBe("/d/");
    expect(await page.evaluate("getComputedStyle(document.querySelector('a')).color")).toBe("rgb(1, 2, 3)");
    await follow(page, "other", "/d/other.html");
    expect(await page.locator("body").textContent()).toBe("the other");
  }, 60_000);

  it("an application that routes in the browser starts at any of its pages", async () => {
    const app = '<main></main><script type="module" src="/app.js"></script>';
    const root = folder({
      "index.html": app,
      "app.js": "document.querySelector('main').textContent = 'page ' + location.pathname;",
    });
    const { page } = await visit(root, { fallback: "index.html" }, "/users/7");
    await page.getByText("page /users/7").waitFor();
    const missing = await page.evaluate(
      `Promise.all(["/missing.js", "/users/8"].map(async (url) => (await fetch(url)).status))`,
    );
    expect(missing).toEqual([404, 200]);
    await page.reload();
    await page.getByText("page /users/7").waitFor();
  }, 60_000);

  it("what a browser has it asks for again by its tag, and videos by ranges", async () => {
    const root = folder({ "index.html": '<script src="/a.js"></script>', "a.js": "document.title = 'loaded'" });
    const { page } = await visit(root, {}, "/");
    expect(await page.title()).toBe("loaded");
    const part = await page.evaluate(
      `fetch("/a.js", { headers: { range: "bytes=0-7" } }).then((response) => response.text())`,
    );
    expect(part).toBe("document");
    await page.reload();
    expect(await page.title()).toBe("loaded");
  }, 60_000);
});
