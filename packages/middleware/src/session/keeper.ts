// Two ways to keep a session: in its cookie, or in a store under an id that the cookie has.

import { fromBase64url, toBase64url } from "../base64url.js";
import { Sealer } from "../secrets/sealer.js";
import type { Secrets } from "../secrets/secrets.js";
import type { SessionRecord } from "./session.js";
import type { SessionStore } from "./store.js";

/** A store failed; `cause` tells how. */
export class StoreError extends Error {}

/** Reads and writes what the cookie stands for. Rejects with a `StoreError` where a store fails. */
export interface Keeper {
  load(cookie: string): Promise<SessionRecord | null>;
  /**
   * @param cookie the value of the session so far, or `null`
   * @param isRenewed whether the old value has to be worth nothing
   * @returns the value of the cookie, or `null` where the session has ended meanwhile
   */
  save(record: SessionRecord, cookie: string | null, isRenewed: boolean): Promise<string | null>;
  forget(cookie: string): Promise<void>;
}

// What browsers keep of one cookie, its name and attributes included (RFC 6265 §6.1).
const MOST_OCTETS = 4096 - 256;

export class CookieKeeper implements Keeper {
  readonly #sealer: Sealer;

  /** @param name of the cookie: what was sealed for one is nothing to another */
  constructor(secrets: Secrets, name: string) {
    this.#sealer = new Sealer(secrets, `sockeye session ${name}`);
  }

  async load(cookie: string): Promise<SessionRecord | null> {
    const text = await this.#sealer.open(cookie);
    return text === null ? null : (JSON.parse(text) as SessionRecord);
  }

  async save(record: SessionRecord): Promise<string> {
    const sealed = await this.#sealer.seal(JSON.stringify(record));
    if (sealed.length <= MOST_OCTETS) return sealed;
    throw new RangeError(`The session takes ${sealed.length} octets, more than a cookie holds: keep it in a store`);
  }

  async forget(): Promise<void> {}
}

const ID_OCTETS = 32;

export class StoreKeeper implements Keeper {
  readonly #store: SessionStore;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  async load(cookie: string): Promise<SessionRecord | null> {
    if (!isId(cookie)) return null;
    const key = await keyOf(cookie);
    const text = await attempt(() => this.#store.get(key));
    return text === null ? null : (JSON.parse(text) as SessionRecord);
  }

  async save(record: SessionRecord, cookie: string | null, isRenewed: boolean): Promise<string | null> {
    const text = JSON.stringify(record);
    const milliseconds = record.expires - Date.now();
    if (cookie !== null && !isRenewed) {
      const key = await keyOf(cookie);
      return (await attempt(() => this.#store.replace(key, text, milliseconds))) ? cookie : null;
    }
    const id = toBase64url(crypto.getRandomValues(new Uint8Array(ID_OCTETS)));
    const key = await keyOf(id);
    await attempt(() => this.#store.set(key, text, milliseconds));
    if (cookie !== null) await this.forget(cookie);
    return id;
  }

  async forget(cookie: string): Promise<void> {
    const key = await keyOf(cookie);
    await attempt(() => this.#store.delete(key));
  }
}

async function attempt<Value>(run: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (cause) {
    throw new StoreError("The session store failed", { cause });
  }
}

function isId(cookie: string): boolean {
  return fromBase64url(cookie)?.length === ID_OCTETS;
}

async function keyOf(id: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(id))));
}
