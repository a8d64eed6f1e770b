// What was registered, flattened: scopes and routes with the prefixes of the mounts that they are in.

import { HIDDEN } from "../matching/leaf.js";
import { joinPatterns, type Pattern, parsePattern } from "../pattern/pattern.js";
import type { Place } from "./place.js";
import type { Mount, Route, Scope } from "./scope.js";

export interface PlacedScope {
  readonly scope: Scope;
  readonly prefix: Pattern;
  /** The mounts that lead here, the outermost first. */
  readonly mounts: readonly Mount[];
  /** Octets of content that its routes read at most, where they say nothing else. */
  readonly contentLimit: number | undefined;
}

export interface PlacedRoute {
  /** `null` for all methods. */
  readonly method: string | null;
  /** With the prefixes of all mounts. */
  readonly pattern: Pattern;
  readonly place: Place;
  readonly route: Route;
  readonly in: PlacedScope;
}

export interface Layout {
  readonly root: PlacedScope;
  readonly mounted: readonly PlacedScope[];
  /** In the order of registration, those of a mounted app where it was mounted. */
  readonly routes: readonly PlacedRoute[];
}

const ROOT = parsePattern("/");

/** All paths below a prefix, itself among them. */
export const BELOW: Pattern = { ...parsePattern(`{/{*"${HIDDEN}"}}`), source: "/*" };

/** @throws {PatternError} where a prefix and a pattern below it do not go together */
export function layoutOf(scope: Scope): Layout {
  const mounted: PlacedScope[] = [];
  const routes: PlacedRoute[] = [];
  const fill = (placed: PlacedScope): void => {
    for (const entry of placed.scope.entries) {
      if (entry.kind === "route") {
        const { method, place } = entry;
        routes.push({ method, pattern: joinPatterns(placed.prefix, entry.pattern), place, route: entry, in: placed });
      } else {
        const inner = {
          scope: entry.scope,
          prefix: joinPatterns(placed.prefix, entry.prefix),
          mounts: [...placed.mounts, entry],
          contentLimit: entry.scope.contentLimit ?? placed.contentLimit,
        };
        mounted.push(inner);
        fill(inner);
      }
    }
  };
  const root = { scope, prefix: ROOT, mounts: [], contentLimit: scope.contentLimit };
  fill(root);
  return { root, mounted, routes };
}

/** The pattern of all paths below a prefix. */
export function belowPrefix(prefix: Pattern): Pattern {
  return joinPatterns(prefix, BELOW);
}

/** Segments of a prefix, which has neither groups nor wildcards. */
export function segmentCount(prefix: Pattern): number {
  return prefix.source === ROOT.source ? 0 : (prefix.alternatives[0]?.length ?? 0);
}
