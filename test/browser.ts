// A Chromium that is installed, for tests that look at pages: `CHROMIUM` names it, or it is where it usually is.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
// It talks to nobody but us, and its own sandbox does not start for root, as in containers.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

const path = chromiumPath();

/** `false` where there is none, which is said loudly; in CI its tests are not left out, and so fail. */
export const hasBrowser: boolean = path !== undefined || process.env["CI"] === "true";

if (path === undefined) {
  console.error(
    "\n!!! SKIPPED: no Chromium is installed, so that nobody has looked at the pages. CHROMIUM names one. !!!\n" +
      "!!! Debian, Ubuntu: apt-get install chromium                                                       !!!\n",
  );
}

/** Starts it with a profile of its own, which is new and empty. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: path ?? "chromium", args: FLAGS });
}

/** Collects what goes wrong in a page: errors, refused styles and scripts, dialogs, requests that fail. */
export function troublesOf(page: Page): string[] {
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const error = request.failure()?.errorText ?? "";
    // The page itself gave it up, or was left.
    if (error !== "net::ERR_ABORTED") troubles.push(`request: ${request.url()} ${error}`);
  });
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return troubles;
}

function chromiumPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env["CHROMIUM"] ?? "", ...named, ...PLACES].find((path) => path !== "" && existsSync(path));
}
