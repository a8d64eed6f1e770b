// How long each step of a request takes: for whoever looks into an app. An app that does not want it pays nothing, for
// its chains are put together without.

import type { RequestContext } from "../context/request-context.js";
import { nameOf } from "../handling/describe.js";
import type { Run } from "../handling/run.js";
import type { Step } from "./steps.js";

/** A step of one request. What ran inside of it is part of its time. */
export interface StepTiming extends Pick<Step, "kind" | "name"> {
  /** Milliseconds, as `performance.now()` gives them. */
  readonly start: number;
  /** `null` while it runs. A stream that it has answered with may still be on its way. */
  readonly end: number | null;
}

/** Puts a watch around a step of a chain, or does not. */
export type Watch = (kind: Step["kind"], step: object, run: Run) => Run;

export const unwatched: Watch = (_kind, _step, run) => run;

const byContext = new WeakMap<RequestContext, StepTiming[]>();
const byRequest = new WeakMap<Request, StepTiming[]>();

/**
 * The steps that a request has begun so far, the outermost first; its schemas are checked in the step of the handler.
 * @param request as the server gave it to the app
 * @returns none where the app was not made with `timing: true`
 */
export function timingOf(request: Request): readonly StepTiming[] {
  return byRequest.get(request) ?? [];
}

export const timed: Watch = (kind, step, run) => {
  const name = nameOf(step);
  return (c) => {
    const timing: { -readonly [Key in keyof StepTiming]: StepTiming[Key] } = {
      kind,
      name,
      start: performance.now(),
      end: null,
    };
    timingsOf(c).push(timing);
    const finish = (): void => {
      timing.end = performance.now();
    };
    try {
      const response = run(c);
      if (response instanceof Promise) return response.finally(finish);
      finish();
      return response;
    } catch (error) {
      finish();
      throw error;
    }
  };
};

function timingsOf(c: RequestContext): StepTiming[] {
  const known = byContext.get(c);
  if (known !== undefined) return known;
  const timings: StepTiming[] = [];
  byContext.set(c, timings);
  byRequest.set(c.request, timings);
  return timings;
}
