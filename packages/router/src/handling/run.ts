// What chains are made of.

import type { RequestContext } from "../context/request-context.js";
import type { Awaitable } from "../types.js";
import type { Middleware } from "./middleware.js";

/** A chain, or a part of one. */
export type Run = (c: RequestContext) => Awaitable<Response>;

/** What puts a middleware into a chain: the innermost one, with those outside of it. */
export interface Stack {
  readonly middleware: Middleware<object, object>;
  readonly outside: Stack | null;
}
