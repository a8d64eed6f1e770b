// Whether somebody who is known may do this.

import { HttpError } from "@sockeye/core/message";
import type { Awaitable, Context, Middleware, Nothing } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { challenge } from "../credentials/challenge.js";
import { aFieldValue, aFunction, checkOptions, oneOf, texts } from "../options.js";

/** What `authorize({ roles })` finds in the state. `null` is somebody who is not known. */
export interface WithRoles {
  readonly user: { readonly roles: readonly string[] } | null | undefined;
}

/** What `authorize({ scopes })` finds in the state. `null` is somebody who is not known. */
export interface WithScopes {
  readonly user: { readonly scopes: readonly string[] } | null | undefined;
}

/** `true` lets the request pass, `false` is 403, `"unknown"` 401: somebody has to say who it is first. */
export type Verdict = boolean | "unknown";

/** Decides by the state that it needs. */
export type Decide<Needs extends object> = (state: Needs, c: Context<Needs>) => Awaitable<Verdict>;

interface CommonOptions {
  /** WWW-Authenticate of the 401 for somebody who is not known. @defaultValue `Bearer` */
  readonly challenge?: string | undefined;
}

export interface RolesOptions extends CommonOptions {
  /** One of them is enough. */
  readonly roles: readonly string[];
}

export interface ScopesOptions extends CommonOptions {
  /** All of them are needed (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
}

export interface PredicateOptions<Needs extends object> extends CommonOptions {
  readonly allow: Decide<Needs>;
}

const aScope = z.string().check(z.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "Expected a scope (RFC 6749 §3.3)"));
const schema = z
  .strictObject({
    challenge: z.optional(aFieldValue),
    roles: z.optional(texts),
    scopes: z.optional(z.array(aScope).check(z.minLength(1))),
    allow: z.optional(aFunction),
  })
  .check(oneOf("roles", "scopes", "allow"));

/**
 * Lets through who has a role, all scopes, or what a function of the state wants. It needs that state by type: a chain
 * without authentication before it does not compile.
 * @throws {HttpError} 401 `UNAUTHENTICATED` with WWW-Authenticate, where nobody is known; 403 `FORBIDDEN`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function authorize(options: RolesOptions): Middleware<Nothing, WithRoles>;
export function authorize(options: ScopesOptions): Middleware<Nothing, WithScopes>;
export function authorize<Needs extends object>(options: PredicateOptions<Needs>): Middleware<Nothing, Needs>;
export function authorize<Needs extends object>(decide: Decide<Needs>): Middleware<Nothing, Needs>;
export function authorize(
  given: RolesOptions | ScopesOptions | PredicateOptions<never> | Decide<never>,
): Middleware<Nothing, never> {
  const options = typeof given === "function" ? { allow: given } : given;
  checkOptions("authorize", schema, options);
  const decide = deciderOf(options);
  const unknown = options.challenge ?? "Bearer";
  // RFC 6750 §3.1 lets the client know what it would need.
  const insufficient =
    "scopes" in options
      ? { "WWW-Authenticate": challenge("Bearer", { error: "insufficient_scope", scope: options.scopes.join(" ") }) }
      : undefined;

  const judge = (verdict: Verdict): void => {
    if (verdict === true) return;
    if (verdict === "unknown") {
      const headers = { "WWW-Authenticate": unknown };
      throw new HttpError(401, "Authentication is needed", { code: "UNAUTHENTICATED", headers });
    }
    throw new HttpError(403, "This is not allowed", { code: "FORBIDDEN", headers: insufficient });
  };

  return function authorize(c, next) {
    return whenThere(decide(c.state, c), (verdict) => {
      judge(verdict);
      return next();
    });
  };
}

function deciderOf(options: RolesOptions | ScopesOptions | PredicateOptions<never>): Decide<never> {
  if ("allow" in options) return options.allow;
  if ("roles" in options) {
    const { roles } = options;
    return ({ user }: WithRoles) => (user == null ? "unknown" : roles.some((role) => user.roles.includes(role)));
  }
  const { scopes } = options;
  return ({ user }: WithScopes) => (user == null ? "unknown" : scopes.every((scope) => user.scopes.includes(scope)));
}
