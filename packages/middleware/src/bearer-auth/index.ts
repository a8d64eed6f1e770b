// Bearer tokens (RFC 6750) that the app knows by itself: API keys, tokens in a database.

import type { Awaitable, Context, Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { bearerChallenges, readBearer } from "../credentials/bearer.js";
import type { Found } from "../credentials/found.js";
import { Secret } from "../credentials/secret.js";
import { aFieldValue, aFunction, aText, checkOptions, oneOf } from "../options.js";

/** Who has a token of the list `tokens`. */
export interface BearerUser {
  readonly name: string;
}

interface CommonOptions<Optional extends boolean> {
  /** What the tokens are for. @defaultValue none */
  readonly realm?: string | undefined;
  /** Lets requests without a token pass, with `user: null`. Wrong ones are refused all the same. @defaultValue false */
  readonly optional?: Optional | undefined;
}

export interface BearerAuthListOptions<Optional extends boolean = false> extends CommonOptions<Optional> {
  /** Names of those who may come in, and their tokens. They are compared in constant time. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly verify?: undefined;
}

export interface BearerAuthVerifyOptions<User extends object, Optional extends boolean = false>
  extends CommonOptions<Optional> {
  /** Gives who has the token, or nothing where nobody has. What it throws is answered as any error is. */
  readonly verify: (token: string, c: Context) => Awaitable<User | null | undefined>;
  readonly tokens?: undefined;
}

const aBearerToken = z.string().check(z.regex(/^[A-Za-z0-9\-._~+/]+=*$/, "Expected a token68 (RFC 6750 §2.1)"));
const schema = z
  .strictObject({
    realm: z.optional(aFieldValue),
    optional: z.optional(z.boolean()),
    tokens: z.optional(z.record(aText, aBearerToken)),
    verify: z.optional(aFunction),
  })
  .check(oneOf("tokens", "verify"));

/**
 * Asks for a bearer token, and adds whose it is to the state as `user`. It is taken from the Authorization field only: a
 * token in a URL ends up in logs.
 * @throws {HttpError} 401 `TOKEN_MISSING` or `TOKEN_INVALID`, 400 `TOKEN_MALFORMED`, for each request without a valid one
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function bearerAuth<Optional extends boolean = false>(
  options: BearerAuthListOptions<Optional>,
): Middleware<{ user: Found<BearerUser, Optional> }>;
export function bearerAuth<User extends object, Optional extends boolean = false>(
  options: BearerAuthVerifyOptions<User, Optional>,
): Middleware<{ user: Found<User, Optional> }>;
export function bearerAuth(
  options: BearerAuthListOptions<boolean> | BearerAuthVerifyOptions<object, boolean>,
): Middleware<{ user: object | null }> {
  checkOptions("bearerAuth", schema, options);
  const { realm, optional = false } = options;
  const refuse = bearerChallenges(realm);
  const verify = options.verify ?? inList(options.tokens);

  return function bearerAuth(c, next) {
    const token = readBearer(c.headers, refuse);
    if (token === null) {
      if (optional) return next({ user: null });
      throw refuse.missing();
    }
    return whenThere(verify(token, c), (user) => {
      if (typeof user !== "object" || user === null) throw refuse.invalid("The token is not valid");
      return next({ user });
    });
  };
}

/** Looks at the whole list, so that the time does not tell which token it was nearly. */
function inList(tokens: Readonly<Record<string, string>>): (token: string) => BearerUser | null {
  const entries = Object.entries(tokens).map(([name, token]) => ({ user: { name }, secret: new Secret(token) }));
  return (token) => {
    let found: BearerUser | null = null;
    for (const { user, secret } of entries) if (secret.equals(token)) found = user;
    return found;
  };
}
