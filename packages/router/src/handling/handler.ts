// The functions that answer, and what they may return.

import type { Context } from "../context/context.js";
import type { AnyParams } from "../pattern/params-of.js";
import type { Nothing } from "../types.js";

// What is sent as JSON: any object but a function, which only a handler that forgot a call returns, a promise of what cannot
// be sent, and what JSON would make an empty object of: a Map, a Set, a buffer. Those have a tag.
type JsonObject = object & { readonly [Symbol.hasInstance]?: never; readonly then?: never } & (
    | { readonly [Symbol.toStringTag]?: never }
    | { toJSON(key?: never): unknown }
  );

/**
 * A `Response` is sent as it is. A string is `text/plain`, an object or an array JSON, octets are
 * `application/octet-stream`, streams and async iterables are sent piece by piece.
 */
export type Answer =
  | Response
  | string
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | JsonObject;

/** An answer; nothing at all is 204. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement gives nothing.
export type HandlerResult = Answer | null | undefined | void;

export type Handler<
  State extends object = Nothing,
  Params extends object = AnyParams,
  Valid extends object = Nothing,
> = (c: Context<State, Params, Valid>) => HandlerResult | PromiseLike<HandlerResult>;

/**
 * Answers what was thrown in its scope. `undefined` passes it on to the scope outside, and so does what it throws. State
 * may be missing, for the middleware that adds it may be what has thrown.
 */
export type ErrorHandler<State extends object = Nothing> = (
  error: unknown,
  c: Context<Partial<State>>,
) => Answer | undefined | PromiseLike<Answer | undefined>;
