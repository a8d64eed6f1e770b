// The routes by method: a tree for each, in which the routes for all methods stand too.

import type { Pattern } from "../pattern/pattern.js";
import { type Match, Matcher } from "./matcher.js";

export interface Routed {
  /** `null` for all methods. */
  readonly method: string | null;
  readonly pattern: Pattern;
}

/** Two routes for the same paths, of which the second is never found. */
export interface Clash<Route> {
  readonly route: Route;
  readonly winner: Route;
  /** The alternative of the pattern that is lost. */
  readonly alternative: number;
}

export class MethodTable<Route extends Routed> {
  /** That any route names. */
  readonly methods: readonly string[];
  readonly #routes: readonly Route[];
  readonly #matchers = new Map<string, Matcher<Route>>();
  /** For methods that no route names. */
  #others: Matcher<Route> | null = null;

  constructor(routes: readonly Route[]) {
    this.#routes = routes;
    this.methods = [...new Set(routes.flatMap(({ method }) => (method === null ? [] : [method])))];
  }

  /** Of the routes for a path the most specific one; of two for the same paths the one that names the method. */
  find(method: string, path: string): Match<Route> | null | "malformed" {
    return (this.#matchers.get(method) ?? this.#matcherOf(method)).find(path);
  }

  /** The methods that have a route at `path`. HEAD is where GET is. */
  methodsAt(path: string): readonly string[] {
    return this.#known().filter((method) => this.find(method, path) !== null);
  }

  /** The methods that have a route anywhere. @param usual what a route for all methods stands for */
  allMethods(usual: Iterable<string>): readonly string[] {
    const hasAll = this.#routes.some(({ method }) => method === null);
    return hasAll ? [...new Set([...this.#known(), ...usual])] : this.#known();
  }

  #known(): readonly string[] {
    return [...new Set(this.methods.includes("GET") ? [...this.methods, "HEAD"] : this.methods)];
  }

  // Made when it is first asked for. A method that no route names gets none of its own: the peer chooses it.
  #matcherOf(method: string): Matcher<Route> {
    if (!this.methods.includes(method) && method !== "HEAD") {
      this.#others ??= matcherOf(this.#routes, [null]);
      return this.#others;
    }
    const matcher = matcherOf(this.#routes, method === "HEAD" ? ["HEAD", "GET", null] : [method, null]);
    this.#matchers.set(method, matcher);
    return matcher;
  }
}

/** @param methods of two routes for the same paths that of the earlier method is found */
function matcherOf<Route extends Routed>(
  routes: readonly Route[],
  methods: readonly (string | null)[],
): Matcher<Route> {
  const matcher = new Matcher<Route>();
  for (const method of methods)
    addAll(
      matcher,
      routes.filter((route) => route.method === method),
    );
  return matcher;
}

/**
 * Adds the routes of one method.
 * @returns what is never found, in the order of the routes
 */
export function addAll<Route extends Routed>(
  matcher: Matcher<Route>,
  routes: readonly Route[],
): readonly Clash<Route>[] {
  const clashes: Clash<Route>[] = [];
  // What a pattern says without optional groups comes before what one says with them, whatever was registered first.
  const sorted = [...routes].sort((a, b) => Number(hasGroups(a.pattern)) - Number(hasGroups(b.pattern)));
  for (const route of sorted) {
    for (const [alternative, segments] of route.pattern.alternatives.entries()) {
      const winner = matcher.add(segments, route);
      if (winner !== null && winner !== route) clashes.push({ route, winner, alternative });
    }
  }
  return clashes;
}

export function hasGroups({ alternatives }: Pattern): boolean {
  return alternatives.length > 1;
}
