// Where a pattern ends: what it stands for, and the parameters of a path that got there.

import { withSlashes } from "../pattern/decode.js";
import type { AnyParams } from "../pattern/params-of.js";
import type { Segment } from "../pattern/pattern.js";

export interface Leaf<Value> {
  readonly value: Value;
  /** Of the parameters, in the order of the pattern. */
  readonly names: readonly string[];
  /** Whether the parameter at the same place takes more than one segment. */
  readonly areWildcards: readonly boolean[];
}

export function leafOf<Value>(segments: readonly Segment[], value: Value): Leaf<Value> {
  const parameters = segments.flat().filter((piece) => piece.type !== "text");
  return {
    value,
    names: parameters.map(({ name }) => name),
    areWildcards: parameters.map(({ type }) => type === "wildcard"),
  };
}

// Has no prototype, so that a name such as `constructor` is like any other, and keeps the shape of an instance.
const Params = function Params() {} as unknown as new () => Record<string, string | string[]>;
Params.prototype = Object.create(null);

export const NO_PARAMS: AnyParams = Object.freeze(new Params());

/**
 * @param path decoded
 * @param offsets begin and end of each value in the path
 * @param tailValues of the last parameters, behind one element that is none of them; `null` where all have offsets
 */
export function paramsOf(
  leaf: Leaf<unknown>,
  path: string,
  offsets: readonly number[],
  tailValues: readonly string[] | null,
): AnyParams {
  const { areWildcards, names } = leaf;
  const params = new Params();
  const offsetCount = tailValues === null ? names.length : names.length - tailValues.length + 1;
  for (let i = 0; i < names.length; i++) {
    const value =
      i < offsetCount
        ? path.slice(offsets[2 * i], offsets[2 * i + 1])
        : ((tailValues as readonly string[])[i - offsetCount + 1] as string);
    params[names[i] as string] = areWildcards[i] ? value.split("/").map(withSlashes) : withSlashes(value);
  }
  return params;
}
