// Whoever comes, and by whatever: by keyboard, on a phone, in the dark, with a screen reader.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasBrowser, launchBrowser } from "../../../../test/browser.js";
import { ADMIN } from "../client.js";
import { type Running, run } from "../running.js";
import { accessibilityFaults, button, field, overhang, row, rows, signedInState, signIn, visit } from "./visit.js";

const PHONE = { viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true };

describe.skipIf(!hasBrowser)("in a browser", { timeout: 90_000 }, () => {
  let browser: Browser;
  let running: Running;
  let admission: Awaited<ReturnType<typeof signedInState>>;
  beforeAll(async () => {
    [browser, running] = await Promise.all([launchBrowser(), run()]);
    admission = await signedInState(running.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  const focused = (page: Page): Promise<string> =>
    page.evaluate("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()");

  it("everything can be done by the keyboard, and one sees where one is", async () => {
    const { page, troubles } = await visit(browser, running.url);
    const { keyboard } = page;
    await keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the links");
    await keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("links");

    await keyboard.press("Control+k");
    await keyboard.type("semver");
    await expect.poll(() => rows(page).count()).toBe(1);

    // To the button at the end of the header, and through the dialog.
    for (let step = 0; step < 10 && (await focused(page)) !== "Sign in"; step++) await keyboard.press("Tab");
    await keyboard.press("Enter");
    await keyboard.type(ADMIN.name);
    await keyboard.press("Tab");
    await keyboard.type(ADMIN.password);
    await keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("admin");

    for (let step = 0; step < 60 && (await focused(page)) !== "Add a link"; step++) {
      await keyboard.press("Tab");
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect([await focused(page), outline]).toEqual([await focused(page), "solid"]);
    }
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Add a link");
    await keyboard.press("Enter");
    for (const text of ["https://semver.example/", "Semver by keyboard", "Typed", "keyboard", "by-keyboard"]) {
      await keyboard.type(text);
      await keyboard.press("Tab");
    }
    await keyboard.press("Enter"); // Cancel comes first, and is not pressed by what was typed.
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await row(page, "Semver by keyboard").count()).toBe(0);

    await keyboard.press("Enter");
    for (const text of ["https://semver.example/", "Semver by keyboard"]) {
      await keyboard.type(text);
      await keyboard.press("Tab");
    }
    await keyboard.press("Shift+Tab");
    await keyboard.press("Enter"); // In a field, Enter is the button that adds.
    await row(page, "Semver by keyboard").waitFor();
    expect(troubles).toEqual([]);
  });

  it("the panel can be gone through by the keyboard", async () => {
    const { page, troubles } = await visit(browser, running.url);
    await button(page, "Under the hood").focus();
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("Under the hood");
    const requests = page.getByRole("tab", { name: "Requests" });
    await requests.focus();
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("Routes");
    expect(await page.getByRole("tabpanel", { name: "Routes" }).isVisible()).toBe(true);
    await page.keyboard.press("End");
    expect(await focused(page)).toBe("Refused");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("Requests");
    await button(page.locator("#panel"), "Close").press("Enter");
    expect(await focused(page)).toBe("Under the hood");
    expect(troubles).toEqual([]);
  });

  it("on a phone nothing reaches beyond the edge, and everything is large enough to be touched", async () => {
    const { page, troubles } = await visit(browser, running.url, PHONE);
    expect(await overhang(page)).toBe(0);
    await signIn(page);
    expect(await overhang(page)).toBe(0);
    // WCAG 2.5.8: 24 pixels each way.
    const small = await page.evaluate<string[]>(`[...document.querySelectorAll("button, summary, input, select, h2 a")]
      .map((element) => [element, element.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 0 && height > 1 && (width < 24 || height < 24))
      .map(([element]) => element.outerHTML)`);
    expect(small).toEqual([]);

    await button(page, "Add a link").click();
    expect(await overhang(page)).toBe(0);
    await page.keyboard.press("Escape");
    await button(page, "Under the hood").click();
    for (const tab of ["Requests", "Routes", "Refused"]) {
      await page.getByRole("tab", { name: tab }).click();
      expect([tab, await overhang(page)]).toEqual([tab, 0]);
      expect(await rows(page).first().isVisible()).toBe(false);
    }
    await button(page.locator("#panel"), "Close").click();
    expect(await rows(page).first().isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });

  it("it is dark where the system is, and as the visitor says, which is remembered", async () => {
    const { page, troubles } = await visit(browser, running.url, { colorScheme: "dark" });
    const background = (): Promise<string> =>
      page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    expect(await background()).toBe("rgb(17, 21, 24)");
    await button(page, "Colours: as the system has them").click();
    expect(await background()).toBe("rgb(250, 248, 245)");
    await page.reload();
    await page.locator("#live[data-state=live]").waitFor();
    expect(await background()).toBe("rgb(250, 248, 245)");
    await button(page, "Colours: light").click();
    expect(await background()).toBe("rgb(17, 21, 24)");
    expect(troubles).toEqual([]);
  });

  describe.each(["light", "dark"] as const)("axe finds nothing wrong, %s:", (colorScheme) => {
    const look = { colorScheme, reducedMotion: "reduce" } as const;

    const states: readonly { readonly state: string; readonly open: (page: Page) => Promise<void> }[] = [
      { state: "the list", open: async () => {} },
      {
        state: "a search without results",
        open: async (page) => {
          await field(page, "Search the links").fill("xyzzy");
          await page.getByRole("heading", { name: /^Nothing/ }).waitFor();
        },
      },
      {
        state: "signing in",
        open: async (page) => {
          await button(page, "Sign in").click();
        },
      },
      ...["Requests", "Routes", "Refused"].map((tab) => ({
        state: `the panel: ${tab}`,
        open: async (page: Page) => {
          await button(page, "Under the hood").click();
          await page.getByRole("tab", { name: tab }).click();
          if (tab === "Requests") await page.locator(".wire .line").first().waitFor();
          if (tab === "Routes") await page.locator(".routes td").first().waitFor();
          if (tab === "Refused") {
            await button(page, "Two Host fields").click();
            await page.locator(".refusals pre").first().waitFor();
          }
        },
      })),
    ];
    it.each(states)("$state", async ({ open }) => {
      const { page } = await visit(browser, running.url, look);
      await open(page);
      expect(await accessibilityFaults(page)).toEqual([]);
    });

    const adminStates: typeof states = [
      {
        state: "the list, with a menu open",
        open: async (page) => {
          await rows(page).first().hover();
          await page.locator("summary", { hasText: "admin" }).click();
        },
      },
      {
        state: "a form with faults",
        open: async (page) => {
          await button(page, "Add a link").click();
          await button(page.getByRole("dialog"), "Add").click();
          await page.getByText("A link needs a title").waitFor();
        },
      },
      {
        state: "people",
        open: async (page) => {
          await page.locator("summary", { hasText: "admin" }).click();
          await button(page, "People").click();
          await page.getByRole("cell", { name: "everything" }).waitFor();
        },
      },
      { state: "the import", open: (page) => button(page, "Import").click() },
    ];
    it.each(adminStates)("for an admin: $state", async ({ open }) => {
      const { page } = await visit(browser, running.url, { ...look, storageState: admission });
      await open(page);
      expect(await accessibilityFaults(page)).toEqual([]);
    });

    it("on a phone", async () => {
      const { page } = await visit(browser, running.url, { ...PHONE, ...look, storageState: admission });
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });

  it("axe would find text that is too faint", async () => {
    const { page } = await visit(browser, running.url);
    await page.evaluate("document.documentElement.style.setProperty('--ink-soft', '#8d959b')");
    expect((await accessibilityFaults(page)).join("\n")).toContain("color-contrast");
  });
});
