// Now or later.

import type { Awaitable } from "@sockeye/router";

/**
 * Goes on with what is there now, or later: at once where it is no promise. Whatever has a `then` is one: to take a
 * promise for the value that it promises would let anybody in.
 */
export function whenThere<Value, Result>(
  value: Value | PromiseLike<Value>,
  then: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  return isPromiseLike(value) ? Promise.resolve(value).then(then) : then(value);
}

function isPromiseLike<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof (value as PromiseLike<Value> | null | undefined)?.then === "function";
}
