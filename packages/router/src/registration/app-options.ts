// What an app can be told, and the defaults. Checked by hand: a router without schemas loads no library for them.

import type { Report } from "../handling/rescue.js";
import type { TrailingSlash } from "./trailing-slash.js";

export interface AppOptions {
  /** Octets of content that are read at most. @defaultValue the server's; 1 MiB where it has none */
  readonly contentLimit?: number | undefined;
  /** Whether a slash at the end of a path makes a difference; the root app's choice counts. @defaultValue `strict` */
  readonly trailingSlash?: TrailingSlash | undefined;
  /** Told of errors that are answered with 500 and more, by the root app. @defaultValue writes them to the console */
  readonly report?: Report | undefined;
  /** Whether each step of each request is timed, by the root app, for `timingOf`. @defaultValue false */
  readonly timing?: boolean | undefined;
}

export interface ResolvedAppOptions {
  readonly contentLimit: number | undefined;
  readonly trailingSlash: TrailingSlash;
  readonly report: Report;
  readonly timing: boolean;
}

const SLASHES: readonly unknown[] = ["strict", "ignore", "redirect"] satisfies TrailingSlash[];

const CHECKS: Readonly<
  Record<keyof AppOptions, { readonly expected: string; readonly holds: (value: unknown) => boolean }>
> = {
  contentLimit: { expected: "a number of octets", holds: (value) => Number.isInteger(value) && (value as number) >= 0 },
  trailingSlash: { expected: "strict, ignore or redirect", holds: (value) => SLASHES.includes(value) },
  report: { expected: "a function", holds: (value) => typeof value === "function" },
  timing: { expected: "true or false", holds: (value) => typeof value === "boolean" },
};

/** @throws {TypeError} one line for each option that is wrong or unknown */
export function resolveAppOptions(options: AppOptions): ResolvedAppOptions {
  const problems = Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(CHECKS, name)) return [`${name}: no such option`];
    const { expected, holds } = CHECKS[name as keyof AppOptions];
    return value === undefined || holds(value) ? [] : [`${name}: expected ${expected}`];
  });
  if (problems.length > 0) {
    throw new TypeError(`createApp() was given options that it cannot take:\n  ${problems.join("\n  ")}`);
  }
  const { contentLimit, trailingSlash = "strict", report = writeError, timing = false } = options;
  return { contentLimit, trailingSlash, report, timing };
}

const writeError: Report = (error, c) => {
  console.error(`${c.method} ${c.path} (${c.route ?? "no route"}):`, error);
};
