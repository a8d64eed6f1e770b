// What has been registered, before any of it is put together.

import type { ErrorHandler, Handler } from "../handling/handler.js";
import type { Stack } from "../handling/run.js";
import type { RouteOptions } from "../handling/schema.js";
import type { Pattern } from "../pattern/pattern.js";
import { ConflictCheck } from "./conflict.js";
import type { Place } from "./place.js";

export interface Route {
  readonly kind: "route";
  /** `null` for all methods. */
  readonly method: string | null;
  readonly pattern: Pattern;
  readonly options: RouteOptions;
  readonly handler: Handler<object>;
  readonly stack: Stack | null;
  readonly place: Place;
}

export interface Mount {
  readonly kind: "mount";
  readonly prefix: Pattern;
  readonly scope: Scope;
  readonly stack: Stack | null;
  readonly place: Place;
}

/** An app, or a part of one that was mounted: its routes, and what belongs to all of them. */
export class Scope {
  readonly entries: (Route | Mount)[] = [];
  /** All middleware of the scope, for what no route answers. */
  stack: Stack | null = null;
  errorHandler: ErrorHandler<object> | null = null;
  notFoundHandler: Handler<object> | null = null;
  methodHandler: Handler<object> | null = null;
  readonly stopHandlers: (() => unknown)[] = [];
  /** Octets of content that are read at most. */
  readonly contentLimit: number | undefined;
  /** Hands everything to a handler, or to an app of another kind. */
  readonly isHandler: boolean;
  /** Chains are composed, and nothing can be added. */
  isFixed = false;
  readonly #conflicts = new ConflictCheck();

  constructor(contentLimit: number | undefined, isHandler = false) {
    this.contentLimit = contentLimit;
    this.isHandler = isHandler;
  }

  /** @throws {RouteConflictError} */
  addRoute(route: Route): void {
    this.#conflicts.add(route);
    this.entries.push(route);
  }

  /** Whether `scope` is this one, or mounted in it. */
  contains(scope: Scope): boolean {
    return this === scope || this.entries.some((entry) => entry.kind === "mount" && entry.scope.contains(scope));
  }
}
