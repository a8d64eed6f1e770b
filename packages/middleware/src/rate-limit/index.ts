// Rate limits: how often one client may ask.

import { HttpError } from "@sockeye/core/message";
import { type Awaitable, type Context, type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { clientNetwork } from "../addresses/address.js";
import { whenThere } from "../awaitable.js";
import { aCount, aDuration, aFunction, checkOptions } from "../options.js";
import { memoryStore, type RateLimitStore, type RatePolicy, type RateVerdict } from "./store.js";

export {
  type MemoryStoreOptions,
  memoryStore,
  type RateLimitStore,
  type RatePolicy,
  type RateVerdict,
} from "./store.js";

export interface RateLimitOptions {
  /** Requests that a client may send at once, and in each window. */
  readonly limit: number;
  /** Seconds. */
  readonly window: number;
  /**
   * Who the client is; `null` for one without a limit.
   * @defaultValue its address, of IPv6 the first 64 bits. Behind a proxy, `trustProxy` has to come first
   */
  readonly key?: ((c: Context) => Awaitable<string | null>) | undefined;
  /** The name of the policy in the fields, which tells several apart. @defaultValue `default` */
  readonly name?: string | undefined;
  /** @defaultValue one in memory, of this process and this limit alone */
  readonly store?: RateLimitStore | undefined;
  /** Where the store fails: `open` lets the request pass, `closed` answers 503. @defaultValue `open` */
  readonly onStoreFailure?: "open" | "closed" | undefined;
  /** Told of failures that `open` goes on after. @defaultValue writes them to the console */
  readonly report?: ((error: unknown, c: Context) => void) | undefined;
}

const schema = z.strictObject({
  limit: aCount,
  window: aDuration,
  key: z.optional(aFunction),
  name: z.optional(
    z.string().check(z.regex(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/, "Expected visible ASCII without quotes")),
  ),
  store: z.optional(z.looseObject({ take: aFunction })),
  onStoreFailure: z.optional(z.enum(["open", "closed"])),
  report: z.optional(aFunction),
});

/**
 * Lets each client send so many requests in a window, and tells it how many are left: RateLimit and RateLimit-Policy
 * (draft-ietf-httpapi-ratelimit-headers). What is used up comes back bit by bit, not all at once.
 * @throws {HttpError} 429 `RATE_LIMITED` with Retry-After; 503 `RATE_STORE_UNAVAILABLE` where `onStoreFailure` is `closed`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function rateLimit(options: RateLimitOptions): Middleware {
  checkOptions("rateLimit", schema, options);
  const { limit, key = addressOf, name = "default", store = memoryStore(), onStoreFailure = "open" } = options;
  const { report = (error: unknown) => console.error(error) } = options;
  const policy: RatePolicy = { limit, window: options.window * 1000 };
  const policyField = `"${name}";q=${limit};w=${Math.ceil(options.window)}`;
  const fieldOf = ({ remaining, resetAfter }: RateVerdict): string =>
    `"${name}";r=${remaining};t=${Math.ceil(resetAfter / 1000)}`;

  const refuse = (verdict: RateVerdict): never => {
    const headers = {
      "Retry-After": String(Math.max(1, Math.ceil(verdict.retryAfter / 1000))),
      "RateLimit-Policy": policyField,
      RateLimit: fieldOf(verdict),
    };
    throw new HttpError(429, "Too many requests", { code: "RATE_LIMITED", headers });
  };

  const fail = (error: unknown, c: Context): null => {
    if (onStoreFailure === "closed") {
      const headers = { "Retry-After": "5" };
      throw new HttpError(503, "Requests cannot be counted", { code: "RATE_STORE_UNAVAILABLE", cause: error, headers });
    }
    report(error, c);
    return null;
  };

  const take = (client: string | null, c: Context): Awaitable<RateVerdict | null> => {
    if (client === null) return null;
    try {
      const taken = store.take(client, policy);
      return taken instanceof Promise ? taken.catch((error: unknown) => fail(error, c)) : taken;
    } catch (error) {
      return fail(error, c);
    }
  };

  return settled(function rateLimit(c, next) {
    return whenThere(key(c), (client) =>
      whenThere(take(client, c), (verdict) => {
        if (verdict === null) return next();
        if (!verdict.isAllowed) return refuse(verdict);
        return whenThere(next(), (response) => {
          response.headers.append("RateLimit-Policy", policyField);
          response.headers.append("RateLimit", fieldOf(verdict));
          return response;
        });
      }),
    );
  });
}

/** All whose address is not known share one limit. */
function addressOf(c: Context): string {
  const { remote } = c;
  return remote === undefined ? "" : clientNetwork(remote.address);
}
