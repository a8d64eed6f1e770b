// Two routes for the same paths and the same method: one of them would never be found.

import { hasGroups, type Routed } from "../matching/method-table.js";
import { piecesOf, shapeOf } from "../matching/rank.js";
import type { Place } from "./place.js";
import { describeRoute } from "./wording.js";

interface PlacedRoute extends Routed {
  readonly place: Place;
}

export class RouteConflictError extends Error {
  override readonly name = "RouteConflictError";

  constructor(route: PlacedRoute, known: PlacedRoute) {
    super(`${describeRoute(route)} is for the same paths as ${describeRoute(known)}`);
  }
}

/**
 * Sees all routes of an app, one after the other. A pattern with optional groups may share paths with one that has none,
 * which then comes first.
 */
export class ConflictCheck {
  readonly #routes = new Map<string, PlacedRoute>();

  /** @throws {RouteConflictError} */
  add(route: PlacedRoute): void {
    for (const segments of route.pattern.alternatives) {
      const key = `${route.method} ${shapeOf(piecesOf([[], ...segments])).key}`;
      const known = this.#routes.get(key);
      if (known === undefined || hasGroups(known.pattern)) {
        if (known !== undefined && known !== route && hasGroups(route.pattern))
          throw new RouteConflictError(route, known);
        this.#routes.set(key, route);
      } else if (!hasGroups(route.pattern)) {
        throw new RouteConflictError(route, known);
      }
    }
  }
}
