// Comparing what somebody claims to know with what is known.

/** A secret that tells nothing of itself by the time that a comparison takes. */
export class Secret {
  readonly #units: Uint16Array;

  /** @param text one character at least */
  constructor(text: string) {
    this.#units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) this.#units[i] = text.charCodeAt(i);
  }

  /** Takes a time that depends on the length of `given` alone, which is known to whoever gave it. */
  equals(given: string): boolean {
    const units = this.#units;
    const { length } = units;
    let difference = given.length ^ length;
    // No way out before the end, wherever the first difference is. What is too long is compared with the secret repeated.
    for (let i = 0, at = 0; i < given.length; i++) {
      difference |= given.charCodeAt(i) ^ (units[at] as number);
      at = at + 1 === length ? 0 : at + 1;
    }
    return difference === 0;
  }
}
