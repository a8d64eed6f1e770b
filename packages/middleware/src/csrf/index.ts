// Cross-site request forgery: pages of other sites that send requests with the visitor's cookies.

import { HttpError } from "@sockeye/core/message";
import type { Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { checkOptions } from "../options.js";

export interface CsrfOptions {
  /** Other origins whose pages may send what changes something: `https://admin.example`. @defaultValue none */
  readonly origins?: readonly string[] | undefined;
}

const anOrigin = z
  .string()
  .check(
    z.refine(
      (text) => URL.canParse(text) && new URL(text).origin === text,
      "Expected an origin as browsers send it: https://app.example, without a path",
    ),
  );
const schema = z.strictObject({ origins: z.optional(z.array(anOrigin)) });

// RFC 9110 §9.2.1, and RFC 10008 for QUERY. Whatever changes something by them is not protected.
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "QUERY"]);

/**
 * Refuses what a page of another origin sends, by the fields that browsers set and pages cannot: Sec-Fetch-Site, else
 * Origin. A request with neither comes from no browser, and has nobody's cookies.
 * @throws {HttpError} 403 `CROSS_ORIGIN`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function csrf(options: CsrfOptions = {}): Middleware {
  checkOptions("csrf", schema, options);
  const trusted = new Set(options.origins);

  return function csrf(c, next) {
    if (SAFE.has(c.method)) return next();
    const site = c.headers.get("sec-fetch-site");
    // "none": the visitor did it, by the address bar or a bookmark.
    if (site === "same-origin" || site === "none") return next();
    const origin = c.headers.get("origin");
    if (origin === null ? site === null : trusted.has(origin) || (site === null && isSameHost(origin, c.url))) {
      return next();
    }
    throw new HttpError(403, "A page of another origin may not send this", { code: "CROSS_ORIGIN" });
  };
}

/** By host and port alone: behind a proxy the scheme may be another. */
function isSameHost(origin: string, { host }: URL): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
