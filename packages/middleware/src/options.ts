// Options are judged once, when a middleware is made.

import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

/** @throws {TypeError} one line for each option that is wrong or unknown: its name, and what was expected */
export function checkOptions(middleware: string, schema: z.ZodMiniType, options: unknown): void {
  const { success, error } = schema.safeParse(options, { error: en().localeError });
  if (success) return;
  const problems = error.issues.flatMap((issue) => [...problemsOf(issue, [])]);
  throw new TypeError(`${middleware}() was given options that it cannot take:\n  ${problems.join("\n  ")}`);
}

type Issue = z.core.$ZodIssue;

function* problemsOf(issue: Issue, outer: readonly PropertyKey[]): Iterable<string> {
  const path = [...outer, ...issue.path];
  // What is wrong with a key, and with a value that may be one of several kinds, stands one level deeper.
  const inner = issue.code === "invalid_key" ? issue.issues[0] : undefined;
  const branch = issue.code === "invalid_union" ? issue.errors.find(isOfThatKind) : undefined;
  if (branch !== undefined) {
    for (const deeper of branch) yield* problemsOf(deeper, path);
    return;
  }
  const message = inner?.message ?? issue.message;
  yield path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`;
}

/** Whether a value was of this kind, and something else is wrong with it. */
function isOfThatKind([first]: readonly Issue[]): boolean {
  return (
    first !== undefined && (first.path.length > 0 || !["invalid_type", "invalid_value", "custom"].includes(first.code))
  );
}

/** For a schema's `check`: of some options one has to be given, and no more. */
export function oneOf(...names: readonly string[]): z.core.$ZodCheck<object> {
  const isGiven = (options: object, name: string): boolean => (options as Record<string, unknown>)[name] !== undefined;
  return z.refine(
    (options: object) => names.filter((name) => isGiven(options, name)).length === 1,
    `Expected one of ${names.join(", ")}, and no more`,
  );
}

type Schema<T> = z.ZodMiniType<T, T>;

export const aFunction: z.ZodMiniType = z.custom((value) => typeof value === "function", "Expected a function");
export const aText: Schema<string> = z.string().check(z.minLength(1));
export const texts: Schema<string[]> = z.array(aText).check(z.minLength(1));
/** Of seconds and of milliseconds alike. */
export const aDuration: Schema<number> = z.number().check(z.positive());
export const aCount: Schema<number> = z.int().check(z.minimum(1));
/** RFC 9110 §5.6.2 */
export const aToken: Schema<string> = z.string().check(z.regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, "Expected a token"));
/** What may stand in a field value. */
export const aFieldValue: Schema<string> = z
  .string()
  .check(z.regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, "Expected visible ASCII"));
