// JSON Web Tokens (RFC 7519) as bearer tokens.

import type { Awaitable, Context, Middleware } from "@sockeye/router";
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload, JWTVerifyOptions } from "jose";
import * as z from "zod/mini";
import { type BearerChallenges, bearerChallenges, readBearer } from "../credentials/bearer.js";
import type { Found } from "../credentials/found.js";
import { aDuration, aFieldValue, aFunction, aText, aToken, checkOptions, oneOf, texts } from "../options.js";
import { type Key, keyOf } from "./key.js";
import type { RemoteKeySetOptions } from "./remote-key-set.js";
import { refusalOf, verifyToken } from "./verify-token.js";

export type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from "jose";
export type { RemoteKeySetOptions } from "./remote-key-set.js";

/** Who a token says that somebody is. */
export interface JwtUser {
  /** The claim `sub`. */
  readonly id: string | null;
  /** The claim `scope`, or `scp`. */
  readonly scopes: readonly string[];
  /** The claim `roles` (RFC 9068 §2.2.3.1). */
  readonly roles: readonly string[];
  readonly claims: JWTPayload;
}

export type JwtAlgorithm =
  | ("HS256" | "HS384" | "HS512" | "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512")
  | ("ES256" | "ES384" | "ES512" | "EdDSA" | "Ed25519");

interface CommonOptions<Optional extends boolean> {
  /** Who made the token: the claim `iss` has to be one of them. */
  readonly issuer?: string | readonly string[] | undefined;
  /** For whom it is: the claim `aud` has to hold one of them. */
  readonly audience?: string | readonly string[] | undefined;
  /** Seconds that clocks may differ. @defaultValue 5 */
  readonly clockTolerance?: number | undefined;
  /** Seconds since `iat` after which a token is too old, whatever `exp` says. @defaultValue no limit */
  readonly maxTokenAge?: number | undefined;
  /** Claims that have to be there. @defaultValue `["exp"]` */
  readonly requiredClaims?: readonly string[] | undefined;
  /** The header parameter `typ`, such as `at+jwt` (RFC 9068). @defaultValue any */
  readonly typ?: string | undefined;
  /** What the tokens are for, in WWW-Authenticate. @defaultValue none */
  readonly realm?: string | undefined;
  /** The cookie that has the token where there is no Authorization field. Then mind CSRF. @defaultValue none */
  readonly cookie?: string | undefined;
  /** Lets requests without a token pass, with `user: null`. Wrong ones are refused all the same. @defaultValue false */
  readonly optional?: Optional | undefined;
}

/** One of three keys. Secrets go with HS algorithms, the others with the rest: no token can take one for the other. */
export type JwtKeyOptions =
  | {
      /** 32 octets at least. */
      readonly secret: string | Uint8Array;
      /** @defaultValue `["HS256"]` */
      readonly algorithms?: readonly JwtAlgorithm[] | undefined;
    }
  | { readonly key: CryptoKey | JWK; readonly algorithms: readonly JwtAlgorithm[] }
  | { readonly keySet: JSONWebKeySet | RemoteKeySetOptions; readonly algorithms: readonly JwtAlgorithm[] };

export type JwtOptions<Optional extends boolean = false> = CommonOptions<Optional> &
  JwtKeyOptions & { readonly user?: undefined };

export type JwtUserOptions<User extends object, Optional extends boolean = false> = CommonOptions<Optional> &
  JwtKeyOptions & {
    /** Makes the user of the claims of a valid token, or nothing where it is to be refused: where it was revoked. */
    readonly user: (claims: JWTPayload, c: Context) => Awaitable<User | null | undefined>;
  };

const ALGORITHMS: readonly JwtAlgorithm[] = [
  ...(["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const),
  ...(["ES256", "ES384", "ES512", "EdDSA", "Ed25519"] as const),
];

const aMillisecondCount = z.optional(z.number().check(z.minimum(0)));
const schema = z
  .strictObject({
    secret: z.optional(
      z.union(
        [z.string().check(z.minLength(32)), z.instanceof(Uint8Array).check(z.refine((octets) => octets.length >= 32))],
        {
          error: "Expected 32 octets or more",
        },
      ),
    ),
    key: z.optional(z.custom((value) => typeof value === "object" && value !== null, "Expected a CryptoKey or a JWK")),
    keySet: z.optional(
      z.union(
        [
          z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) }),
          z.strictObject({
            url: z.union([z.url({ protocol: /^https?$/ }), z.instanceof(URL)]),
            maxAge: aMillisecondCount,
            staleAge: aMillisecondCount,
            cooldown: aMillisecondCount,
            timeout: z.optional(aDuration),
          }),
        ],
        { error: "Expected { keys } or { url }" },
      ),
    ),
    algorithms: z.optional(z.array(z.enum(ALGORITHMS)).check(z.minLength(1))),
    issuer: z.optional(z.union([aText, texts])),
    audience: z.optional(z.union([aText, texts])),
    clockTolerance: z.optional(z.number().check(z.minimum(0))),
    maxTokenAge: z.optional(aDuration),
    requiredClaims: z.optional(z.array(aText)),
    typ: z.optional(aText),
    realm: z.optional(aFieldValue),
    cookie: z.optional(aToken),
    optional: z.optional(z.boolean()),
    user: z.optional(aFunction),
  })
  .check(oneOf("secret", "key", "keySet"));

