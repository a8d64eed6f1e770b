// Which of two patterns comes first where both match: segment by segment, the more specific one.
//
//   1. static text
//   2. a parameter with literal parts: the longer text before the parameter first, then the longer text altogether, then
//      the fewer parameters, then the text that sorts first
//   3. a parameter
//   4. a wildcard, which takes the rest of the pattern with it: ordered as 2.

import type { Piece, Segment } from "../pattern/pattern.js";

export type Kind = "static" | "mixed" | "param" | "wildcard";

export function kindOf(segment: Segment): Kind {
  const [first] = segment;
  if (segment.some(({ type }) => type === "wildcard")) return "wildcard";
  if (segment.length > 1) return "mixed";
  return first?.type === "param" ? "param" : "static";
}

/** What two texts with parameters are ordered by. */
export interface Shape {
  /** Before the first parameter. */
  readonly leading: string;
  /** Octets of text altogether. */
  readonly length: number;
  readonly parameters: number;
  /** The pieces without the names: what is equal here matches the same paths. */
  readonly key: string;
}

export function shapeOf(pieces: readonly Piece[]): Shape {
  const texts = pieces.filter((piece) => piece.type === "text");
  const [first] = pieces;
  return {
    leading: first?.type === "text" ? first.value : "",
    length: texts.reduce((sum, { value }) => sum + value.length, 0),
    parameters: pieces.length - texts.length,
    key: pieces.map((piece) => (piece.type === "text" ? `=${piece.value}` : piece.type)).join("\0"),
  };
}

/** @returns less than 0 where `a` comes first */
export function compareShapes(a: Shape, b: Shape): number {
  return (
    b.leading.length - a.leading.length ||
    b.length - a.length ||
    a.parameters - b.parameters ||
    (a.key < b.key ? -1 : Number(a.key > b.key))
  );
}

/** The pieces of several segments, with the slashes between them. */
export function piecesOf(segments: readonly Segment[]): readonly Piece[] {
  const pieces: Piece[] = [];
  const addText = (value: string): void => {
    const last = pieces.at(-1);
    if (last?.type === "text") pieces[pieces.length - 1] = { type: "text", value: last.value + value };
    else pieces.push({ type: "text", value });
  };
  segments.forEach((segment, index) => {
    if (index > 0) addText("/");
    for (const piece of segment) {
      if (piece.type === "text") addText(piece.value);
      else pieces.push(piece);
    }
  });
  return pieces;
}
