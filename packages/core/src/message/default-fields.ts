// Fields that a message gets unless it has them.

import { FieldBlock, STRINGS_PER_LINE } from "./field-block.js";
import type { FieldsInit } from "./fields-init.js";
import { addMissing, LightHeaders, linesOf } from "./headers.js";

/**
 * Field lines for many messages. They are judged when they are put together, and laid under the fields of a message at next to
 * no cost: for what a middleware adds to every response.
 */
export class DefaultFields {
  readonly #block: FieldBlock;

  /** @throws {TypeError} where a name is no token, or a value no field value */
  constructor(init: FieldsInit) {
    this.#block = new FieldBlock(linesOf(new LightHeaders(init)));
  }

  /** Adds the fields that `headers` does not have. @throws {TypeError} where they are immutable */
  layUnder(headers: Headers): void {
    if (headers instanceof LightHeaders) addMissing(headers, this.#block);
    else for (const [name, value] of missingPairs(headers, this.#block)) headers.append(name, value);
  }
}

function missingPairs(headers: Headers, { lines, names }: FieldBlock): [name: string, value: string][] {
  const missing = new Set([...names].filter((name) => !headers.has(name)));
  const pairs: [name: string, value: string][] = [];
  for (let at = 0; at < lines.length; at += STRINGS_PER_LINE) {
    if (missing.has(lines[at] as string)) pairs.push([lines[at + 1] as string, lines[at + 2] as string]);
  }
  return pairs;
}
