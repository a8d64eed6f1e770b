// HTTP Basic authentication (RFC 7617).

import type { Awaitable, Context, Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { readCredentials } from "../credentials/authorization.js";
import { challenge, unauthorized } from "../credentials/challenge.js";
import type { Found } from "../credentials/found.js";
import { Secret } from "../credentials/secret.js";
import { aFieldValue, aFunction, aText, checkOptions, oneOf } from "../options.js";

/** A user of the list `users`. */
export interface BasicUser {
  readonly name: string;
}

interface CommonOptions<Optional extends boolean> {
  /** What the credentials are for; browsers show it, and remember credentials by it. @defaultValue `Restricted` */
  readonly realm?: string | undefined;
  /** Lets requests without credentials pass, with `user: null`. Wrong ones are refused all the same. @defaultValue false */
  readonly optional?: Optional | undefined;
}

export interface BasicAuthListOptions<Optional extends boolean = false> extends CommonOptions<Optional> {
  /** Names and their passwords. They are compared in constant time. */
  readonly users: Readonly<Record<string, string>>;
  readonly verify?: undefined;
}

export interface BasicAuthVerifyOptions<User extends object, Optional extends boolean = false>
  extends CommonOptions<Optional> {
  /** Gives the user, or nothing where name and password do not fit. What it throws is answered as any error is. */
  readonly verify: (name: string, password: string, c: Context) => Awaitable<User | null | undefined>;
  readonly users?: undefined;
}

const aName = z.string().check(z.regex(/^[^:\x00-\x1f\x7f]+$/, "Expected a name without colon and control octets"));
const schema = z
  .strictObject({
    realm: z.optional(aFieldValue),
    optional: z.optional(z.boolean()),
    users: z.optional(z.record(aName, aText)),
    verify: z.optional(aFunction),
  })
  .check(oneOf("users", "verify"));

/**
 * Asks for a name and a password, and adds whose they are to the state as `user`. Only over TLS: anybody on the way
 * reads them.
 * @throws {HttpError} 401 `CREDENTIALS_MISSING`, `CREDENTIALS_MALFORMED` or `CREDENTIALS_INVALID`, for each request without
 * valid ones
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function basicAuth<Optional extends boolean = false>(
  options: BasicAuthListOptions<Optional>,
): Middleware<{ user: Found<BasicUser, Optional> }>;
export function basicAuth<User extends object, Optional extends boolean = false>(
  options: BasicAuthVerifyOptions<User, Optional>,
): Middleware<{ user: Found<User, Optional> }>;
export function basicAuth(
  options: BasicAuthListOptions<boolean> | BasicAuthVerifyOptions<object, boolean>,
): Middleware<{ user: object | null }> {
  checkOptions("basicAuth", schema, options);
  const { realm = "Restricted", optional = false } = options;
  const field = challenge("Basic", { realm, charset: "UTF-8" });
  const verify = options.verify ?? inList(options.users);
  const missing = () => unauthorized(field, "A name and a password are needed", "CREDENTIALS_MISSING");
  const malformed = () => unauthorized(field, "The credentials cannot be read", "CREDENTIALS_MALFORMED");
  const invalid = () => unauthorized(field, "Name and password do not fit", "CREDENTIALS_INVALID");

  return function basicAuth(c, next) {
    const token = readCredentials(c.headers, "basic");
    if (token === null) {
      if (optional) return next({ user: null });
      throw missing();
    }
    const pair = token === undefined ? null : userPass(token);
    if (pair === null) throw malformed();
    return whenThere(verify(pair[0], pair[1], c), (user) => {
      if (typeof user !== "object" || user === null) throw invalid();
      return next({ user });
    });
  };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** user-pass = user-id ":" password, as UTF-8 in base64. `null` where it is not. */
function userPass(token: string): [name: string, password: string] | null {
  let text: string;
  try {
    text = decoder.decode(Uint8Array.from(atob(token), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
  const colon = text.indexOf(":");
  // "The user-id and password MUST NOT contain any control characters."
  if (colon < 0 || /[\x00-\x1f\x7f]/.test(text)) return null;
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** Looks at the whole list, so that the time does not tell which names there are. */
function inList(users: Readonly<Record<string, string>>): (name: string, password: string) => BasicUser | null {
  const entries = Object.entries(users).map(([name, password]) => ({
    user: { name },
    name: new Secret(name),
    password: new Secret(password),
  }));
  return (name, password) => {
    let found: BasicUser | null = null;
    for (const entry of entries) {
      const isName = entry.name.equals(name);
      const isPassword = entry.password.equals(password);
      if (isName && isPassword) found = entry.user;
    }
    return found;
  };
}
