// How long a response may take.

import { changedRequest, ExchangeError, HttpError } from "@sockeye/core/message";
import { amend, type Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { aDuration, checkOptions } from "../options.js";

export interface TimeoutOptions {
  /** Milliseconds. */
  readonly after: number;
}

const schema = z.strictObject({ after: aDuration });

/**
 * Answers 503 where what is below has no response in time, and lets it know: `c.signal` aborts. It is not stopped, for nothing
 * can do that; what it still gives is dropped. The time ends with the response: its content may stream on.
 * @throws {HttpError} 503 `TIMEOUT`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function timeout(options: TimeoutOptions): Middleware {
  checkOptions("timeout", schema, options);
  const { after } = options;

  return function timeout(c, next) {
    const { request } = c;
    let controller: AbortController | null = null;
    let isOver = false;
    // Most handlers ask for no signal, and none is made for them.
    const changes = {
      get signal(): AbortSignal {
        controller ??= following(request.signal);
        if (isOver) controller.abort(new ExchangeError("timeout"));
        return controller.signal;
      },
    };
    amend(c, { request: changedRequest(request, changes) });

    const running = next();
    if (!(running instanceof Promise)) return running;
    return new Promise<Response>((resolve, reject) => {
      const timer = setTimeout(() => {
        isOver = true;
        reject(new HttpError(503, `There was no response within ${after} ms`, { code: "TIMEOUT" }));
        controller?.abort(new ExchangeError("timeout"));
      }, after);
      running.then(
        (response) => {
          clearTimeout(timer);
          if (isOver) drop(response);
          else resolve(response);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  };
}

/** Aborts with `signal`. */
function following(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  return controller;
}

/** Lets go of what a response holds that nobody will send. */
function drop(response: Response): void {
  void response.body?.cancel().catch(() => {});
}
