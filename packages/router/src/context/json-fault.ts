// Where a text stops being JSON (RFC 8259), and why. The engines' own messages differ, and some have no offset.

export interface JsonFault {
  /** UTF-16 code units before the fault. */
  readonly offset: number;
  readonly reason: string;
}

const WHITE_SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
const CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

/** @param text what `JSON.parse` refuses */
export function jsonFault(text: string): JsonFault {
  const reader = new JsonReader(text);
  reader.read();
  return { offset: reader.offset, reason: reader.reason };
}

/** Reads up to the fault. A loop and no recursion, for how deep the text is nested is the peer's choice. */
class JsonReader {
  offset = 0;
  reason = "";
  readonly #text: string;
  /** What closes each object and array that is open. */
  readonly #open: ("}" | "]")[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    let isValueNext = true;
    while (this.reason === "") isValueNext = isValueNext ? this.#value() : this.#behindValue();
  }

  /** @returns whether a value is next */
  #value(): boolean {
    if (this.#take("{")) {
      if (this.#take("}")) return false;
      this.#open.push("}");
      this.#name("a name in double quotes or } is expected");
      return true;
    }
    if (this.#take("[")) {
      if (this.#take("]")) return false;
      this.#open.push("]");
      return true;
    }
    if (this.#text[this.offset] === '"') this.#string();
    else if (this.#skip(SCALAR) === 0) this.#fail("a value is expected");
    return false;
  }

  /** @returns whether a value is next */
  #behindValue(): boolean {
    this.#skip(WHITE_SPACE);
    const closing = this.#open.at(-1);
    if (closing === undefined) return this.#fail("the end is expected");
    if (this.#take(closing)) {
      this.#open.pop();
      return false;
    }
    if (!this.#take(",")) return this.#fail(`a comma or ${closing} is expected`);
    if (closing === "}") this.#name("a name in double quotes is expected");
    return true;
  }

  #name(otherwise: string): void {
    this.#skip(WHITE_SPACE);
    if (this.#text[this.offset] !== '"') this.#fail(otherwise);
    else if (this.#string() && !this.#take(":")) this.#fail("a colon is expected");
  }

  #string(): boolean {
    this.offset++;
    do this.#skip(CHARACTERS);
    while (this.#skip(ESCAPE) > 0);
    const char = this.#text[this.offset];
    if (char === "\\") return this.#fail("an escape is expected");
    if (char !== '"')
      return this.#fail(char === undefined ? "a double quote is expected" : "a control character stands");
    this.offset++;
    return true;
  }

  #take(char: string): boolean {
    this.#skip(WHITE_SPACE);
    if (this.#text[this.offset] !== char) return false;
    this.offset++;
    return true;
  }

  #skip(grammar: RegExp): number {
    grammar.lastIndex = this.offset;
    const length = grammar.exec(this.#text)?.[0].length ?? 0;
    this.offset += length;
    return length;
  }

  #fail(reason: string): false {
    this.reason = this.offset < this.#text.length ? `${reason} here` : `the text ends where ${reason}`;
    return false;
  }
}
