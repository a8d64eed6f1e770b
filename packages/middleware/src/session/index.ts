// Sessions: what one client's requests have in common.

import { HttpError } from "@sockeye/core/message";
import { type Context, type Middleware, settled } from "@sockeye/router";
import { addVary } from "../vary.js";
import { CookieKeeper, type Keeper, StoreError, StoreKeeper } from "./keeper.js";
import {
  type CookieSessionOptions,
  type ResolvedSessionOptions,
  resolveSessionOptions,
  type StoreSessionOptions,
} from "./options.js";
import { OpenSession, type Session, type SessionRecord } from "./session.js";

export type { Secrets } from "../secrets/secrets.js";
export type { CookieSessionOptions, SessionCookie, StoreSessionOptions } from "./options.js";
export type { Session } from "./session.js";
export { type MemoryStoreOptions, memoryStore, type SessionStore } from "./store.js";

// A session that is only read is written again when this part of its idle time has gone by.
const REFRESH_AFTER = 0.1;

/**
 * Adds `session` to the state. It is kept in an encrypted cookie, or in a store; a session without data leaves no trace.
 * What a handler changes after it has given its response, as in a stream, is not kept.
 * @throws {HttpError} 503 `SESSION_STORE_UNAVAILABLE`, unless `onStoreFailure` is `open`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function session<Data extends object = Record<string, unknown>>(
  options: CookieSessionOptions | StoreSessionOptions,
): Middleware<{ session: Session<Data> }> {
  const resolved = resolveSessionOptions(options);
  const keeper: Keeper =
    options.store === undefined ? new CookieKeeper(options.secrets, resolved.name) : new StoreKeeper(options.store);

  return settled<{ session: Session<Data> }>(async function session(c, next) {
    const kept = new Kept(keeper, resolved, c);
    const open = await kept.load();
    const response = await next({ session: open as unknown as Session<Data> });
    await kept.save(open);
    if (open.isLookedAt) addVary(response.headers, "Cookie");
    if (kept.hasSetCookie && !response.headers.has("cache-control")) response.headers.set("Cache-Control", "private");
    return response;
  });
}

/** The session of one request, on its way from what keeps it and back. */
class Kept {
  hasSetCookie = false;
  readonly #keeper: Keeper;
  readonly #options: ResolvedSessionOptions;
  readonly #c: Context;
  /** The cookie of the request, where it stands for a session. */
  #cookie: string | null = null;
  #record: SessionRecord | null = null;
  /** The store has failed, and nothing is kept. */
  #hasFailed = false;

  constructor(keeper: Keeper, options: ResolvedSessionOptions, c: Context) {
    this.#keeper = keeper;
    this.#options = options;
    this.#c = c;
  }

  async load(): Promise<OpenSession> {
    const cookie = this.#c.cookies.get(this.#options.name);
    if (cookie === undefined) return new OpenSession(null);
    const record = await this.#attempt(() => this.#keeper.load(cookie));
    if (record === null || record === undefined || !this.#isAlive(record)) return new OpenSession(null);
    this.#cookie = cookie;
    this.#record = record;
    return new OpenSession(record);
  }

  async save(session: OpenSession): Promise<void> {
    if (this.#hasFailed) return;
    if (session.isEmpty) {
      if (this.#cookie !== null) await this.#end(this.#cookie);
      return;
    }
    const now = Date.now();
    if (!session.isChanged && !session.isRenewed && !this.#isStale(now)) return;
    const created = session.isRenewed ? now : (this.#record?.created ?? now);
    const expires = Math.min(now + this.#options.idleTimeout, created + this.#options.lifetime);
    const record = { data: session.data, created, expires };
    const cookie = await this.#attempt(() => this.#keeper.save(record, this.#cookie, session.isRenewed));
    if (cookie === undefined || cookie === null) return;
    const maxAge = this.#options.isPersistent ? Math.ceil((expires - now) / 1000) : undefined;
    this.#setCookie(cookie, maxAge);
  }

  async #end(cookie: string): Promise<void> {
    await this.#attempt(() => this.#keeper.forget(cookie));
    this.#setCookie("", 0);
  }

  #setCookie(value: string, maxAge: number | undefined): void {
    const { name, attributes } = this.#options;
    this.#c.cookies.set(name, value, maxAge === undefined ? attributes : { ...attributes, maxAge });
    this.hasSetCookie = true;
  }

  #isAlive({ created, expires }: SessionRecord): boolean {
    const now = Date.now();
    return now < expires && now < created + this.#options.lifetime;
  }

  #isStale(now: number): boolean {
    const { idleTimeout } = this.#options;
    return this.#record !== null && this.#record.expires - now < idleTimeout * (1 - REFRESH_AFTER);
  }

  /** @returns what `run` gives, or `undefined` where it failed and the session is open to that */
  async #attempt<Value>(run: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#hasFailed = true;
      if (!this.#options.isOpenOnFailure) {
        const headers = { "Retry-After": "5" };
        throw new HttpError(503, error.message, {
          code: "SESSION_STORE_UNAVAILABLE",
          cause: error.cause,
          headers,
        });
      }
      this.#options.report(error.cause, this.#c);
      return undefined;
    }
  }
}
