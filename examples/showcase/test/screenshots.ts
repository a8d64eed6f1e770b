// `npm run screenshots`: the pictures of docs/screenshots, by the browser that the tests use.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../../../test/browser.js";
import { signedInState } from "./browser/visit.js";
import { run } from "./running.js";

const FOLDER = fileURLToPath(new URL("../../../docs/screenshots/", import.meta.url));
const PHONE = { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true };

interface Picture {
  readonly name: string;
  readonly look: BrowserContextOptions;
  readonly open?: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: "light", look: { viewport: { width: 1280, height: 800 } } },
  { name: "dark", look: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" } },
  { name: "phone", look: PHONE },
  {
    name: "panel",
    look: { viewport: { width: 1440, height: 960 } },
    open: async (page) => {
      await page.getByRole("button", { name: "Under the hood" }).click();
      // What a first search has to load is no picture of the others.
      for (const query of ["sqlite", "fetch"]) {
        await page.getByLabel("Search the links").fill(query);
        await page.locator(".exchange-list [aria-current=true]", { hasText: `q=${query}` }).waitFor();
      }
      await page.getByLabel("Search the links").fill("http");
      await page.locator(".exchange-list [aria-current=true]", { hasText: "q=http" }).waitFor();
      await page.locator(".wire .line", { hasText: "q=http" }).waitFor();
      await page.getByLabel("Search the links").blur();
    },
  },
  {
    name: "refused",
    look: { viewport: { width: 1440, height: 700 }, colorScheme: "dark" },
    open: async (page) => {
      await page.getByRole("button", { name: "Under the hood" }).click();
      await page.getByRole("tab", { name: "Refused" }).click();
      const samples = ["A space before the colon", "Content-Length and chunked", "Two Host fields"];
      for (const [index, name] of samples.entries()) {
        await page.getByRole("button", { name }).click();
        await page.locator(`.refusals li:nth-child(${index + 1})`).waitFor();
      }
    },
  },
];

const [running, browser] = await Promise.all([run(), launchBrowser()]);
try {
  mkdirSync(FOLDER, { recursive: true });
  const storageState = await signedInState(running.url);
  for (const { name, look, open } of PICTURES) {
    const context = await browser.newContext({ ...look, storageState, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(running.url);
    await page.locator("#live[data-state=live]").waitFor();
    await open?.(page);
    await page.evaluate("document.fonts.ready.then(() => {})");
    await page.screenshot({ path: `${FOLDER}${name}.png` });
    await context.close();
    console.log(`docs/screenshots/${name}.png`);
  }
} finally {
  await browser.close();
  await running.stop();
}
