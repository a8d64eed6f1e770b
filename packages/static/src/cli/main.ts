#!/usr/bin/env node
// The program `sockeye-serve`.

import { readFileSync } from "node:fs";
import { HELP } from "./help.js";
import { start } from "./program.js";
import { settingsOf, UsageError } from "./settings.js";

/** Milliseconds that running answers get to finish. */
const GRACE = 2000;

// Whoever reads our lines may go away: `sockeye-serve | head`.
process.stdout.on("error", () => {});

try {
  const settings = settingsOf(process.argv.slice(2), process.env);
  if (settings === "help") process.stdout.write(HELP);
  else if (settings === "version") process.stdout.write(`${version()}\n`);
  else {
    const server = await start(settings, (line) => process.stdout.write(`${line}\n`));
    const stop = (signal: NodeJS.Signals): void => {
      // The second time the default holds, which is to end at once.
      process.off("SIGINT", stop).off("SIGTERM", stop);
      if (signal === "SIGINT" && process.stdout.isTTY) process.stdout.write("\n");
      void server.stop({ grace: GRACE });
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
  }
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${(error as Error).message}\n${isUsage ? "sockeye-serve --help says more.\n" : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}

function version(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
