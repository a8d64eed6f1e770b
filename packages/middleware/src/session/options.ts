// What the session middleware can be told, and the defaults.

import type { Context, CookieAttributes } from "@sockeye/router";
import * as z from "zod/mini";
import { aDuration, aFunction, aText, aToken, checkOptions, oneOf } from "../options.js";
import { someSecrets } from "../secrets/keys.js";
import type { Secrets } from "../secrets/secrets.js";
import type { SessionStore } from "./store.js";

export interface SessionCookie {
  /** @defaultValue `__Host-session`; `session` where `secure` is false, or `domain` or another `path` is given */
  readonly name?: string | undefined;
  /** @defaultValue `/` */
  readonly path?: string | undefined;
  /** @defaultValue none: the host that sets it */
  readonly domain?: string | undefined;
  /** @defaultValue `lax` */
  readonly sameSite?: "lax" | "strict" | "none" | undefined;
  /** Only over TLS, and to localhost. @defaultValue true */
  readonly secure?: boolean | undefined;
  /** A jar for each site that embeds this one (CHIPS). @defaultValue false */
  readonly partitioned?: boolean | undefined;
  /** Whether it outlives the browser's run, by Max-Age. @defaultValue true */
  readonly persistent?: boolean | undefined;
}

interface CommonOptions {
  readonly cookie?: SessionCookie | undefined;
  /** Seconds without a request after which a session ends. @defaultValue 86400 */
  readonly idleTimeout?: number | undefined;
  /** Seconds after which a session ends, however busy it is. @defaultValue 604800 */
  readonly lifetime?: number | undefined;
}

/** The session travels in its cookie, encrypted. */
export interface CookieSessionOptions extends CommonOptions {
  /** 32 characters at least. Of several the first seals, and all are good for what comes back. */
  readonly secrets: Secrets;
  readonly store?: undefined;
}

/** The session is in a store, and the cookie has a random id. */
export interface StoreSessionOptions extends CommonOptions {
  readonly store: SessionStore;
  readonly secrets?: undefined;
  /**
   * What happens where the store fails: `closed` answers 503, `open` goes on with an empty session that is not kept.
   * @defaultValue `closed`
   */
  readonly onStoreFailure?: "open" | "closed" | undefined;
  /** Told of failures that `open` goes on after. @defaultValue writes them to the console */
  readonly report?: ((error: unknown, c: Context) => void) | undefined;
}

export interface ResolvedSessionOptions {
  readonly name: string;
  readonly attributes: CookieAttributes;
  readonly isPersistent: boolean;
  /** Milliseconds. */
  readonly idleTimeout: number;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly isOpenOnFailure: boolean;
  readonly report: (error: unknown, c: Context) => void;
}

const schema = z
  .strictObject({
    secrets: z.optional(someSecrets),
    store: z.optional(z.looseObject({ get: aFunction, set: aFunction, replace: aFunction, delete: aFunction })),
    onStoreFailure: z.optional(z.enum(["open", "closed"])),
    report: z.optional(aFunction),
    cookie: z.optional(
      z.strictObject({
        name: z.optional(aToken),
        path: z.optional(z.string().check(z.regex(/^\//, "Expected a path"))),
        domain: z.optional(aText),
        sameSite: z.optional(z.enum(["lax", "strict", "none"])),
        secure: z.optional(z.boolean()),
        partitioned: z.optional(z.boolean()),
        persistent: z.optional(z.boolean()),
      }),
    ),
    idleTimeout: z.optional(aDuration),
    lifetime: z.optional(aDuration),
  })
  .check(oneOf("secrets", "store"));

const DAY = 86_400;

/** @throws {TypeError} */
export function resolveSessionOptions(options: CookieSessionOptions | StoreSessionOptions): ResolvedSessionOptions {
  checkOptions("session", schema, options);
  const { cookie = {}, idleTimeout = DAY, lifetime = 7 * DAY } = options;
  const { path = "/", domain, sameSite = "lax", secure = true, partitioned = false, persistent = true } = cookie;
  // RFC 6265bis §4.1.3.2: no other host can have set it, and none in the clear.
  const isHosts = secure && domain === undefined && path === "/";
  const { name = isHosts ? "__Host-session" : "session" } = cookie;
  if (name.startsWith("__Host-") && !isHosts) {
    throw new TypeError(
      "session() was given a cookie with the prefix __Host-, which goes with secure, path / and no domain",
    );
  }
  if (sameSite === "none" && !secure) throw new TypeError("session() was given sameSite: none, which goes with secure");
  return {
    name,
    attributes: { path, ...(domain === undefined ? {} : { domain }), sameSite, secure, partitioned, httpOnly: true },
    isPersistent: persistent,
    idleTimeout: idleTimeout * 1000,
    lifetime: lifetime * 1000,
    isOpenOnFailure: options.store !== undefined && options.onStoreFailure === "open",
    report: (options.store !== undefined ? options.report : undefined) ?? ((error) => console.error(error)),
  };
}
