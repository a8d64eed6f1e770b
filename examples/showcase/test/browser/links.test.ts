// The links, in a real browser.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasBrowser, launchBrowser } from "../../../../test/browser.js";
import { openDatabase } from "../../storage/database.js";
import { MEMBER } from "../client.js";
import { type Running, run } from "../running.js";
import { addLink, button, field, forgive, row, rows, signIn, visit } from "./visit.js";

const EXAMPLE = { Address: "https://example.org/", Title: "An example", Description: "On zymurgy", Tags: "test web" };
const BOOKMARKS = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
  <DT><H3>Rivers</H3>
  <DL><p>
    <DT><A HREF="https://river.example/">The Fraser</A>
    <DT><A HREF="javascript:alert(1)">Not a link</A>
  </DL><p>
</DL><p>`;

describe.skipIf(!hasBrowser)("in a browser", { timeout: 90_000 }, () => {
  let browser: Browser;
  let running: Running;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    running = await run();
    return () => running.stop();
  });

  it("the page shows the links, more of them, and those of a tag", async () => {
    const { page, troubles } = await visit(browser, running.url);
    expect(await rows(page).count()).toBe(30);
    expect(await page.locator("#result").textContent()).toBe("307 links");

    await button(page, "Show more").click();
    await expect.poll(() => rows(page).count()).toBe(60);
    await page.getByRole("navigation", { name: "Tags" }).getByRole("button", { name: /^rust/ }).click();
    await expect.poll(() => page.locator("#result").textContent()).toBe("10 links tagged rust");
    expect(new URL(page.url()).search).toBe("?tag=rust");
    await page.goBack();
    await expect.poll(() => page.locator("#result").textContent()).toBe("307 links");
    expect(troubles).toEqual([]);
  });

  it("search finds while one types, by an address that can be sent, and says when there is nothing", async () => {
    const { page, troubles, tab } = await visit(browser, running.url);
    await field(page, "Search the links").pressSequentially("http cach", { delay: 20 });
    await expect.poll(() => rows(page).locator("h2").allTextContents()).toContain("RFC 9111: HTTP Caching");
    expect(new URL(page.url()).searchParams.get("q")).toBe("http cach");
    expect(await page.title()).toBe("http cach: Sockeye Links");

    const other = await tab();
    await other.page.goto(page.url());
    await expect
      .poll(() => rows(other.page).locator("h2").allTextContents())
      .toEqual(await rows(page).locator("h2").allTextContents());

    await field(page, "Search the links").fill("xyzzy");
    await page.getByRole("heading", { name: "Nothing for “xyzzy”" }).waitFor();
    await button(page, "Show all links").click();
    await expect.poll(() => rows(page).count()).toBe(30);
    expect(await field(page, "Search the links").inputValue()).toBe("");
    expect([...troubles, ...other.troubles]).toEqual([]);
  });

  it("a link is added, edited and deleted", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await signIn(page);
    await addLink(page, EXAMPLE);
    const added = row(page, "An example");
    await added.waitFor();
    expect(await added.locator(".tags button").allTextContents()).toEqual(["test", "web"]);
    expect(await page.locator("#result").textContent()).toBe("308 links");

    await added.hover();
    await button(added, "Edit An example").click();
    await field(page.getByRole("dialog"), "Title").fill("A better example");
    await button(page.getByRole("dialog"), "Save").click();
    const edited = row(page, "A better example");
    await edited.waitFor();

    await edited.hover();
    await button(edited, "Delete A better example").click();
    await button(page.getByRole("dialog"), "Delete").click();
    await edited.waitFor({ state: "detached" });
    await expect.poll(() => page.locator("#result").textContent()).toBe("307 links");
    expect(troubles).toEqual([]);
  });

  it("what is wrong with a link stands at its field", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await signIn(page);
    await button(page, "Add a link").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Address").fill("javascript:alert(1)");
    await field(dialog, "Tags").fill("good ???");
    await button(dialog, "Add").click();

    await expect
      .poll(() => dialog.getByRole("alert").filter({ hasText: /./ }).allTextContents())
      .toEqual([
        "Expected an address that begins with https:// or http://",
        "A link needs a title",
        "A tag is a word of at most 40 letters and digits",
      ]);
    expect(await page.evaluate("document.activeElement.name")).toBe("url");

    await field(dialog, "Address").fill("https://www.sqlite.org/docs.html");
    await field(dialog, "Title").fill("SQLite again");
    await field(dialog, "Tags").fill("good");
    await button(dialog, "Add").click();
    await dialog.getByText("This address is among the links already").waitFor();
    forgive(troubles, /422/, /409/);
    expect(troubles).toEqual([]);
  });

  it("what somebody else has changed meanwhile is not overwritten", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await signIn(page);
    await addLink(page, EXAMPLE);
    await row(page, "An example").hover();
    await button(page, "Edit An example").click();
    const link = running.showcase.links.list({ q: "zymurgy", limit: 1, offset: 0 }).links[0];
    running.showcase.links.change(link as never, { title: "Changed elsewhere" });

    await field(page.getByRole("dialog"), "Title").fill("Mine");
    await button(page.getByRole("dialog"), "Save").click();
    await page.getByRole("dialog").getByText("Somebody has changed this link meanwhile").waitFor();
    forgive(troubles, /412/);
    expect(troubles).toEqual([]);
  });

  it("bookmarks of a browser are imported, and links exported", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await signIn(page);
    await button(page, "Import").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Choose a file, or drop it here").setInputFiles({
      name: "bookmarks.html",
      mimeType: "text/html",
      buffer: Buffer.from(BOOKMARKS),
    });
    await button(dialog, "Import").click();
    await dialog.getByText("1 link added, 1 refused.").waitFor();
    expect(await dialog.getByRole("listitem").allTextContents()).toEqual([
      "Not a link: Expected an address that begins with https:// or http://",
    ]);
    await button(dialog, "Close").last().click();
    await row(page, "The Fraser").waitFor();

    await page.locator("summary", { hasText: "Export" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "A Markdown list" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("links.md");
    expect(troubles).toEqual([]);
  });

  it("what one page does, another shows at once, and leaves alone what somebody is doing there", async () => {
    const first = await visit(browser, running.url);
    const second = await first.tab();
    await signIn(first.page);
    await field(second.page, "Search the links").fill("zymurgy");
    await expect.poll(() => second.page.locator("#result").textContent()).toBe("0 links for “zymurgy”");

    await addLink(first.page, EXAMPLE);
    await row(second.page, "An example").waitFor();
    expect(await second.page.locator("#toast").textContent()).toBe("Somebody has added a link");
    expect(await first.page.locator("#toast").textContent()).toBe("Added: An example");
    expect(await second.page.evaluate("document.activeElement.id")).toBe("search");

    await row(first.page, "An example").hover();
    await button(first.page, "Delete An example").click();
    await button(first.page.getByRole("dialog"), "Delete").click();
    await row(second.page, "An example").waitFor({ state: "detached" });
    expect([...first.troubles, ...second.troubles]).toEqual([]);
  });

  it("a page says that the server is away, and shows what it missed when it is back", async () => {
    const database = openDatabase(null);
    const before = await run({ database });
    const { page, troubles } = await visit(browser, before.url);
    await before.stop();
    await page.getByText("The server is away: trying again").waitFor();

    const after = await run({ database, port: before.port });
    after.showcase.links.add({ url: "https://example.org/", title: "Missed", description: "", tags: [] }, null);
    await page.locator("#live[data-state=live]").waitFor();
    await row(page, "Missed").waitFor();
    await after.stop();
    expect(troubles.filter((trouble) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/.test(trouble))).toEqual([]);
  });

  it("the title of a link is text, whatever it looks like", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await signIn(page);
    const title = `<img src=x onerror=alert(1)><script>alert(2)</script>"'&`;
    await addLink(page, { Address: "https://example.org/?<script>", Title: title, Description: title, Tags: "a+b" });

    await row(page, title).waitFor();
    expect(await page.locator("#link-list img, #link-list script, [onerror]").count()).toBe(0);
    await row(page, title).hover();
    await button(page, `Delete ${title}`).click();
    expect(await page.getByRole("dialog").getByRole("heading").textContent()).toBe(`Delete “${title}”?`);
    expect(troubles).toEqual([]);
  });

  it("people sign in and out, and see what they may", async () => {
    await running.showcase.people.add({ ...MEMBER, role: "member" });
    const { page, troubles } = await visit(browser, running.url);
    expect(await button(page, "Add a link").count()).toBe(0);

    await button(page, "Sign in").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Name").fill(MEMBER.name);
    await field(dialog, "Password").fill("wrong");
    await button(dialog, "Sign in").click();
    await dialog.getByText("Name and password do not belong together").waitFor();
    await field(dialog, "Password").fill(MEMBER.password);
    await button(dialog, "Sign in").click();
    await button(page, "Add a link").waitFor();
    forgive(troubles, /401/);

    await rows(page).first().hover();
    expect(await rows(page).first().getByRole("button", { name: /^Edit/ }).count()).toBe(0);
    await page.locator("summary", { hasText: "Ada" }).click();
    expect(await button(page, "People").count()).toBe(0);
    await button(page, "Sign out").click();
    await button(page, "Sign in").waitFor();
    expect(await button(page, "Add a link").count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it("an admin adds somebody, and removes them", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await signIn(page);
    await page.locator("summary", { hasText: "admin" }).click();
    await button(page, "People").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Name").fill("Grace");
    await field(dialog, "Password").fill("short");
    await button(dialog, "Add").click();
    await dialog.getByText("A password has at least 10 characters").waitFor();
    await field(dialog, "Password").fill("a compiler first");
    await button(dialog, "Add").click();

    await button(dialog, "Remove Grace").click();
    await button(dialog, "Remove Grace").waitFor({ state: "detached" });
    forgive(troubles, /422/);
    expect(troubles).toEqual([]);
  });
});
