// A name for each request, by which its traces are found again: in logs, in other services, in what a user reports.

import { type Context, type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aFunction, aToken, checkOptions } from "../options.js";

export interface RequestIdOptions {
  /** The field that it comes in and is told by. @defaultValue `X-Request-Id` */
  readonly field?: string | undefined;
  /** Whether the one that a request brings along is kept. @defaultValue true */
  readonly incoming?: boolean | undefined;
  /** @defaultValue a random UUID */
  readonly generate?: ((c: Context) => string) | undefined;
}

export interface WithRequestId {
  readonly requestId: string;
}

const schema = z.strictObject({
  field: z.optional(aToken),
  incoming: z.optional(z.boolean()),
  generate: z.optional(aFunction),
});

// What can stand in a log line, in a field and in a file name without harm. Anybody may send any.
const HARMLESS = /^[\w\-.=+/:]{1,128}$/;

/**
 * Adds `requestId` to the state, and tells it with every answer. One that comes with the request is kept where it is at most 128
 * letters, digits and `-_.=+/:`; it is anybody's word, so do not decide anything by it.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function requestId(options: RequestIdOptions = {}): Middleware<WithRequestId> {
  checkOptions("requestId", schema, options);
  const { field = "X-Request-Id", incoming = true, generate = () => crypto.randomUUID() } = options;

  return settled<WithRequestId>(function requestId(c, next) {
    const brought = incoming ? c.headers.get(field) : null;
    const requestId = brought !== null && HARMLESS.test(brought) ? brought : generate(c);
    return whenThere(next({ requestId }), (response) => {
      response.headers.set(field, requestId);
      return response;
    });
  });
}
