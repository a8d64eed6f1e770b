// Where in the program something was registered.

/** Holds the stack of a registration, from the caller on. */
export interface Place {
  readonly stack?: string;
}

/**
 * Notes where `entrance` was called. That is cheap: the engine makes text of it only when somebody reads the stack.
 */
// biome-ignore lint/complexity/noBannedTypes: what Error.captureStackTrace takes.
export function placeOf(entrance: Function): Place {
  const place: { stack?: string } = {};
  // Of V8 and JavaScriptCore; elsewhere the place is not told.
  Error.captureStackTrace?.(place, entrance);
  return place;
}

/** @returns `path/to/file.ts:12:3`, or `an unknown place` */
export function describePlace({ stack = "" }: Place): string {
  for (const line of stack.split("\n")) {
    const place = /\(?((?:file:\/\/)?[^()\s][^()]*:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place !== undefined) return place.replace(/^at /, "").replace(/^file:\/\//, "");
  }
  return "an unknown place";
}
