// How long caches may keep answers (RFC 9111).

import type { Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aToken, checkOptions } from "../options.js";
import { addVary } from "../vary.js";

export interface CacheControlOptions {
  /** Seconds that an answer is fresh. */
  readonly maxAge?: number | undefined;
  /** As `maxAge`, for caches that many share. */
  readonly sMaxAge?: number | undefined;
  /** Seconds that a stale answer may be used while it is asked for anew (RFC 5861). */
  readonly staleWhileRevalidate?: number | undefined;
  /** Seconds that a stale answer may be used where the server fails (RFC 5861). */
  readonly staleIfError?: number | undefined;
  /** Shared caches may keep it, or may not. */
  readonly visibility?: "public" | "private" | undefined;
  /** To be kept, but not used without asking. */
  readonly noCache?: boolean | undefined;
  /** Not to be kept at all. */
  readonly noStore?: boolean | undefined;
  /** Not to be changed on the way, as by compression. */
  readonly noTransform?: boolean | undefined;
  /** Not to be used once it is stale, whatever happens. */
  readonly mustRevalidate?: boolean | undefined;
  readonly proxyRevalidate?: boolean | undefined;
  /** Will not change while it is fresh (RFC 8246). */
  readonly immutable?: boolean | undefined;
  /** Fields of the request that the answer depends on, for Vary. @defaultValue none */
  readonly vary?: readonly string[] | undefined;
}

const seconds = z.optional(z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1)));
const flag = z.optional(z.boolean());
const schema = z.strictObject({
  maxAge: seconds,
  sMaxAge: seconds,
  staleWhileRevalidate: seconds,
  staleIfError: seconds,
  visibility: z.optional(z.enum(["public", "private"])),
  noCache: flag,
  noStore: flag,
  noTransform: flag,
  mustRevalidate: flag,
  proxyRevalidate: flag,
  immutable: flag,
  vary: z.optional(z.array(aToken)),
});

/**
 * Sets Cache-Control of answers to GET and HEAD that have none. Errors are left alone: a mistake should not be kept.
 * @throws {TypeError} at once, for options that are wrong, unknown, or contradict each other
 */
export function cacheControl(options: CacheControlOptions): Middleware {
  checkOptions("cacheControl", schema, options);
  const { vary = [] } = options;
  const field = fieldOf(options);
  if (field === "") throw new TypeError("cacheControl() was given nothing to say");

  return function cacheControl(c, next) {
    return whenThere(next(), (response) => {
      const { headers, status } = response;
      if ((c.method !== "GET" && c.method !== "HEAD") || !(response.ok || status === 304)) return response;
      if (!headers.has("cache-control")) headers.set("Cache-Control", field);
      for (const name of vary) addVary(headers, name);
      return response;
    });
  };
}

function fieldOf(options: CacheControlOptions): string {
  const {
    visibility,
    maxAge,
    sMaxAge,
    staleWhileRevalidate,
    staleIfError,
    noStore = false,
    immutable = false,
  } = options;
  const times = {
    "max-age": maxAge,
    "s-maxage": sMaxAge,
    "stale-while-revalidate": staleWhileRevalidate,
    "stale-if-error": staleIfError,
  };
  const kept = Object.entries(times).filter(([, value]) => value !== undefined);
  if (noStore && (kept.some(([, value]) => value !== 0) || immutable)) {
    throw new TypeError("cacheControl() was given noStore, and times for what is not kept");
  }
  if (visibility === "private" && sMaxAge !== undefined) {
    throw new TypeError("cacheControl() was given sMaxAge, which is for caches that private keeps out");
  }
  return [
    visibility,
    noStore && "no-store",
    options.noCache === true && "no-cache",
    ...kept.map(([name, value]) => `${name}=${value}`),
    options.mustRevalidate === true && "must-revalidate",
    options.proxyRevalidate === true && "proxy-revalidate",
    options.noTransform === true && "no-transform",
    immutable && "immutable",
  ]
    .filter((directive) => typeof directive === "string")
    .join(", ");
}
