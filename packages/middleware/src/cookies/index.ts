// Signed cookies: the client can read them, and not change them.

import type { CookieAttributes, Cookies, Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { checkOptions } from "../options.js";
import { someSecrets } from "../secrets/keys.js";
import type { Secrets } from "../secrets/secrets.js";
import { Signer } from "../secrets/signer.js";

export interface CookiesOptions {
  /** 32 characters at least. Of several the first signs, and all are good for what comes back. */
  readonly secrets: Secrets;
}

/** As `c.cookies`, with a signature behind each value. */
export interface SignedCookies {
  /** The value, where the request carries the cookie and its signature fits. */
  get(name: string): Promise<string | undefined>;
  /** @throws {TypeError} where name, value or an attribute cannot be written */
  set(name: string, value: string, attributes?: CookieAttributes): Promise<void>;
  delete(name: string, attributes?: Pick<CookieAttributes, "path" | "domain" | "secure" | "partitioned">): void;
}

const schema = z.strictObject({ secrets: someSecrets });

/**
 * Adds `signedCookies` to the state. A signature holds for one name: the value of one cookie is no value of another.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function cookies(options: CookiesOptions): Middleware<{ signedCookies: SignedCookies }> {
  checkOptions("cookies", schema, options);
  const signer = new Signer(options.secrets, "sockeye signed cookies");

  return function cookies(c, next) {
    return next({ signedCookies: new SigningCookies(c.cookies, signer) });
  };
}

class SigningCookies implements SignedCookies {
  readonly #cookies: Cookies;
  readonly #signer: Signer;

  constructor(cookies: Cookies, signer: Signer) {
    this.#cookies = cookies;
    this.#signer = signer;
  }

  async get(name: string): Promise<string | undefined> {
    const text = this.#cookies.get(name);
    if (text === undefined) return undefined;
    const dot = text.lastIndexOf(".");
    if (dot < 0) return undefined;
    const value = text.slice(0, dot);
    return (await this.#signer.verify(signed(name, value), text.slice(dot + 1))) ? value : undefined;
  }

  async set(name: string, value: string, attributes?: CookieAttributes): Promise<void> {
    const signature = await this.#signer.sign(signed(name, value));
    this.#cookies.set(name, `${value}.${signature}`, { httpOnly: true, secure: true, sameSite: "lax", ...attributes });
  }

  delete(name: string, attributes?: CookieAttributes): void {
    this.#cookies.delete(name, { secure: true, ...attributes });
  }
}

// No name has a "=" in it, so no two pairs read the same.
function signed(name: string, value: string): string {
  return `${name}=${value}`;
}
