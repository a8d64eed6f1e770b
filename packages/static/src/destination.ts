// What a path leads to: a file, a folder to list, or another path.

import { canonicalSegments, hasDotfile } from "./canonical-path.js";
import type { ResolvedStaticOptions } from "./options.js";
import type { Found, Place, Tree } from "./tree.js";
import { Turn } from "./turn.js";

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
/** Paths that led to a file right away are not taken apart again: so many of them, and none that is longer. */
const MOST_KNOWN = 16_384;
const LONGEST_KNOWN = 256;

export class Paths {
  readonly #tree: Tree;
  readonly #options: ResolvedStaticOptions;
  readonly #known = new Map<string, Place>();
  readonly #turn = new Turn<Destination>();

  constructor(tree: Tree, options: ResolvedStaticOptions) {
    this.#tree = tree;
    this.#options = options;
  }

  /**
   * @param path of the URL, percent-encoded, begins with a slash
   * @param connection that the request came by, `null` where that is not known
   * @throws {FileRefusedError}
   */
  destinationOf(path: string, connection: object | null): Destination {
    if (connection === null) return this.#find(path);
    const shared = this.#turn.get(path, connection);
    if (shared !== undefined) return shared;
    const found = this.#find(path);
    if (found.kind === "file") this.#turn.set(path, found, connection);
    return found;
  }

  #find(path: string): Destination {
    const known = this.#known.get(path);
    const file = known === undefined ? null : this.#tree.find(known);
    return file?.stats.isFile() === true ? { kind: "file", file } : this.#lookUp(path);
  }

  #lookUp(path: string): Destination {
    const { dotfiles, extensions, redirect } = this.#options;
    const segments = canonicalSegments(path, ON_WINDOWS);
    if (segments === null) return REFUSED;
    if (dotfiles === "deny" && hasDotfile(segments)) return HIDDEN;
    if (segments.at(-1) === "") return this.#inFolder(segments.slice(0, -1));

    const place = this.#tree.place(segments);
    const found = this.#tree.find(place);
    if (found?.stats.isFile() === true) {
      this.#keep(path, place);
      return { kind: "file", file: found };
    }
    for (const extension of extensions) {
      const file = this.#at(segments.with(-1, `${segments.at(-1)}.${extension}`));
      if (file?.stats.isFile() === true) return { kind: "file", file };
    }
    if (found?.stats.isDirectory() !== true) return MISS;
    // Whoever has nothing to show there keeps the path for others.
    return !redirect || this.#inFolder(segments) === MISS ? MISS : { kind: "slash", segments };
  }

  #inFolder(segments: readonly string[]): Destination {
    for (const name of this.#options.index) {
      const file = this.#at([...segments, name]);
      if (file?.stats.isFile() === true) return { kind: "file", file };
    }
    const folder = this.#options.listing ? this.#at(segments) : null;
    return folder?.stats.isDirectory() === true && this.#tree.isInside(folder) ? { kind: "folder", folder } : MISS;
  }

  #keep(path: string, place: Place): void {
    if (path.length > LONGEST_KNOWN) return;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(path, place);
  }

  #at(segments: readonly string[]): Found | null {
    return this.#tree.find(this.#tree.place(segments));
  }
}
