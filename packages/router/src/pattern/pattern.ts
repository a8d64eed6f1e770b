// What a pattern says: path-to-regexp's grammar, its optional groups told apart, cut into segments.

import { PathError, parse, type Token } from "path-to-regexp";
import { decodeText } from "./decode.js";
import { mend } from "./mend.js";

/** Text, a parameter of one segment at most, or a wildcard. */
export type Piece = Exclude<Token, { readonly type: "group" }>;

/** The pieces between two slashes; none where nothing is. No text holds a slash. */
export type Segment = readonly Piece[];

export interface Pattern {
  /** As it was written, behind the prefixes of the mounts around it. */
  readonly source: string;
  readonly tokens: readonly Token[];
  /** The ways in which its groups can be there or not, in the order in which path-to-regexp tries them. */
  readonly alternatives: readonly (readonly Segment[])[];
}

/** A pattern that cannot be registered; `mended` is how it would be written here. */
export class PatternError extends TypeError {
  override readonly name = "PatternError";
  readonly pattern: string;
  readonly mended: string | null;

  constructor(pattern: string, problem: string, mended: string | null = null, options?: ErrorOptions) {
    super(`The pattern ${pattern} ${problem}${mended === null ? "" : `; write ${mended}`}`, options);
    this.pattern = pattern;
    this.mended = mended;
  }
}

// As many as path-to-regexp takes: each group doubles their number.
const MOST_ALTERNATIVES = 256;

/** @throws {PatternError} */
export function parsePattern(source: string): Pattern {
  if (typeof source !== "string") throw new PatternError(String(source), "is no string");
  try {
    return patternOf(source, parse(source).tokens);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    // path-to-regexp repeats the pattern behind its own sentence.
    const problem = error.message.slice(0, error.message.lastIndexOf(`: ${source}`));
    const sentence = `cannot be read: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`;
    throw new PatternError(source, sentence, mend(source), { cause: error });
  }
}

/**
 * @returns the pattern below a mount's prefix; `/` below a prefix is the prefix itself
 * @throws {PatternError}
 */
export function joinPatterns(prefix: Pattern, pattern: Pattern): Pattern {
  if (prefix.source === "/") return pattern;
  if (pattern.source === "/") return prefix;
  return patternOf(prefix.source + pattern.source, [...prefix.tokens, ...pattern.tokens]);
}

function patternOf(source: string, tokens: readonly Token[]): Pattern {
  const alternatives: (readonly Segment[])[] = [];
  flatten(tokens, [], (pieces) => {
    if (alternatives.length === MOST_ALTERNATIVES) {
      throw new PatternError(source, `has groups for more than ${MOST_ALTERNATIVES} combinations`);
    }
    alternatives.push(segmentsOf(source, pieces));
  });
  return { source, tokens, alternatives };
}

function flatten(tokens: readonly Token[], before: readonly Piece[], found: (pieces: readonly Piece[]) => void): void {
  const at = tokens.findIndex((token) => token.type === "group");
  if (at < 0) {
    found([...before, ...(tokens as readonly Piece[])]);
    return;
  }
  const group = tokens[at] as Extract<Token, { readonly type: "group" }>;
  const outside = [...before, ...(tokens.slice(0, at) as readonly Piece[])];
  const behind = tokens.slice(at + 1);
  flatten(group.tokens, outside, (pieces) => flatten(behind, pieces, found));
  flatten(behind, outside, found);
}

function segmentsOf(source: string, pieces: readonly Piece[]): readonly Segment[] {
  const segments: Piece[][] = [[]];
  const names = new Set<string>();
  let separated = true;
  for (const piece of pieces) {
    if (piece.type === "text") {
      separated = true;
      const [first = "", ...others] = decodeText(piece.value).split("/");
      addText(segments.at(-1) as Piece[], first);
      for (const text of others) addText(segments[segments.push([]) - 1] as Piece[], text);
      continue;
    }
    const { name } = piece;
    if (!separated) throw new PatternError(source, `has nothing between "${name}" and the parameter before it`);
    if (names.has(name)) throw new PatternError(source, `has two parameters named "${name}"`);
    separated = false;
    names.add(name);
    (segments.at(-1) as Piece[]).push(piece);
  }
  // What is missing altogether is the root.
  if (pieces.length === 0) return [[]];
  if (segments.shift()?.length !== 0) throw new PatternError(source, "does not begin with a slash", mend(source));
  for (const segment of segments) checkSegment(source, segment);
  return segments;
}

function addText(segment: Piece[], value: string): void {
  const last = segment.at(-1);
  if (last?.type === "text") segment[segment.length - 1] = { type: "text", value: last.value + value };
  else if (value !== "") segment.push({ type: "text", value });
}

// The URL standard takes these segments out of every path.
function checkSegment(source: string, segment: Segment): void {
  const [piece] = segment;
  if (segment.length === 1 && piece?.type === "text" && /^\.\.?$/.test(piece.value)) {
    throw new PatternError(source, `has a segment ${piece.value}, which no path has`);
  }
}
