// What stands around handlers.

import type { Context } from "../context/context.js";
import type { Awaitable, Nothing } from "../types.js";

/**
 * Runs what is below: the next middleware, at the end the handler. `Adds` is what a middleware promises to put into the
 * state; where it is not empty, the call without it does not compile.
 * @returns the response of what is below. It rejects, or throws, with what was thrown there.
 * @throws {Error} at the second call
 */
export type Next<Adds extends object = Nothing> = (
  ...adds: Nothing extends Adds ? [adds?: Adds] : [adds: Adds]
) => Awaitable<Response>;

/**
 * A function around everything that is below it in its scope. `Adds` is what it puts into `c.state`, `Needs` what it
 * wants to find there: a chain in the wrong order does not compile.
 * @returns the response: that of `next()`, mended as it likes, or one of its own
 */
export type Middleware<Adds extends object = Nothing, Needs extends object = Nothing> = (
  c: Context<Needs>,
  next: Next<Adds>,
) => Awaitable<Response>;

/**
 * Gives a middleware its type: `middleware<{ user: User }>(async (c, next) => next({ user: await find(c) }))`. `Adds` has
 * to be declared; nothing else is done.
 */
export function middleware<Adds extends object = Nothing, Needs extends object = Nothing>(
  run: (c: Context<Needs>, next: Next<Adds>) => Awaitable<Response>,
): Middleware<Adds, Needs> {
  return run;
}

const settling = new WeakSet<object>();

/**
 * A middleware that sees every answer: its `next()` never rejects, for what was thrown below has become its answer by
 * then, by the scope's `onError` or as a problem. For what lays fields over answers or writes them down: CORS, access
 * logs, compression.
 */
export function settled<Adds extends object = Nothing, Needs extends object = Nothing>(
  run: (c: Context<Needs>, next: Next<Adds>) => Awaitable<Response>,
): Middleware<Adds, Needs> {
  settling.add(run);
  return run;
}

export function isSettled(middleware: object): boolean {
  return settling.has(middleware);
}
