// Text that anybody can read and only we can have written: HMAC with SHA-256.

import { fromBase64url, toBase64url } from "../base64url.js";
import { DerivedKeys } from "./keys.js";
import type { Secrets } from "./secrets.js";

const encoder = new TextEncoder();

export class Signer {
  readonly #keys: DerivedKeys;

  constructor(secrets: Secrets, purpose: string) {
    this.#keys = new DerivedKeys(secrets, purpose, { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign", "verify"]);
  }

  /** The signature, in base64url. */
  async sign(text: string): Promise<string> {
    const [key] = await this.#keys.all();
    const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
    return toBase64url(new Uint8Array(signature));
  }

  async verify(text: string, signature: string): Promise<boolean> {
    const octets = fromBase64url(signature);
    if (octets === null) return false;
    for (const key of await this.#keys.all()) {
      // Compares in constant time.
      if (await crypto.subtle.verify("HMAC", key, octets, encoder.encode(text))) return true;
    }
    return false;
  }
}
