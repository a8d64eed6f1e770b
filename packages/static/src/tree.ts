// The files below a root: what a path leads to, and what was opened, which is checked once more.
//
// The file system is asked directly and not by way of the thread pool, as nginx does it: a look-up takes 1 to 3 µs then
// instead of 17 µs of CPU time. Octets are always read in the thread pool.

import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { OpenedFile } from "./opened-file.js";

export type SymlinkPolicy = "deny" | "inside" | "follow";

/** Where something is, or may be. */
export interface Place {
  /** Names below the root. */
  readonly segments: readonly string[];
  /** For the file system. */
  readonly path: string;
  /** Paths of the folders between the root and it. */
  readonly folders: readonly string[];
}

/** What is at a place. */
export interface Found {
  readonly place: Place;
  readonly stats: Stats;
  /** Whether no symbolic link is on the way, so that what is found is inside the root. */
  readonly isDirect: boolean;
}

/** The file is there and cannot be had. The message names no path. */
export class FileRefusedError extends Error {
  override readonly name = "FileRefusedError";
  /** 403 where it may not be read, 503 where too many files are open. */
  readonly status: 403 | 503;

  constructor(status: 403 | 503, cause: unknown) {
    super(status === 403 ? "The file may not be read" : "Too many files are open", { cause });
    this.status = status;
  }
}

// A FIFO or a device must not make the opening wait, and a terminal must not become ours.
const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0, O_NOFOLLOW = 0 } = constants as Partial<typeof constants>;
const OPEN = (O_RDONLY ?? 0) | O_NONBLOCK | O_NOCTTY;
const QUIETLY = { throwIfNoEntry: false } as const;

// What the file system says of paths that lead nowhere; the rest is a refusal, or a failure of ours.
const ABSENT: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENXIO",
  "ENODEV",
  "EINVAL",
  "EISDIR",
]);
const STATUSES: Readonly<Record<string, 403 | 503>> = {
  EACCES: 403,
  EPERM: 403,
  EMFILE: 503,
  ENFILE: 503,
  ENOMEM: 503,
};

export class Tree {
  readonly root: string;
  readonly #symlinks: SymlinkPolicy;
  readonly #prefix: string;
  /** Where the root is in truth. It is looked up again when something seems to be outside, for the root may be a link. */
  #realRoot: string;

  /** @throws {Error} where the root is no folder */
  constructor(root: string | URL, symlinks: SymlinkPolicy) {
    this.root = resolve(typeof root === "string" ? root : fileURLToPath(root));
    if (statSync(this.root, QUIETLY)?.isDirectory() !== true)
      throw new Error(`There is no folder ${this.root} to serve`);
    this.#symlinks = symlinks;
    this.#prefix = this.root.endsWith(sep) ? this.root : this.root + sep;
    this.#realRoot = realpathSync.native(this.root);
  }

  /** The place that names lead to; it serves for any number of look-ups. */
  place(segments: readonly string[]): Place {
    const path = segments.length === 0 ? this.root : this.#prefix + segments.join(sep);
    const folders = segments.slice(1).map((_, i) => this.#prefix + segments.slice(0, i + 1).join(sep));
    return { segments, path, folders };
  }

  /**
   * What is there: a file, a folder, or something of another kind.
   * @throws {FileRefusedError}
   */
  find(place: Place): Found | null {
    return quietly(() => {
      const { segments, path, folders } = place;
      if (this.#symlinks === "follow") return found(place, statSync(path, QUIETLY), false);
      // The root may be a link.
      if (segments.length === 0) return found(place, statSync(path, QUIETLY), true);
      const stats = lstatSync(path, QUIETLY);
      if (stats === undefined) return null;
      if (!stats.isSymbolicLink() && !folders.some(isLink)) return found(place, stats, true);
      return this.#symlinks === "deny" ? null : found(place, statSync(path, QUIETLY), false);
    });
  }

  /**
   * Opens what was found, if it is a file still, and inside the root so far as links may not leave it.
   * @throws {FileRefusedError}
   */
  open({ place }: Found): OpenedFile | null {
    return quietly(() => {
      const fd = openSync(place.path, this.#symlinks === "deny" ? OPEN | O_NOFOLLOW : OPEN);
      try {
        const stats = fstatSync(fd);
        if (stats.isFile() && this.#mayServe(place, fd, stats)) return new OpenedFile(fd, stats);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      closeSync(fd);
      return null;
    });
  }

  /** Whether what was found is inside the root, so far as links may not leave it. */
  isInside({ place, isDirect }: Found): boolean {
    return (
      isDirect || this.#symlinks === "follow" || quietly(() => this.#holds(realpathSync.native(place.path))) === true
    );
  }

  #mayServe({ path, segments }: Place, fd: number, stats: Stats): boolean {
    if (this.#symlinks === "follow") return true;
    const real = realPathOf(path, fd, stats);
    if (real === null || !this.#holds(real)) return false;
    return this.#symlinks === "inside" || real === this.#realPrefix + segments.join(sep);
  }

  #holds(real: string): boolean {
    if (real.startsWith(this.#realPrefix) || real === this.#realRoot) return true;
    this.#realRoot = realpathSync.native(this.root);
    return real.startsWith(this.#realPrefix) || real === this.#realRoot;
  }

  get #realPrefix(): string {
    return this.#realRoot.endsWith(sep) ? this.#realRoot : this.#realRoot + sep;
  }
}

function found(place: Place, stats: Stats | undefined, isDirect: boolean): Found | null {
  return stats === undefined ? null : { place, stats, isDirect };
}

/** Also where it is gone meanwhile. */
function isLink(path: string): boolean {
  return lstatSync(path, QUIETLY)?.isSymbolicLink() !== false;
}

const DELETED = " (deleted)";

/**
 * Where an open file is in truth, `null` where that cannot be said.
 *
 * Linux knows it of the descriptor. Elsewhere the path is resolved, and what is there has to be what was opened, so that
 * nobody can have put another file in its place meanwhile.
 */
function realPathOf(path: string, fd: number, stats: Stats): string | null {
  if (process.platform === "linux") {
    try {
      const real = readlinkSync(`/proc/self/fd/${fd}`);
      // Of a file that was replaced just now, its old place counts.
      return stats.nlink === 0 && real.endsWith(DELETED) ? real.slice(0, -DELETED.length) : real;
    } catch {
      // Without /proc it is done as elsewhere.
    }
  }
  const real = realpathSync.native(path);
  const there = statSync(real, { bigint: true });
  const opened = fstatSync(fd, { bigint: true });
  return there.ino === opened.ino && there.dev === opened.dev ? real : null;
}

/** @returns what `ask` does, `null` where a path leads nowhere. @throws {FileRefusedError} */
function quietly<T>(ask: () => T | null): T | null {
  try {
    return ask();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (ABSENT.has(code)) return null;
    const status = STATUSES[code];
    throw status === undefined ? error : new FileRefusedError(status, error);
  }
}
