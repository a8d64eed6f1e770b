// Cross-origin resource sharing (Fetch standard §3.3): which pages of other origins may read answers.

import { reply } from "@sockeye/core/message";
import { type Awaitable, type Context, type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aFunction, aToken, checkOptions } from "../options.js";
import { addVary } from "../vary.js";

export interface CorsOptions {
  /**
   * Whose pages: `*` for all, origins (`https://app.example`), or a function that says whether one may.
   * @defaultValue `*`
   */
  readonly origin?: string | readonly string[] | ((origin: string, c: Context) => Awaitable<boolean>) | undefined;
  /** @defaultValue GET, HEAD, PUT, POST, DELETE, PATCH, QUERY */
  readonly methods?: readonly string[] | undefined;
  /** Fields that requests may have beside the usual ones. @defaultValue those that the browser asks for */
  readonly headers?: readonly string[] | undefined;
  /** Fields of answers that scripts may read beside the usual ones. @defaultValue none */
  readonly exposeHeaders?: readonly string[] | undefined;
  /** Whether requests may have cookies and other credentials. It goes with named origins only. @defaultValue false */
  readonly credentials?: boolean | undefined;
  /** Seconds that browsers may remember a preflight; they have limits of their own. @defaultValue 600 */
  readonly maxAge?: number | undefined;
  /** Whether pages of public networks may reach this server in a private one (Private Network Access). @defaultValue false */
  readonly privateNetwork?: boolean | undefined;
}

const anOrigin = z
  .string()
  .check(
    z.refine(
      (text) => text === "*" || (URL.canParse(text) && new URL(text).origin === text),
      "Expected *, or an origin as browsers send it: https://app.example, without a path",
    ),
  );
const schema = z.strictObject({
  origin: z.optional(z.union([anOrigin, z.array(anOrigin), aFunction])),
  methods: z.optional(z.array(aToken)),
  headers: z.optional(z.array(aToken)),
  exposeHeaders: z.optional(z.array(aToken)),
  credentials: z.optional(z.boolean()),
  maxAge: z.optional(z.int().check(z.minimum(0))),
  privateNetwork: z.optional(z.boolean()),
});

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "QUERY"];

/**
 * Lets pages of other origins read answers, errors included, and answers their preflights. It protects nothing by itself:
 * without it, browsers let nobody read.
 * @throws {TypeError} at once, for options that are wrong or unknown, and for credentials with `*`
 */
export function cors(options: CorsOptions = {}): Middleware {
  checkOptions("cors", schema, options);
  const { origin = "*", credentials = false, exposeHeaders = [] } = options;
  const isAny = [origin].flat().includes("*");
  if (isAny && credentials) {
    throw new TypeError(
      "cors() was given credentials for *: any site could act as whoever visits it. Name the origins",
    );
  }
  const allows = typeof origin === "function" ? origin : inList([origin].flat());
  const exposed = exposeHeaders.join(", ");
  const preflight = preflightOf(options);

  const allow = (response: Response, from: string): void => {
    const { headers } = response;
    headers.set("Access-Control-Allow-Origin", from);
    if (credentials) headers.set("Access-Control-Allow-Credentials", "true");
    if (exposed !== "") headers.set("Access-Control-Expose-Headers", exposed);
  };

  return settled(function cors(c, next) {
    const from = c.headers.get("origin");
    if (from !== null && c.method === "OPTIONS" && c.headers.has("access-control-request-method")) {
      return whenThere(isAny || allows(from, c), (isAllowed) => {
        const response = isAllowed === true ? preflight(c.headers) : reply.empty();
        if (isAllowed === true) allow(response, isAny ? "*" : from);
        if (!isAny) addVary(response.headers, "Origin");
        return response;
      });
    }
    if (isAny) {
      return whenThere(next(), (response) => {
        allow(response, "*");
        return response;
      });
    }
    return whenThere(from === null ? false : allows(from, c), (isAllowed) =>
      whenThere(next(), (response) => {
        if (isAllowed === true) allow(response, from as string);
        // Without Origin as well: the answer would be another with it.
        addVary(response.headers, "Origin");
        return response;
      }),
    );
  });
}

function inList(origins: readonly string[]): (origin: string) => boolean {
  const allowed = new Set(origins);
  return (origin) => allowed.has(origin);
}

/** @returns what answers a preflight of an origin that may ask */
function preflightOf({ methods = METHODS, headers, maxAge = 600, privateNetwork = false }: CorsOptions) {
  const allowedMethods = methods.join(", ");
  const allowedHeaders = headers?.join(", ");
  return (request: Headers): Response => {
    const response = reply.empty();
    const fields = response.headers;
    fields.set("Access-Control-Allow-Methods", allowedMethods);
    const asked = allowedHeaders ?? request.get("access-control-request-headers") ?? "";
    if (asked !== "") fields.set("Access-Control-Allow-Headers", asked);
    if (allowedHeaders === undefined) addVary(fields, "Access-Control-Request-Headers");
    fields.set("Access-Control-Max-Age", String(maxAge));
    if (privateNetwork && request.get("access-control-request-private-network") === "true") {
      fields.set("Access-Control-Allow-Private-Network", "true");
    }
    return response;
  };
}
