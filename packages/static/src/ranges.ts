// The Range field and what it selects (RFC 9110 §14).

/** The octets from `start` up to, not including, `end`. At least one. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** `"whole"`: the field is to be ignored. `"unsatisfiable"`: 416. */
export type RangeSelection = "whole" | "unsatisfiable" | readonly ByteRange[];

/** Whoever asks for more parts than this gets the whole, which costs less than they would (§14.2, §17.15). */
const MOST_PARTS = 64;

// ranges-specifier = range-unit "=" range-set; the unit matches in any letter case.
const RANGES_SPECIFIER = /^bytes=(.*)$/i;
// range-set = 1#range-spec, with empty elements passed over (§5.6.1); range-spec = int-range / suffix-range.
const RANGE_SPEC = /[\t ]*(?:(\d+)-(\d*)[\t ]*|-(\d+)[\t ]*)?(?:,|$)/y;

/**
 * Selects from a representation of `size` octets. What is malformed or of another unit selects the whole.
 *
 * Ranges that overlap or touch become one, in the place of the first of them; the others keep the order in which they were
 * asked for. Where several together are the whole, or too many are left, the whole is the answer.
 */
export function selectRanges(value: string, size: number): RangeSelection {
  const set = RANGES_SPECIFIER.exec(value)?.[1];
  if (set === undefined) return "whole";

  const ranges: ByteRange[] = [];
  let specs = 0;
  RANGE_SPEC.lastIndex = 0;
  while (RANGE_SPEC.lastIndex < set.length) {
    const spec = RANGE_SPEC.exec(set);
    if (spec === null) return "whole";
    const [, first, last = "", suffix] = spec;
    if (first === undefined && suffix === undefined) continue;
    if (first !== undefined && last !== "" && isLess(last, first)) return "whole";
    specs++;
    const range = first === undefined ? suffixRange(suffix as string, size) : intRange(first, last, size);
    // What is left of the set is still judged.
    if (range !== null && ranges.length <= MOST_PARTS) join(ranges, range);
  }

  if (specs === 0 || ranges.length > MOST_PARTS) return "whole";
  const [range] = ranges;
  // A suffix of an empty representation is satisfiable, and no range can say so (§14.1.2).
  if (range === undefined) return "unsatisfiable";
  return range.start === range.end || (specs > 1 && range.start === 0 && range.end === size) ? "whole" : ranges;
}

/** The value of Content-Range for a range that is sent (§14.4). */
export function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end - 1}/${size}`;
}

/** The value of Content-Range in a 416. */
export function unsatisfiedRange(size: number): string {
  return `bytes */${size}`;
}

// Positions too large for a double are larger than any file, and end where the file does.
function intRange(first: string, last: string, size: number): ByteRange | null {
  const start = Number(first);
  if (start >= size) return null;
  return { start, end: last === "" ? size : Math.min(Number(last) + 1, size) };
}

function suffixRange(suffix: string, size: number): ByteRange | null {
  const length = Number(suffix);
  return length === 0 ? null : { start: Math.max(0, size - length), end: size };
}

/** Compares decimal numbers of any length. */
function isLess(a: string, b: string): boolean {
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  return left.length === right.length ? left < right : left.length < right.length;
}

function join(ranges: ByteRange[], { start, end }: ByteRange): void {
  let place = ranges.length;
  for (let i = ranges.length - 1; i >= 0; i--) {
    const other = ranges[i] as ByteRange;
    if (other.start > end || other.end < start) continue;
    start = Math.min(start, other.start);
    end = Math.max(end, other.end);
    ranges.splice(i, 1);
    place = i;
  }
  ranges.splice(place, 0, { start, end });
}
