// Where the time went, for the developer tools of browsers (Server Timing of the W3C).

import { type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aToken, checkOptions } from "../options.js";

export interface ServerTimingOptions {
  /** The name of the metric for all that is below; `false` for none. @defaultValue `total` */
  readonly total?: string | false | undefined;
  /** Origins whose pages may read the times, as Timing-Allow-Origin says it. @defaultValue the app's own */
  readonly allowOrigin?: string | undefined;
}

/** Metrics of one request. Names are tokens; a description is for people. */
export interface Timing {
  /** @param milliseconds left out for something that just happened, such as a miss of a cache */
  add(name: string, milliseconds?: number, description?: string): void;
  /** Starts a metric. @returns what ends it */
  start(name: string, description?: string): () => void;
  /** Measures what `run` does, until what it gives has settled. */
  measure<Value>(name: string, run: () => Value, description?: string): Value;
}

export interface WithTiming {
  readonly timing: Timing;
}

const schema = z.strictObject({
  total: z.optional(z.union([aToken, z.literal(false)])),
  allowOrigin: z.optional(z.string().check(z.regex(/^[\x21-\x7e]+(?:, ?[\x21-\x7e]+)*$/))),
});

/**
 * Tells by Server-Timing how long what is below took to give a response, and adds `timing` to the state for metrics of its
 * own. Whoever sees the answer sees the times: they tell of what goes on inside.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function serverTiming(options: ServerTimingOptions = {}): Middleware<WithTiming> {
  checkOptions("serverTiming", schema, options);
  const { total = "total", allowOrigin } = options;

  return settled<WithTiming>(function serverTiming(_c, next) {
    const timing = new Metrics();
    const stop = total === false ? null : timing.start(total);
    return whenThere(next({ timing }), (response) => {
      stop?.();
      if (timing.text !== "") response.headers.append("Server-Timing", timing.text);
      if (allowOrigin !== undefined) response.headers.set("Timing-Allow-Origin", allowOrigin);
      return response;
    });
  });
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

class Metrics implements Timing {
  text = "";

  add(name: string, milliseconds?: number, description?: string): void {
    if (!TOKEN.test(name)) throw new TypeError(`The name of a metric is a token, and this is ${JSON.stringify(name)}`);
    if (this.text !== "") this.text += ", ";
    this.text += name;
    if (milliseconds !== undefined) this.text += `;dur=${milliseconds.toFixed(1)}`;
    if (description !== undefined)
      this.text += `;desc="${description.replace(/[^\x20-\x7e]/g, "?").replace(/["\\]/g, "\\$&")}"`;
  }

  start(name: string, description?: string): () => void {
    const start = performance.now();
    return () => this.add(name, performance.now() - start, description);
  }

  measure<Value>(name: string, run: () => Value, description?: string): Value {
    const stop = this.start(name, description);
    let value: Value;
    try {
      value = run();
    } catch (error) {
      stop();
      throw error;
    }
    if (!(value instanceof Promise)) {
      stop();
      return value;
    }
    return value.finally(stop) as Value;
  }
}
