// Makes a failing input small: takes octets out as long as the same law stays broken.

import { BrokenLaw } from "./broken-law.js";
import type { Input } from "./input.js";
import { check } from "./laws.js";
import { endsWithin } from "./time-limit.js";

export interface Failure {
  readonly input: Input;
  readonly broken: BrokenLaw;
  /** Of the places where it is cut. */
  readonly seed: number;
}

const LONGEST_CALL = 2_000;
const LONGEST_SHRINKING = 20_000;
// A fault that shows only at certain cuts is looked for at others, since removing octets moves them.
const SEEDS_TRIED = 8;

/** The law that the input breaks, or `null`. */
export function failureOf(input: Input, seed: number): Failure | null {
  try {
    const ended = endsWithin(LONGEST_CALL, () => check(input, seed));
    return ended ? null : { input, seed, broken: new BrokenLaw("hang", `no end within ${LONGEST_CALL} ms`) };
  } catch (error) {
    if (error instanceof BrokenLaw) return { input, broken: error, seed };
    throw error;
  }
}

/** @returns the smallest input that was found to break the same law */
export function shrink(failure: Failure): Failure {
  const deadline = performance.now() + LONGEST_SHRINKING;
  let smallest = failure;
  const accept = (input: Input): boolean => {
    for (let seed = failure.seed; seed < failure.seed + SEEDS_TRIED; seed++) {
      const found = failureOf(input, seed);
      if (found?.broken.law !== failure.broken.law) continue;
      smallest = found;
      return true;
    }
    return false;
  };

  if (smallest.input.eof) accept({ ...smallest.input, eof: false });
  accept({ ...smallest.input, limits: {} });
  for (let size = failure.input.octets.length >> 1; size >= 1; ) {
    let removed = false;
    for (let at = 0; at < smallest.input.octets.length && performance.now() < deadline; ) {
      const { octets } = smallest.input;
      const rest = octets.slice(0, at) + octets.slice(at + size);
      if (accept({ ...smallest.input, octets: rest })) removed = true;
      else at += size;
    }
    // Single octets again and again: taking one out may make another one needless.
    if (size > 1 || !removed) size >>= 1;
  }
  return smallest;
}
