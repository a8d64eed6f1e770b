// A visitor's browser, and what every test does in it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { troublesOf } from "../../../../test/browser.js";
import { ADMIN } from "../client.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WAIT_MS = 15_000;

export interface Visit {
  readonly page: Page;
  /** What went wrong in the page, but for refusals that a test has asked for. */
  readonly troubles: string[];
  /** Another tab of the same browser. */
  tab(): Promise<Visit>;
}

/** Opens the page in a browser without history. Where something went wrong that no test has expected, the test fails. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(WAIT_MS);
  onTestFinished(() => context.close());
  const open = async (): Promise<Visit> => {
    const page = await context.newPage();
    const troubles = troublesOf(page);
    await page.goto(url);
    await page.locator("#live[data-state=live]").waitFor();
    return { page, troubles, tab: open };
  };
  return open();
}

export const rows = (page: Page): Locator => page.locator("#link-list > li");
export const row = (page: Page, title: string): Locator =>
  rows(page).filter({ has: page.getByRole("link", { name: title, exact: true }) });
export const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true });
export const field = (within: Page | Locator, name: string): Locator => within.getByLabel(name, { exact: true });

export async function signIn(page: Page, { name, password } = ADMIN): Promise<void> {
  await button(page, "Sign in").click();
  const dialog = page.getByRole("dialog");
  await field(dialog, "Name").fill(name);
  await field(dialog, "Password").fill(password);
  await button(dialog, "Sign in").click();
  await button(page, "Add a link").waitFor();
}

/** What a browser has stored that has signed in: one guess less at the password, of which there are ten a minute. */
export async function signedInState(url: string): Promise<NonNullable<BrowserContextOptions["storageState"]>> {
  const response = await fetch(`${url}/api/session`, {
    method: "POST",
    body: JSON.stringify(ADMIN),
    headers: { "Content-Type": "application/json" },
  });
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(response.headers.getSetCookie()[0] ?? "") ?? [];
  const { hostname: domain } = new URL(url);
  const cookie = { name, value, domain, path: "/", expires: -1, httpOnly: true, secure: false };
  return { cookies: [{ ...cookie, sameSite: "Lax" }], origins: [] };
}

export async function addLink(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await button(page, "Add a link").click();
  const dialog = page.getByRole("dialog");
  for (const [name, value] of Object.entries(fields)) await field(dialog, name).fill(value);
  await button(dialog, "Add").click();
  await dialog.waitFor({ state: "detached" });
}

/** Removes one expected trouble for each pattern. */
export function forgive(troubles: string[], ...patterns: readonly RegExp[]): void {
  for (const pattern of patterns) {
    const index = troubles.findIndex((trouble) => pattern.test(trouble));
    expect(index, `${pattern} among ${troubles.join("\n")}`).toBeGreaterThanOrEqual(0);
    troubles.splice(index, 1);
  }
}

interface Axe {
  run(root: unknown, options: object): Promise<{ readonly violations: readonly Violation[] }>;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What the accessibility rules of axe find in the page as it is now. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((runOnly) => {
    const { axe, document } = globalThis as unknown as { axe: Axe; document: unknown };
    return axe.run(document, { runOnly });
  }, RULES);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

/** How far the page reaches beyond the right edge of the window, in pixels. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
