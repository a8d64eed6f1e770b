// Why a pattern does not match a path, in words.

import { Matcher } from "../matching/matcher.js";
import { kindOf } from "../matching/rank.js";
import { decodePath, printed, withSlashes } from "../pattern/decode.js";
import type { Pattern, Segment } from "../pattern/pattern.js";
import { textOf } from "../registration/wording.js";

export interface Mismatch {
  /** Segments that do match, from the left. */
  readonly matched: number;
  readonly why: string;
}

/** @returns `null` where it does match; of several alternatives what is said of the one that comes closest */
export function mismatchOf(pattern: Pattern, path: string): Mismatch | null {
  const decoded = decodePath(path);
  if (decoded === null) return { matched: 0, why: "the path cannot be decoded" };
  let closest: Mismatch | null = null;
  for (const segments of pattern.alternatives) {
    const matcher = new Matcher<true>();
    matcher.add(segments, true);
    if (matcher.find(path) !== null) return null;
    const mismatch = compare(segments, decoded.slice(1).split("/"));
    if (closest === null || mismatch.matched > closest.matched) closest = mismatch;
  }
  return closest;
}

function compare(pattern: readonly Segment[], path: readonly string[]): Mismatch {
  const rest = (from: number): string => printed(`/${path.slice(from).join("/")}`);
  for (const [index, segment] of pattern.entries()) {
    const part = path[index];
    if (part === undefined) return { matched: index, why: `the path ends before ${textOf([segment])}` };
    if (kindOf(segment) === "wildcard") {
      return { matched: index, why: `${rest(index)} is not ${textOf(pattern.slice(index))}` };
    }
    const why = compareSegment(segment, part);
    if (why !== null) return { matched: index, why: `segment ${index + 1}, ${printed(part)}, ${why}` };
  }
  return { matched: pattern.length, why: `the path goes on with ${rest(pattern.length)}` };
}

/** @returns `null` where the segment matches */
function compareSegment(segment: Segment, part: string): string | null {
  const written = textOf([segment]).slice(1);
  const matcher = new Matcher<true>();
  matcher.add([segment], true);
  if (matcher.find(`/${encodeURIComponent(withSlashes(part))}`) !== null) return null;
  if (part === "") return `is empty, where ${written} stands`;
  return `is not ${written === "" ? "empty" : written}`;
}
