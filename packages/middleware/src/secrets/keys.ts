// From secrets to keys: each purpose has its own, so that what was made for one is worth nothing for another.

import * as z from "zod/mini";
import type { Secrets } from "./secrets.js";

const aSecret = z.string().check(z.minLength(32, "Expected 32 characters or more"));

export const someSecrets: z.ZodMiniType = z.union([aSecret, z.array(aSecret).check(z.minLength(1))], {
  error: "Expected a secret of 32 characters or more, or a list of them",
});

type Kind = Parameters<typeof crypto.subtle.deriveKey>[2];
type Usages = Parameters<typeof crypto.subtle.deriveKey>[4];
export type DerivedKey = Awaited<ReturnType<typeof crypto.subtle.deriveKey>>;

/** One key of each secret, made when the first is asked for: the first key is for what is made. */
export class DerivedKeys {
  readonly #derive: () => Promise<readonly [DerivedKey, ...DerivedKey[]]>;
  #keys: Promise<readonly [DerivedKey, ...DerivedKey[]]> | null = null;

  constructor(secrets: Secrets, purpose: string, kind: Kind, usages: Usages) {
    this.#derive = () =>
      Promise.all([secrets].flat().map((secret) => deriveKey(secret, purpose, kind, usages))) as Promise<
        [DerivedKey, ...DerivedKey[]]
      >;
  }

  all(): Promise<readonly [DerivedKey, ...DerivedKey[]]> {
    this.#keys ??= this.#derive();
    return this.#keys;
  }
}

/** HKDF (RFC 5869) with SHA-256; `purpose` is its info. */
async function deriveKey(secret: string, purpose: string, kind: Kind, usages: Usages): Promise<DerivedKey> {
  const encoder = new TextEncoder();
  const root = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(purpose) };
  return crypto.subtle.deriveKey(hkdf, root, kind, false, usages);
}
