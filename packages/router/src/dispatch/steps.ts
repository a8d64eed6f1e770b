// What a request runs through, in order.

import { nameOf } from "../handling/describe.js";
import type { Middleware } from "../handling/middleware.js";
import type { Stack } from "../handling/run.js";
import type { PlacedRoute, PlacedScope } from "../registration/layout.js";
import { describePlace } from "../registration/place.js";

export interface Step {
  readonly kind: "middleware" | "handler";
  /** Of the function. */
  readonly name: string;
  /** The prefix of the app that it was registered in; `/` for the root. */
  readonly scope: string;
}

export interface RouteInfo {
  /** `*` for all methods. */
  readonly method: string;
  /** With the prefixes of all mounts. */
  readonly pattern: string;
  /** The middleware, outermost first, and the handler. */
  readonly steps: readonly Step[];
  /** The parts of the request that have a schema. */
  readonly schemas: readonly string[];
  /** `src/app.ts:12:3`, by the working directory where it is below that. */
  readonly place: string;
}

export function routeInfo(placed: PlacedRoute): RouteInfo {
  const { method, pattern, place, route } = placed;
  return {
    method: method ?? "*",
    pattern: pattern.source,
    steps: routeSteps(placed),
    schemas: Object.entries(route.options).flatMap(([name, value]) =>
      name === "contentLimit" || value === undefined ? [] : [name],
    ),
    place: describePlace(place),
  };
}

function routeSteps({ route, in: placed }: PlacedRoute): readonly Step[] {
  const scope = placed.prefix.source;
  return [...stepsTo(placed), ...steps(route.stack, scope), { kind: "handler", name: nameOf(route.handler), scope }];
}

/** What a request runs through that no route of the scope answers. */
export function scopeSteps(placed: PlacedScope): readonly Step[] {
  return [...stepsTo(placed), ...steps(placed.scope.stack, placed.prefix.source)];
}

/** The middleware of the scopes outside. */
function stepsTo({ mounts }: PlacedScope): readonly Step[] {
  let prefix = "";
  return mounts.flatMap((mount) => {
    const inside = steps(mount.stack, prefix === "" ? "/" : prefix);
    if (mount.prefix.source !== "/") prefix += mount.prefix.source;
    return inside;
  });
}

function steps(stack: Stack | null, scope: string): readonly Step[] {
  const middleware: Middleware<object, object>[] = [];
  for (let layer = stack; layer !== null; layer = layer.outside) middleware.unshift(layer.middleware);
  return middleware.map((each) => ({ kind: "middleware", name: nameOf(each), scope }));
}
