// Finds the pattern that a path belongs to. What it costs grows with the path, not with the number of patterns.

import { decodePath } from "../pattern/decode.js";
import type { AnyParams } from "../pattern/params-of.js";
import type { Segment } from "../pattern/pattern.js";
import { type Leaf, leafOf, NO_PARAMS, paramsOf, restoreSlashes } from "./leaf.js";
import { type MixedEdge, Node } from "./node.js";
import { kindOf, piecesOf } from "./rank.js";
import type { Tail } from "./tail.js";

export interface Match<Value> {
  readonly value: Value;
  readonly params: AnyParams;
}

// Where the parameters lie in the path, two offsets each, and the values of a tail that a regular expression has read.
// One of each for all look-ups, for they never interleave.
const offsets: number[] = [];
let tailValues: readonly string[] | null = null;

export class Matcher<Value> {
  /** The patterns without parameters, which are paths: no other pattern is more specific. */
  readonly #statics = new Map<string, Match<Value>>();
  readonly #root = new Node<Value>("");

  /** @returns what stands for the same paths already and goes on doing so, or `null` */
  add(segments: readonly Segment[], value: Value): Value | null {
    if (segments.some((segment) => kindOf(segment) !== "static")) {
      return this.#root.add(segments, leafOf(segments, value))?.value ?? null;
    }
    const [text] = piecesOf([[], ...segments]);
    const path = text?.type === "text" ? text.value : "";
    const known = this.#statics.get(path);
    if (known !== undefined) return known.value;
    this.#statics.set(path, { value, params: NO_PARAMS });
    return null;
  }

  /** @param path percent-decoding is done here. @returns `"malformed"` where that cannot be done */
  find(path: string): Match<Value> | null | "malformed" {
    if (path.includes("%")) return this.#findEncoded(path);
    const match = this.#statics.get(path);
    if (match !== undefined) return match;
    const leaf = this.#walk(path);
    return leaf === null ? null : { value: leaf.value, params: paramsOf(leaf, path, offsets, tailValues) };
  }

  #findEncoded(path: string): Match<Value> | null | "malformed" {
    const decoded = decodePath(path);
    if (decoded === null) return "malformed";
    const match = this.#statics.get(decoded);
    if (match !== undefined) return match;
    const leaf = this.#walk(decoded);
    if (leaf === null) return null;
    const params = paramsOf(leaf, decoded, offsets, tailValues);
    restoreSlashes(params);
    return { value: leaf.value, params };
  }

  #walk(path: string): Leaf<Value> | null {
    tailValues = null;
    return walk(this.#root, path, 0, 0);
  }
}

/** Goes down from `node`, which is reached at `at`, with `depth` parameters found. */
function walk<Value>(start: Node<Value>, path: string, at: number, depth: number): Leaf<Value> | null {
  let node = start;
  for (;;) {
    if (at === path.length) return node.leaf;
    const child = node.childAt(path.charCodeAt(at));
    const isOnPath = child !== undefined && continues(path, at, child.label);
    const { edges } = node;
    if (edges === null) {
      if (!isOnPath) return null;
      at += child.label.length;
      node = child;
      continue;
    }
    if (isOnPath) {
      const leaf = walk(child, path, at + child.label.length, depth);
      if (leaf !== null) return leaf;
    }
    const { mixed, param, tails } = edges;
    const slash = path.indexOf("/", at);
    const end = slash < 0 ? path.length : slash;
    for (const edge of mixed) {
      const leaf = splitSegment(edge, path, at, end, depth)
        ? walk(edge.node, path, end, depth + edge.texts.length)
        : null;
      if (leaf !== null) return leaf;
    }
    if (param !== null && end > at) {
      offsets[2 * depth] = at;
      offsets[2 * depth + 1] = end;
      if (tails.length === 0) {
        node = param;
        at = end;
        depth++;
        continue;
      }
      const leaf = walk(param, path, end, depth + 1);
      if (leaf !== null) return leaf;
    }
    for (const tail of tails) if (takesRest(tail, path, at, depth)) return tail.leaf;
    return null;
  }
}

/** Whether `label`, whose first code unit is known to be there, stands at `at`. */
function continues(path: string, at: number, label: string): boolean {
  if (at + label.length > path.length) return false;
  for (let i = 1; i < label.length; i++) if (path.charCodeAt(at + i) !== label.charCodeAt(i)) return false;
  return true;
}

// As path-to-regexp does it: a parameter ends where the text behind it is first found, whatever follows, and the last one
// takes what is left. None is empty.
function splitSegment(edge: MixedEdge<unknown>, path: string, start: number, end: number, depth: number): boolean {
  const { texts } = edge;
  const last = texts.length - 1;
  let at = start;
  for (let i = 0; i < last; i++) {
    const text = texts[i] as string;
    const found = path.indexOf(text, at + 1);
    if (found < 0 || found + text.length > end) return false;
    offsets[2 * (depth + i)] = at;
    offsets[2 * (depth + i) + 1] = found;
    at = found + text.length;
  }
  const suffix = texts[last] as string;
  const lastEnd = end - suffix.length;
  if (lastEnd <= at || !path.startsWith(suffix, lastEnd)) return false;
  offsets[2 * (depth + last)] = at;
  offsets[2 * (depth + last) + 1] = lastEnd;
  return true;
}

function takesRest(tail: Tail<unknown>, path: string, at: number, depth: number): boolean {
  if ("regexp" in tail) {
    tailValues = tail.regexp.exec(path.slice(at));
    return tailValues !== null;
  }
  const start = at + tail.prefix.length;
  const end = path.length - tail.suffix.length;
  if (end <= start || !path.startsWith(tail.prefix, at) || !path.endsWith(tail.suffix)) return false;
  offsets[2 * depth] = start;
  offsets[2 * depth + 1] = end;
  return true;
}
