// Whether the process lives, and whether it wants requests: what load balancers and Kubernetes ask.

import { reply } from "@sockeye/core/message";
import type { Awaitable, Context, Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { aDuration, aFunction, checkOptions } from "../options.js";

export interface HealthOptions {
  /** Where it is asked whether the process lives; `false` for nowhere. @defaultValue `/livez` */
  readonly live?: string | false | undefined;
  /** Where it is asked whether it wants requests; `false` for nowhere. @defaultValue `/readyz` */
  readonly ready?: string | false | undefined;
  /** What has to work for it to want requests. A check fails by throwing, by `false`, and by taking too long. @defaultValue none */
  readonly checks?: Readonly<Record<string, (signal: AbortSignal) => Awaitable<unknown>>> | undefined;
  /** Milliseconds that a check may take. @defaultValue 2000 */
  readonly timeout?: number | undefined;
  /** Milliseconds that the outcome of the checks is good for. @defaultValue 1000 */
  readonly maxAge?: number | undefined;
  /** Aborts when the process is going to end, where the server does not say so by `exchange.stopping`. @defaultValue none */
  readonly stopping?: AbortSignal | undefined;
  /** Told of each check that failed. @defaultValue writes it to the console */
  readonly report?: ((error: unknown, name: string) => void) | undefined;
}

const aPath = z.optional(z.union([z.string().check(z.regex(/^\//, "Expected a path")), z.literal(false)]));
const schema = z.strictObject({
  live: aPath,
  ready: aPath,
  checks: z.optional(z.record(z.string(), aFunction)),
  timeout: z.optional(aDuration),
  maxAge: z.optional(z.number().check(z.minimum(0))),
  stopping: z.optional(z.instanceof(AbortSignal)),
  report: z.optional(aFunction),
});

type Outcome = Readonly<Record<string, "ok" | "failed">>;

/**
 * Answers 200 or 503 at two paths, below the app that it is used in. As soon as the server begins to stop, it wants no more
 * requests: `stop({ delay })` leaves the time to notice.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function health(options: HealthOptions = {}): Middleware {
  checkOptions("health", schema, options);
  const { live = "/livez", ready = "/readyz", stopping } = options;
  const checked = outcomesOf(options);

  return function health(c, next) {
    if (c.path !== live && c.path !== ready) return next();
    if (c.method !== "GET" && c.method !== "HEAD") return next();
    if (c.path === live) return answer(200, { status: "ok" });
    if (stopping?.aborted === true || isStopping(c)) return answer(503, { status: "stopping" });
    return checked().then((checks) => {
      const isReady = Object.values(checks).every((outcome) => outcome === "ok");
      return answer(isReady ? 200 : 503, { status: isReady ? "ok" : "failed", checks });
    });
  };
}

function isStopping({ exchange }: Context): boolean {
  return exchange.stopping?.aborted === true;
}

function answer(status: number, content: object): Response {
  return reply.json(content, { status, headers: { "Cache-Control": "no-store" } });
}

/** @returns what runs the checks, or gives what they gave a moment ago */
function outcomesOf({ checks = {}, timeout = 2000, maxAge = 1000, report = writeFailure }: HealthOptions) {
  let latest: Promise<Outcome> | null = null;
  let isRunning = false;
  let settledAt = 0;

  const run = async (): Promise<Outcome> => {
    const outcomes = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          if ((await inTime(check, timeout)) === false) throw new Error("The check gave false");
          return [name, "ok"] as const;
        } catch (error) {
          report(error, name);
          return [name, "failed"] as const;
        }
      }),
    );
    isRunning = false;
    settledAt = performance.now();
    return Object.fromEntries(outcomes);
  };

  return (): Promise<Outcome> => {
    if (latest === null || (!isRunning && performance.now() - settledAt >= maxAge)) {
      isRunning = true;
      latest = run();
    }
    return latest;
  };
}

function inTime(check: (signal: AbortSignal) => Awaitable<unknown>, timeout: number): Promise<unknown> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new Error(`The check took more than ${timeout} ms`);
      reject(error);
      controller.abort(error);
    }, timeout);
    Promise.resolve()
      .then(() => check(controller.signal))
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

function writeFailure(error: unknown, name: string): void {
  console.error(`The health check ${name} failed:`, error);
}
