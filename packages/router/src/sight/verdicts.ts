// What is wrong with a table of routes, or at least surprising.

import { Matcher } from "../matching/matcher.js";
import { addAll, type Clash } from "../matching/method-table.js";
import { kindOf } from "../matching/rank.js";
import type { Segment } from "../pattern/pattern.js";
import { RouteConflictError } from "../registration/conflict.js";
import type { Layout, PlacedRoute, PlacedScope } from "../registration/layout.js";
import { describePlace } from "../registration/place.js";
import { describeRoute, textOf } from "../registration/wording.js";

/**
 * - `duplicate`: two routes for the same paths; the app does not start.
 * - `unreachable`: other routes answer all paths of this one.
 * - `shadowed`: other routes answer some of them, those for one way of its optional groups.
 * - `names`: one parameter has two names.
 * - `scope`: two apps are mounted at one prefix, so that the 404 of the second is never given.
 */
export type VerdictKind = "duplicate" | "unreachable" | "shadowed" | "names" | "scope";

export interface Verdict {
  readonly kind: VerdictKind;
  /** One sentence, with both routes and their places. */
  readonly message: string;
  /** The pattern that it is about. */
  readonly pattern: string;
}

export function verdictsOf({ routes, mounted }: Layout): readonly Verdict[] {
  const methods = [...new Set(routes.map(({ method }) => method))];
  const clashes = methods.flatMap((method) => clashVerdicts(routes.filter((route) => route.method === method)));
  return [...clashes, ...nameVerdicts(routes), ...scopeVerdicts(mounted)];
}

function clashVerdicts(routes: readonly PlacedRoute[]): readonly Verdict[] {
  const clashes = addAll(new Matcher<PlacedRoute>(), routes);
  const losers = new Set(clashes.map(({ route }) => route));
  return [...losers].map((route) =>
    clashVerdict(
      route,
      clashes.filter((clash) => clash.route === route),
    ),
  );
}

function clashVerdict(route: PlacedRoute, clashes: readonly Clash<PlacedRoute>[]): Verdict {
  const { alternatives, source } = route.pattern;
  const same = clashes.find(({ winner }) => winner.pattern.alternatives.length > 1 === alternatives.length > 1);
  if (same !== undefined) {
    return { kind: "duplicate", pattern: source, message: new RouteConflictError(route, same.winner).message };
  }
  const winners = [...new Set(clashes.map(({ winner }) => winner))].map(describeRoute).join(" and ");
  if (clashes.length === alternatives.length) {
    return {
      kind: "unreachable",
      pattern: source,
      message: `${describeRoute(route)} is never reached: ${winners} comes first`,
    };
  }
  const lost = clashes.map(({ alternative }) => textOf(alternatives[alternative] as readonly Segment[])).join(" and ");
  return {
    kind: "shadowed",
    pattern: source,
    message: `${describeRoute(route)} does not answer ${lost}: ${winners} comes first`,
  };
}

/** A place in the tree of patterns, and who named the parameter there. */
function nameVerdicts(routes: readonly PlacedRoute[]): readonly Verdict[] {
  const named = new Map<string, { readonly name: string; readonly route: PlacedRoute }>();
  const verdicts = new Map<string, Verdict>();
  for (const route of routes) {
    for (const segments of route.pattern.alternatives) {
      for (const [index, segment] of segments.entries()) {
        const [piece] = segment;
        if (kindOf(segment) !== "param" || piece?.type !== "param") continue;
        const before = segments.slice(0, index).map((each) => [{ type: "text" as const, value: shapeText(each) }]);
        const place = textOf(before);
        const known = named.get(place);
        if (known === undefined) named.set(place, { name: piece.name, route });
        else if (known.name !== piece.name) {
          const message = `${describeRoute(route)} calls ${piece.name} what ${describeRoute(known.route)} calls ${known.name}`;
          verdicts.set(`${place} ${piece.name}`, { kind: "names", pattern: route.pattern.source, message });
        }
      }
    }
  }
  return [...verdicts.values()];
}

function scopeVerdicts(mounted: readonly PlacedScope[]): readonly Verdict[] {
  const known = new Map<string, PlacedScope>();
  return mounted.flatMap((placed): Verdict[] => {
    const { source } = placed.prefix;
    const first = known.get(source) ?? placed;
    known.set(source, first);
    // At the root, and for a handler that has everything, there is no 404 of its own.
    if (first === placed || source === "/" || placed.scope.isHandler) return [];
    const message = `The app at ${source} (${placeOf(placed)}) has no 404 of its own: the one there (${placeOf(first)}) answers`;
    return [{ kind: "scope", pattern: source, message }];
  });
}

function placeOf({ mounts }: PlacedScope): string {
  return describePlace(mounts.at(-1)?.place ?? {});
}

/** A segment without its names. */
function shapeText(segment: Segment): string {
  return segment.map((piece) => (piece.type === "text" ? piece.value : piece.type === "param" ? ":" : "*")).join("");
}
