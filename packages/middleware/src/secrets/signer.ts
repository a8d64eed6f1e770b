// Text that anybody can read and only we can have written: HMAC with SHA-256.

import { fromBase64url, toBase64url } from "../base64url.js";
import { type DerivedKey, deriveKey, type Secrets } from "./keys.js";

const encoder = new TextEncoder();

export class Signer {
  readonly #secrets: readonly string[];
  readonly #purpose: string;
  #keys: Promise<readonly DerivedKey[]> | null = null;

  constructor(secrets: Secrets, purpose: string) {
    this.#secrets = [secrets].flat();
    this.#purpose = purpose;
  }

  /** The signature, in base64url. */
  async sign(text: string): Promise<string> {
    const [key] = await this.#derived();
    const signature = await crypto.subtle.sign("HMAC", key as DerivedKey, encoder.encode(text));
    return toBase64url(new Uint8Array(signature));
  }

  async verify(text: string, signature: string): Promise<boolean> {
    const octets = fromBase64url(signature);
    if (octets === null) return false;
    for (const key of await this.#derived()) {
      // Compares in constant time.
      if (await crypto.subtle.verify("HMAC", key, octets, encoder.encode(text))) return true;
    }
    return false;
  }

  #derived(): Promise<readonly DerivedKey[]> {
    const as = { name: "HMAC", hash: "SHA-256", length: 256 };
    this.#keys ??= Promise.all(this.#secrets.map((secret) => deriveKey(secret, this.#purpose, as, ["sign", "verify"])));
    return this.#keys;
  }
}
