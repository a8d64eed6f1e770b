// A JWK Set (RFC 7517 §5) that is fetched, kept, and fetched again when its issuer rotates keys.

import { HttpError } from "@sockeye/core/message";
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";

export interface RemoteKeySetOptions {
  readonly url: string | URL;
  /** Milliseconds after which the set is fetched again. @defaultValue 600000 */
  readonly maxAge?: number | undefined;
  /** Milliseconds that a set may be used on while it cannot be fetched again. @defaultValue 3600000 */
  readonly staleAge?: number | undefined;
  /** Milliseconds between two fetches that tokens of unknown keys cause. @defaultValue 30000 */
  readonly cooldown?: number | undefined;
  /** Milliseconds that a fetch may take. @defaultValue 5000 */
  readonly timeout?: number | undefined;
}

// Milliseconds after a fetch that failed, in which no other is tried.
const RETRY_AFTER = 1000;

export class RemoteKeySet {
  readonly #url: URL;
  readonly #maxAge: number;
  readonly #staleAge: number;
  readonly #cooldown: number;
  readonly #timeout: number;
  #keys: JWTVerifyGetKey | null = null;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure: unknown = null;
  /** The fetch under way: whoever wants one meanwhile waits for the same. */
  #fetching: Promise<void> | null = null;

  constructor({ url, maxAge = 600_000, staleAge = 3_600_000, cooldown = 30_000, timeout = 5000 }: RemoteKeySetOptions) {
    this.#url = new URL(url);
    this.#maxAge = maxAge;
    this.#staleAge = staleAge;
    this.#cooldown = cooldown;
    this.#timeout = timeout;
  }

  /**
   * The key that a token names.
   * @throws what jose throws where there is none, or several
   * @throws {HttpError} 503 `KEYS_UNAVAILABLE`
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (performance.now() - this.#fetchedAt > this.#maxAge) await this.#refresh();
    try {
      return await this.#current()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The issuer may have a new key. Anybody can send tokens of keys that nobody has: hence the cooldown.
      if (performance.now() - this.#fetchedAt < this.#cooldown) throw error;
      await this.#refresh();
      return await this.#current()(header, token);
    }
  };

  #current(): JWTVerifyGetKey {
    const age = performance.now() - this.#fetchedAt;
    if (this.#keys !== null && age <= this.#maxAge + this.#staleAge) return this.#keys;
    throw new HttpError(503, "The keys that tokens are signed with cannot be had", {
      code: "KEYS_UNAVAILABLE",
      cause: this.#failure,
      headers: { "Retry-After": "5" },
    });
  }

  #refresh(): Promise<void> {
    if (this.#fetching !== null) return this.#fetching;
    if (performance.now() - this.#failedAt < RETRY_AFTER) return Promise.resolve();
    this.#fetching = this.#fetch()
      .catch((error: unknown) => {
        this.#failedAt = performance.now();
        this.#failure = error;
      })
      .finally(() => {
        this.#fetching = null;
      });
    return this.#fetching;
  }

  async #fetch(): Promise<void> {
    const response = await fetch(this.#url, {
      headers: { Accept: "application/json, application/jwk-set+json" },
      redirect: "error",
      signal: AbortSignal.timeout(this.#timeout),
    });
    if (response.status !== 200) throw new Error(`${this.#url} answered ${response.status}`);
    this.#keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    this.#fetchedAt = performance.now();
  }
}
