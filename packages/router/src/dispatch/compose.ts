// Chains of middleware around a handler. They are put together once; a request then only runs through.

import type { Context } from "../context/context.js";
import { asResponse } from "../handling/answer.js";
import { describe, nameOf } from "../handling/describe.js";
import { isSettled, type Middleware } from "../handling/middleware.js";
import type { Rescue } from "../handling/rescue.js";
import type { Run, Stack } from "../handling/run.js";
import { isThenable } from "../handling/thenable.js";
import type { Awaitable } from "../types.js";
import type { Watch } from "./timing.js";

/**
 * @param settle what answers an error for the middleware that are `settled`
 * @returns `run` inside of all middleware of `stack`
 */
export function compose(stack: Stack | null, run: Run, settle: Rescue, watch: Watch): Run {
  let chain = run;
  for (let layer = stack; layer !== null; layer = layer.outside) {
    const { middleware } = layer;
    chain = watch("middleware", middleware, around(middleware, isSettled(middleware) ? rescued(chain, settle) : chain));
  }
  return chain;
}

/** @returns `run`, with what it throws given to `rescue` */
export function rescued(run: Run, rescue: Rescue): Run {
  return (c) => {
    try {
      const response = run(c);
      return response instanceof Promise ? response.catch((error: unknown) => rescue(error, c)) : response;
    } catch (error) {
      return rescue(error, c);
    }
  };
}

function around(middleware: Middleware<object, object>, below: Run): Run {
  const check = (value: unknown): Awaitable<Response> => {
    const response = asResponse(value);
    if (response !== null) return response;
    if (isThenable(value)) return Promise.resolve(value).then(check);
    throw new TypeError(`The middleware ${nameOf(middleware)} returned ${describe(value)}, and not a Response`);
  };
  return (c) => {
    let isCalled = false;
    const response = middleware(c as unknown as Context<object>, (adds?: object) => {
      if (isCalled) throw new Error(`The middleware ${nameOf(middleware)} called next() twice`);
      isCalled = true;
      if (adds !== undefined) c.state = { ...c.state, ...adds };
      return below(c);
    });
    return response instanceof Promise ? response.then(check) : check(response);
  };
}

/** @returns `run` inside of a mount: `c.path` shows what is below the prefix */
export function below(segments: number, run: Run): Run {
  if (segments === 0) return run;
  return (c) => {
    const outer = c.prefixLength;
    const leave = (response: Response): Response => {
      c.prefixLength = outer;
      return response;
    };
    const fail = (error: unknown): never => {
      c.prefixLength = outer;
      throw error;
    };
    c.prefixLength = endOfSegments(c.fullPath, outer, segments);
    try {
      const response = run(c);
      return response instanceof Promise ? response.then(leave, fail) : leave(response);
    } catch (error) {
      return fail(error);
    }
  };
}

function endOfSegments(path: string, start: number, segments: number): number {
  let end = start;
  for (let i = 0; i < segments; i++) {
    end = path.indexOf("/", end + 1);
    if (end < 0) return path.length;
  }
  return end;
}
