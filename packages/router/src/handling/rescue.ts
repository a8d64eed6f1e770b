// From what was thrown to its answer: the nearest scope's handler, the ones outside of it, at last a problem.

import { ExchangeError, HttpError } from "@sockeye/core/message";
import type { Context } from "../context/context.js";
import { problemOf } from "../context/problem.js";
import type { RequestContext } from "../context/request-context.js";
import type { Awaitable } from "../types.js";
import { answerOf } from "./answer.js";
import type { ErrorHandler } from "./handler.js";
import { isThenable } from "./thenable.js";

/** Gives an error its answer, or throws what the scope outside has to answer. */
export type Rescue = (error: unknown, c: RequestContext) => Awaitable<Response>;

/** Told of what was answered with 500 and more. */
export type Report = (error: unknown, c: Context) => void;

/** Leaves the error to the scope outside. */
export const rethrow: Rescue = (error) => {
  throw error;
};

/** The end of the line. */
export function rescueByProblem(report: Report): Rescue {
  return (error, c) => {
    c.dropDefaults();
    if (isFailure(error)) tell(report, error, c);
    return problemOf(error);
  };
}

// What fails in telling has nobody else to be told to, and the peer gets its answer.
function tell(report: Report, error: unknown, c: RequestContext): void {
  try {
    report(error, c);
  } catch (failure) {
    console.error(failure);
  }
}

// A peer that left, or took too long, is nobody's failure here, and could fill a log with them.
function isFailure(error: unknown): boolean {
  if (error instanceof ExchangeError) return false;
  return !(error instanceof HttpError) || error.status >= 500;
}

/** @param outside what is asked where `handler` has no answer, or fails */
export function rescueBy(handler: ErrorHandler<object>, outside: Rescue): Rescue {
  return (error, c) => {
    c.dropDefaults();
    const settle = (value: unknown): Awaitable<Response> => {
      if (value === undefined) return outside(error, c);
      let response: Response;
      try {
        response = answerOf(value, c);
      } catch (failure) {
        return outside(failure, c);
      }
      return c.applyDefaults(response);
    };
    let answer: unknown;
    try {
      answer = handler(error, c);
    } catch (failure) {
      return outside(failure, c);
    }
    if (!isThenable(answer)) return settle(answer);
    return Promise.resolve(answer).then(settle, (failure: unknown) => outside(failure, c));
  };
}
