// A Chromium that is installed. Debian: `apt-get install chromium`.

import { spawnSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const found = NAMES.find((name) => spawnSync(name, ["--version"]).status === 0);

/** Without a Chromium, the tests that need one are left out, and say so; in CI that is a failure. */
export const hasBrowser: boolean = found !== undefined || process.env["CI"] === "true";

if (found === undefined) {
  console.error(
    "\n*** Chromium is missing, and the tests in a browser are left out. ***\n" +
      "*** Debian, Ubuntu: apt-get install chromium.                      ***\n",
  );
}

export function launch(): Promise<Browser> {
  const path = spawnSync("which", [found ?? "chromium"], { encoding: "utf8" }).stdout.trim();
  // Root may not have the sandbox, and containers have little shared memory.
  return chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