/**
 * Asks for a JSON Web Token, and adds who it says that somebody is to the state as `user`: a `JwtUser`, or what the
 * function `user` makes of its claims.
 * @throws {HttpError} for each request without a valid one: 401 `TOKEN_MISSING` or `TOKEN_INVALID`, 400 `TOKEN_MALFORMED`; 503
 * `KEYS_UNAVAILABLE` where the key set cannot be fetched
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function jwt<Optional extends boolean = false>(
  options: JwtOptions<Optional>,
): Middleware<{ user: Found<JwtUser, Optional> }>;
export function jwt<User extends object, Optional extends boolean = false>(
  options: JwtUserOptions<User, Optional>,
): Middleware<{ user: Found<User, Optional> }>;
export function jwt(
  options: JwtOptions<boolean> | JwtUserOptions<object, boolean>,
): Middleware<{ user: object | null }> {
  checkOptions("jwt", schema, options);
  const { realm, cookie, optional = false, user: userOf = jwtUser } = options;
  const refuse = bearerChallenges(realm);
  const algorithms = algorithmsOf(options);
  const key = keyOf(options);
  const wanted = wantedOf(options, algorithms);

  return async function jwt(c, next) {
    const token = readBearer(c.headers, refuse) ?? (cookie === undefined ? null : (c.cookies.get(cookie) ?? null));
    if (token === null) {
      if (optional) return next({ user: null });
      throw refuse.missing();
    }
    const claims = await verified(token, key, wanted, refuse);
    const user = await userOf(claims, c);
    if (typeof user !== "object" || user === null) throw refuse.invalid("The token is not valid");
    return next({ user });
  };
}

async function verified(
  token: string,
  key: Key,
  wanted: JWTVerifyOptions,
  refuse: BearerChallenges,
): Promise<JWTPayload> {
  try {
    return await verifyToken(token, key, wanted);
  } catch (error) {
    const description = refusalOf(error);
    throw description === null ? error : refuse.invalid(description, error);
  }
}

/** @throws {TypeError} where a secret meets an algorithm for key pairs, or the other way round */
function algorithmsOf(options: JwtKeyOptions): readonly JwtAlgorithm[] {
  const { algorithms = "secret" in options && options.secret !== undefined ? (["HS256"] as const) : undefined } =
    options;
  if (algorithms === undefined) throw new TypeError("jwt() needs `algorithms`: those that the issuer signs with");
  const isSecret = "secret" in options && options.secret !== undefined;
  const stranger = algorithms.find((name) => name.startsWith("HS") !== isSecret);
  if (stranger !== undefined) {
    const kind = isSecret ? "a secret, which goes with HS algorithms" : "a public key, which goes with no HS algorithm";
    throw new TypeError(`jwt() was given ${kind}, and ${stranger}`);
  }
  return algorithms;
}

function wantedOf(
  { issuer, audience, clockTolerance = 5, maxTokenAge, requiredClaims = ["exp"], typ }: CommonOptions<boolean>,
  algorithms: readonly JwtAlgorithm[],
): JWTVerifyOptions {
  return {
    algorithms: [...algorithms],
    clockTolerance,
    requiredClaims: [...requiredClaims],
    ...(issuer === undefined ? {} : { issuer: [issuer].flat() }),
    ...(audience === undefined ? {} : { audience: [audience].flat() }),
    ...(maxTokenAge === undefined ? {} : { maxTokenAge }),
    ...(typ === undefined ? {} : { typ }),
  };
}

function jwtUser(claims: JWTPayload): JwtUser {
  const { sub = null, scope, scp, roles } = claims;
  return { id: sub, scopes: listOf(scope ?? scp), roles: listOf(roles), claims };
}

/** A list, or a string with spaces between its parts (RFC 8693 §4.2). */
function listOf(claim: unknown): readonly string[] {
  if (typeof claim === "string") return claim.split(" ").filter((part) => part !== "");
  return Array.isArray(claim) ? claim.filter((part) => typeof part === "string") : [];
}
