// Text that nobody else can read or change: AES-256-GCM.

import { fromBase64url, toBase64url } from "../base64url.js";
import { DerivedKeys } from "./keys.js";
import type { Secrets } from "./secrets.js";

const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Sealer {
  readonly #keys: DerivedKeys;

  constructor(secrets: Secrets, purpose: string) {
    this.#keys = new DerivedKeys(secrets, purpose, { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]);
  }

  /** @returns nonce, ciphertext and tag in base64url */
  async seal(text: string): Promise<string> {
    const [key] = await this.#keys.all();
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_OCTETS));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encoder.encode(text));
    const whole = new Uint8Array(NONCE_OCTETS + sealed.byteLength);
    whole.set(iv);
    whole.set(new Uint8Array(sealed), NONCE_OCTETS);
    return toBase64url(whole);
  }

  /** The text, or `null` where it was not sealed here. */
  async open(sealed: string): Promise<string | null> {
    const octets = fromBase64url(sealed);
    if (octets === null || octets.length < NONCE_OCTETS + TAG_OCTETS) return null;
    const iv = octets.subarray(0, NONCE_OCTETS);
    for (const key of await this.#keys.all()) {
      try {
        return decoder.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, octets.subarray(NONCE_OCTETS)));
      } catch {
        // Another secret, or a forgery.
      }
    }
    return null;
  }
}
