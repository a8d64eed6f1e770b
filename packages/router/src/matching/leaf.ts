// Where a pattern ends: what it stands for, and the parameters of a path that got there.

import { withSlashes } from "../pattern/decode.js";
import type { AnyParams } from "../pattern/params-of.js";
import type { Segment } from "../pattern/pattern.js";

export interface Leaf<Value> {
  readonly value: Value;
  /** Of the parameters, in the order of the pattern. */
  readonly names: readonly string[];
  /** Those of them that take more than one segment; `null` where none does. */
  readonly wildcards: readonly string[] | null;
}

export function leafOf<Value>(segments: readonly Segment[], value: Value): Leaf<Value> {
  const parameters = segments.flat().filter((piece) => piece.type !== "text");
  const wildcards = parameters.filter(({ type }) => type === "wildcard").map(({ name }) => name);
  return { value, names: parameters.map(({ name }) => name), wildcards: wildcards.length === 0 ? null : wildcards };
}

// Has no prototype, so that a name such as `constructor` is like any other, and keeps the shape of an instance.
const Params = function Params() {} as unknown as new () => Record<string, string | string[]>;
Params.prototype = Object.create(null);

/** The name of a wildcard that nobody has written: its value is not among the parameters. */
export const HIDDEN = "*";

export const NO_PARAMS: AnyParams = Object.freeze(new Params());

/**
 * @param path decoded
 * @param offsets begin and end of each value in the path
 * @param tailValues of the last parameters, behind one element that is none of them; `null` where all have offsets
 */
export function paramsOf(
  { names, wildcards }: Leaf<unknown>,
  path: string,
  offsets: readonly number[],
  tailValues: readonly string[] | null,
): AnyParams {
  const params = new Params();
  const inPath = tailValues === null ? names.length : names.length - tailValues.length + 1;
  for (let i = 0; i < inPath; i++) params[names[i] as string] = path.slice(offsets[2 * i], offsets[2 * i + 1]);
  for (let i = inPath; i < names.length; i++) params[names[i] as string] = tailValues?.[i - inPath + 1] as string;
  if (wildcards !== null) splitWildcards(params, wildcards);
  return params;
}

function splitWildcards(params: Record<string, string | string[]>, wildcards: readonly string[]): void {
  for (const name of wildcards) {
    if (name === HIDDEN) delete params[name];
    else params[name] = (params[name] as string).split("/");
  }
}

/** Gives the values of a path that was encoded their slashes. */
export function restoreSlashes(params: AnyParams): void {
  for (const [name, value] of Object.entries(params)) {
    (params as Record<string, unknown>)[name] = Array.isArray(value)
      ? value.map(withSlashes)
      : withSlashes(value as string);
  }
}
