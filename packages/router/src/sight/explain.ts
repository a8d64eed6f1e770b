// What would happen to a request, and why.

import { type Miss, RequestContext } from "../context/request-context.js";
import { type RouteInfo, routeInfo, type Step, scopeSteps } from "../dispatch/steps.js";
import { Table } from "../dispatch/table.js";
import { unwatched } from "../dispatch/timing.js";
import { rethrow } from "../handling/rescue.js";
import type { AnyParams } from "../pattern/params-of.js";
import type { Layout, PlacedRoute } from "../registration/layout.js";
import type { TrailingSlash } from "../registration/trailing-slash.js";
import { mismatchOf } from "./mismatch.js";

/** A route that does not answer. */
export interface OtherRoute {
  readonly method: string;
  readonly pattern: string;
  readonly why: string;
}

export interface Explanation {
  readonly method: string;
  readonly path: string;
  /** The route that answers, or `null`. */
  readonly route: RouteInfo | null;
  readonly params: AnyParams;
  /** Why no route answers, and what is answered then: 404, 405 (204 for OPTIONS), 308, 501 or 400. */
  readonly miss: Miss | null;
  /** The methods that the path has, where the request's is not among them. */
  readonly allow: readonly string[];
  /** What the request runs through, outermost first. */
  readonly steps: readonly Step[];
  /** All other routes, those first that come closest. */
  readonly others: readonly OtherRoute[];
  /** All of it as text, for people. */
  toString(): string;
}

/** @param path as it stands in the URL, percent-encoded; `*` for the server as a whole, which OPTIONS may ask about */
export function explain(layout: Layout, trailingSlash: TrailingSlash, method: string, path: string): Explanation {
  const table = new Table(layout, trailingSlash, rethrow, unwatched);
  const c = new RequestContext({ method, url: `http://localhost${path}` } as Request, path, { target: path });
  const found = table.find(c);
  const chosen = "route" in found ? found.route : null;
  const others = layout.routes
    .filter(({ route }) => route !== chosen)
    .map((route) => ({ route, ...reasonFor(route, method, path) }))
    .sort((a, b) => b.closeness - a.closeness)
    .map(({ route, why }) => ({ method: route.method ?? "*", pattern: route.pattern.source, why }));
  const explanation = {
    method,
    path,
    route: "route" in found ? routeInfo(found) : null,
    params: c.params,
    miss: c.miss,
    allow: c.allow,
    steps: "route" in found ? routeInfo(found).steps : scopeSteps(found.scope),
    others,
  };
  return Object.defineProperty(explanation, "toString", { value: () => print(explanation) });
}

function reasonFor(route: PlacedRoute, method: string, path: string): { closeness: number; why: string } {
  const mismatch = mismatchOf(route.pattern, path);
  if (mismatch !== null) return { closeness: mismatch.matched, why: mismatch.why };
  const isForMethod = route.method === null || route.method === method || (route.method === "GET" && method === "HEAD");
  const why = isForMethod ? "another route comes first" : `it is for ${route.method}`;
  return { closeness: Number.POSITIVE_INFINITY, why };
}

const MOST_PRINTED = 8;

const OUTCOMES: Readonly<Record<Miss, string>> = {
  path: "404: no route has this path",
  method: "405: no route has this path and this method",
  slash: "308: a route has this path but for the slash at the end",
  "unknown-method": "501: the method is not known",
  "malformed-path": "400: the path is not percent-encoded UTF-8",
};

function outcomeOf(miss: Miss, method: string): string {
  return miss === "method" && method === "OPTIONS" ? "204: no route answers, Allow does" : OUTCOMES[miss];
}

function print({ allow, method, miss, others, params, path, route, steps }: Omit<Explanation, "toString">): string {
  const outcome =
    route === null
      ? outcomeOf(miss as Miss, method)
      : `${route.method} ${route.pattern} ${JSON.stringify(params)} (${route.place})`;
  const lines = [`${method} ${path}`, `  ${outcome}`];
  if (allow.length > 0) lines.push(`  allowed: ${allow.join(", ")}`);
  for (const { kind, name, scope } of steps) lines.push(`  → ${kind} ${name}${scope === "/" ? "" : ` of ${scope}`}`);
  for (const other of others.slice(0, MOST_PRINTED)) lines.push(`  not ${other.method} ${other.pattern}: ${other.why}`);
  if (others.length > MOST_PRINTED) lines.push(`  nor ${others.length - MOST_PRINTED} others`);
  return lines.join("\n");
}
