// Patterns and routes in words.

import { piecesOf } from "../matching/rank.js";
import { printed } from "../pattern/decode.js";
import type { Pattern, Segment } from "../pattern/pattern.js";
import { describePlace, type Place } from "./place.js";

/** A pattern without groups, or its beginning, as it would be written. */
export function textOf(segments: readonly Segment[]): string {
  return piecesOf([[], ...segments])
    .map((piece) =>
      piece.type === "text" ? printed(piece.value) : `${piece.type === "param" ? ":" : "*"}${piece.name}`,
    )
    .join("");
}

export interface Described {
  readonly method: string | null;
  readonly pattern: Pattern;
  readonly place: Place;
}

/** `GET /users/:id (src/app.ts:12:3)` */
export function describeRoute({ method, pattern, place }: Described): string {
  return `${method ?? "all"} ${pattern.source} (${describePlace(place)})`;
}
