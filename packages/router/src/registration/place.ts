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

/** @returns `src/app.ts:12:3`, by the working directory where it is below that; or `an unknown place` */
export function describePlace({ stack = "" }: Place): string {
  for (const line of stack.split("\n")) {
    const place = /\(?((?:file:\/\/)?[^()\s][^()]*:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place !== undefined) return relative(pathOf(place.replace(/^at /, "")));
  }
  return "an unknown place";
}

// file:///home/me/my%20app/app.ts, file:///C:/app.ts
function pathOf(place: string): string {
  if (!place.startsWith("file://")) return place;
  return decodeURI(place.slice("file://".length)).replace(/^\/(?=[A-Za-z]:)/, "");
}

function relative(path: string): string {
  const folder = workingDirectory()?.replaceAll("\\", "/");
  const plain = path.replaceAll("\\", "/");
  return folder !== undefined && plain.startsWith(`${folder}/`) ? plain.slice(folder.length + 1) : path;
}

/** Of a process, where the runtime has one. It may have been removed. */
function workingDirectory(): string | undefined {
  const { process } = globalThis as { process?: { cwd?: () => string } };
  try {
    return process?.cwd?.();
  } catch {
    return undefined;
  }
}
