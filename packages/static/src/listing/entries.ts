// What a listing shows of a folder: the files and folders in it that can be had.

import { type Dirent, promises, type Stats } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { hasDotfile, isServableName } from "../canonical-path.js";
import type { ResolvedStaticOptions } from "../options.js";
import type { Found, Tree } from "../tree.js";
import type { Entry, SortKey, SortOrder } from "./entry.js";

const ON_WINDOWS = process.platform === "win32";
/** Entries that are looked up before other work has its turn: a fifth of a millisecond. */
const BATCH = 100;

/**
 * The entries in their order, folders first. They are looked up as they are asked for, in batches; all of them first where
 * they are sorted by what only looking up shows.
 */
export async function* entriesOf(
  folder: Found,
  tree: Tree,
  { dotfiles }: Pick<ResolvedStaticOptions, "dotfiles">,
  sort: SortKey,
  order: SortOrder,
): AsyncGenerator<readonly Entry[], undefined> {
  const names = await promises.readdir(folder.place.path, { withFileTypes: true });
  const shown = names.filter(
    ({ name }) =>
      isServableName(name, ON_WINDOWS) && (dotfiles === "allow" || !hasDotfile([...folder.place.segments, name])),
  );
  const batches = lookedUp(shown.sort(byName(order)), folder, tree);
  if (sort === "name") {
    yield* batches;
    return;
  }
  const entries: Entry[] = [];
  for await (const batch of batches) entries.push(...batch);
  const direction = order === "asc" ? 1 : -1;
  yield entries.sort(
    (a, b) => Number(b.isFolder) - Number(a.isFolder) || direction * (a[sort] - b[sort]) || compare(a.name, b.name),
  );
}

async function* lookedUp(
  names: readonly Dirent[],
  folder: Found,
  tree: Tree,
): AsyncGenerator<readonly Entry[], undefined> {
  for (let at = 0; at < names.length; at += BATCH) {
    if (at > 0) await setImmediate();
    yield names.slice(at, at + BATCH).flatMap(({ name }) => entryOf(name, folder, tree));
  }
}

function entryOf(name: string, folder: Found, tree: Tree): Entry[] {
  const found = quietly(() => tree.find(tree.place([...folder.place.segments, name])));
  if (found === null || !tree.isInside(found)) return [];
  return kindOf(found.stats).map((isFolder) => ({
    name,
    isFolder,
    size: isFolder ? 0 : found.stats.size,
    modified: found.stats.mtimeMs,
  }));
}

/** Whether it is a folder; nothing for what is neither a folder nor a file. */
function kindOf(stats: Stats): boolean[] {
  return stats.isDirectory() ? [true] : stats.isFile() ? [false] : [];
}

// One entry that cannot be looked up does not spoil the list.
function quietly(find: () => Found | null): Found | null {
  try {
    return find();
  } catch {
    return null;
  }
}

function byName(order: SortOrder): (a: Dirent, b: Dirent) => number {
  const direction = order === "asc" ? 1 : -1;
  return (a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || direction * compare(a.name, b.name);
}

// By code units: a hundred thousand names take a tenth of a second then, and a second in the order of a language.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
