// Finds the chain for a request.

import type { RequestContext } from "../context/request-context.js";
import type { Rescue } from "../handling/rescue.js";
import type { Run } from "../handling/run.js";
import { type Match, Matcher } from "../matching/matcher.js";
import { MethodTable } from "../matching/method-table.js";
import { belowPrefix, type Layout, type PlacedRoute, type PlacedScope } from "../registration/layout.js";
import { type TrailingSlash, toggled } from "../registration/trailing-slash.js";
import { routeChain, scopeChain } from "./chain.js";
import type { Watch } from "./timing.js";

/** A route, or a scope for what no route of it answers, with its chain. */
export type Target = RouteTarget | ScopeTarget;

export interface RouteTarget extends PlacedRoute {
  readonly run: Run;
  readonly contentLimit: number | undefined;
}

export interface ScopeTarget {
  readonly scope: PlacedScope;
  readonly run: Run;
}

// RFC 9110 §9 and the registry. CONNECT and TRACE are not among them: nothing here can carry them out.
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"]);

export class Table {
  readonly #targets: MethodTable<RouteTarget>;
  /** By the paths below the prefixes of scopes. */
  readonly #scopes = new Matcher<ScopeTarget>();
  readonly #rootScope: ScopeTarget;
  readonly #trailingSlash: TrailingSlash;

  /** @param settle what answers an error that no mounted scope has answered */
  constructor({ root, mounted, routes }: Layout, trailingSlash: TrailingSlash, settle: Rescue, watch: Watch) {
    this.#trailingSlash = trailingSlash;
    this.#targets = new MethodTable(routes.map((route) => targetOf(route, settle, watch)));
    this.#rootScope = { scope: root, run: scopeChain(root, settle, watch) };
    // Of two scopes with one prefix the outer one answers, or the earlier one.
    this.#addScope(this.#rootScope);
    for (const scope of mounted) this.#addScope({ scope, run: scopeChain(scope, settle, watch) });
  }

  /** Tells the context what was found. */
  find(c: RequestContext): Target {
    if (c.method === "OPTIONS" && c.exchange.target === "*") return this.#server(c);
    const match = this.#targets.find(c.method, c.fullPath);
    return match === null || match === "malformed" ? this.#miss(c, match) : enter(c, match);
  }

  /** "The "*" request is only useful as a "ping" or "no-op" type of method" (RFC 9110 §9.3.7): no route answers it. */
  #server(c: RequestContext): Target {
    c.miss = "method";
    c.allow = [...new Set([...this.#targets.allMethods(METHODS), "OPTIONS"])];
    return this.#rootScope;
  }

  #addScope(target: ScopeTarget): void {
    for (const segments of belowPrefix(target.scope.prefix).alternatives) this.#scopes.add(segments, target);
  }

  #miss(c: RequestContext, match: null | "malformed"): Target {
    if (match === "malformed") {
      c.miss = "malformed-path";
      return this.#rootScope;
    }
    const other = this.#trailingSlash === "strict" ? null : toggled(c.fullPath);
    const otherMatch = other === null ? null : this.#targets.find(c.method, other);
    if (otherMatch !== null && otherMatch !== "malformed") {
      if (this.#trailingSlash === "ignore") return enter(c, otherMatch);
      c.miss = "slash";
    } else {
      this.#missMethod(c, this.#trailingSlash === "ignore" ? other : null);
    }
    const scope = this.#scopes.find(c.fullPath) as Match<ScopeTarget>;
    c.params = scope.params;
    return scope.value;
  }

  #missMethod(c: RequestContext, other: string | null): void {
    const methods = [c.fullPath, other].flatMap((path) => (path === null ? [] : this.#targets.methodsAt(path)));
    if (!METHODS.has(c.method) && !this.#targets.methods.includes(c.method)) c.miss = "unknown-method";
    else if (methods.length === 0) c.miss = "path";
    else {
      c.miss = "method";
      c.allow = [...new Set([...methods, "OPTIONS"])];
    }
  }
}

function targetOf(placed: PlacedRoute, settle: Rescue, watch: Watch): RouteTarget {
  const contentLimit = placed.route.options.contentLimit ?? placed.in.contentLimit;
  return { ...placed, run: routeChain(placed, settle, watch), contentLimit };
}

function enter(c: RequestContext, { params, value }: Match<RouteTarget>): RouteTarget {
  c.params = params;
  c.route = value.pattern.source;
  c.contentLimit = value.contentLimit;
  return value;
}
