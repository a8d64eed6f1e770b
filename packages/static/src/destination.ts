// What a path leads to: a file, a folder to list, or another path.

import { canonicalSegments, hasDotfile } from "./canonical-path.js";
import type { ResolvedStaticOptions } from "./options.js";
import type { Found, Tree } from "./tree.js";

export type Destination =
  | { readonly kind: "file"; readonly file: Found }
  | { readonly kind: "folder"; readonly folder: Found }
  /** The path with a slash behind it. */
  | { readonly kind: "slash"; readonly segments: readonly string[] }
  /** The path is not written as it has to be. */
  | { readonly kind: "refused" }
  /** Names with a dot that are denied. */
  | { readonly kind: "hidden" }
  | { readonly kind: "miss" };

const MISS: Destination = { kind: "miss" };
const REFUSED: Destination = { kind: "refused" };
const HIDDEN: Destination = { kind: "hidden" };
const ON_WINDOWS = process.platform === "win32";

/**
 * @param path of the URL, percent-encoded, begins with a slash
 * @throws {FileRefusedError}
 */
export function destinationOf(path: string, tree: Tree, options: ResolvedStaticOptions): Destination {
  const segments = canonicalSegments(path, ON_WINDOWS);
  if (segments === null) return REFUSED;
  if (options.dotfiles === "deny" && hasDotfile(segments)) return HIDDEN;
  if (segments.at(-1) === "") return inFolder(segments.slice(0, -1), tree, options);

  const found = tree.find(segments);
  if (found?.stats.isFile() === true) return { kind: "file", file: found };
  for (const extension of options.extensions) {
    const file = tree.find(segments.with(-1, `${segments.at(-1)}.${extension}`));
    if (file?.stats.isFile() === true) return { kind: "file", file };
  }
  if (found?.stats.isDirectory() !== true) return MISS;
  // Whoever has nothing to show there keeps the path for others.
  const inside = inFolder(segments, tree, options);
  return inside === MISS || !options.redirect ? MISS : { kind: "slash", segments };
}

function inFolder(segments: readonly string[], tree: Tree, options: ResolvedStaticOptions): Destination {
  for (const name of options.index) {
    const file = tree.find([...segments, name]);
    if (file?.stats.isFile() === true) return { kind: "file", file };
  }
  const folder = options.listing ? tree.find(segments) : null;
  return folder?.stats.isDirectory() === true && tree.isInside(folder) ? { kind: "folder", folder } : MISS;
}
