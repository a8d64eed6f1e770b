// Look-ups that serve several requests: those that were there at the same time.
//
// Under load the event loop finds many connections readable at once, and handles them one after the other in one turn.
// What was looked up for the first of them in that turn was looked up after all of them had come, so that it is as good for the
// others. A connection looks anew each time, and so does whoever calls without one: what they did before, such as to write
// a file, may have happened in this very turn.

interface LookUp<Value> {
  readonly value: Value;
  /** Whose request it was made for. */
  readonly connection: object;
}

export class Turn<Value> {
  readonly #lookUps = new Map<string, LookUp<Value>>();
  readonly #end = (): void => this.#lookUps.clear();

  /** What was looked up in this turn for another connection. */
  get(key: string, connection: object): Value | undefined {
    const lookUp = this.#lookUps.get(key);
    return lookUp === undefined || lookUp.connection === connection ? undefined : lookUp.value;
  }

  set(key: string, value: Value, connection: object): void {
    // Behind all that the loop found readable, and before it looks again.
    if (this.#lookUps.size === 0) setImmediate(this.#end);
    this.#lookUps.set(key, { value, connection });
  }
}
