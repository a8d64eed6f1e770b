// What a handler has of a session, and what the middleware has to know of it afterwards.

/** Data that a client's requests have in common. Values are what JSON can hold. */
export interface Session<Data extends object = Record<string, unknown>> {
  /** No session came with the request: none was begun yet, or it has ended. */
  readonly isNew: boolean;
  /** All of it. What is changed in here is kept, as what is set is. */
  readonly data: Partial<Data>;
  get<Name extends keyof Data>(name: Name): Data[Name] | undefined;
  set<Name extends keyof Data>(name: Name, value: Data[Name]): void;
  delete(name: keyof Data): void;
  /**
   * Keeps the data under a new id, and forgets the old one: to be called when somebody logs in or gets more rights, so
   * that an id which an attacker planted or saw before is worth nothing.
   */
  renew(): void;
  /** Ends the session: the store forgets it, and the client its cookie. */
  destroy(): void;
}

/** What is kept of a session. */
export interface SessionRecord {
  readonly data: Record<string, unknown>;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** When it ends unless it is used before, in milliseconds since 1970. */
  readonly expires: number;
}

export class OpenSession implements Session {
  readonly isNew: boolean;
  isRenewed = false;
  isDestroyed = false;
  readonly #before: string;
  #data: Record<string, unknown>;
  #isLookedAt = false;

  constructor(record: SessionRecord | null) {
    this.isNew = record === null;
    // Without a prototype, so that a name such as `__proto__` is one like any other.
    this.#data = Object.assign(Object.create(null), record?.data) as Record<string, unknown>;
    this.#before = JSON.stringify(this.#data);
  }

  /** Whether anybody has asked for the data, so that the answer may depend on it. */
  get isLookedAt(): boolean {
    return this.#isLookedAt;
  }

  get isChanged(): boolean {
    return this.#isLookedAt && JSON.stringify(this.#data) !== this.#before;
  }

  get isEmpty(): boolean {
    return Object.keys(this.#data).length === 0;
  }

  get data(): Record<string, unknown> {
    this.#isLookedAt = true;
    return this.#data;
  }

  get(name: string): unknown {
    return this.data[name];
  }

  set(name: string, value: unknown): void {
    this.data[name] = value;
    this.isDestroyed = false;
  }

  delete(name: string): void {
    delete this.data[name];
  }

  renew(): void {
    this.#isLookedAt = true;
    this.isRenewed = true;
  }

  destroy(): void {
    this.#isLookedAt = true;
    this.#data = Object.create(null) as Record<string, unknown>;
    this.isDestroyed = true;
    // What is set from now on belongs to another session.
    this.isRenewed = true;
  }
}
