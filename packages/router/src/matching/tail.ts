// The end of a pattern from the first segment on that has a wildcard.

import { pathToRegexp } from "path-to-regexp";
import type { Piece, Segment } from "../pattern/pattern.js";
import type { Leaf } from "./leaf.js";
import { piecesOf, type Shape, shapeOf } from "./rank.js";

/** A wildcard between two texts, which most tails are; a regular expression of path-to-regexp for all others. */
export type Tail<Value> =
  | { readonly shape: Shape; readonly leaf: Leaf<Value>; readonly prefix: string; readonly suffix: string }
  | { readonly shape: Shape; readonly leaf: Leaf<Value>; readonly regexp: RegExp };

export function tailOf<Value>(segments: readonly Segment[], leaf: Leaf<Value>): Tail<Value> {
  const pieces = piecesOf(segments);
  const shape = shapeOf(pieces);
  if (shape.parameters > 1) {
    const { regexp } = pathToRegexp({ tokens: pieces }, { sensitive: true, trailing: false });
    return { shape, leaf, regexp };
  }
  return { shape, leaf, prefix: shape.leading, suffix: textOf(pieces.at(-1)) };
}

function textOf(piece: Piece | undefined): string {
  return piece?.type === "text" ? piece.value : "";
}
