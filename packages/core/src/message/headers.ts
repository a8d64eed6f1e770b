// `Headers` of the Fetch standard over flat lists. Names and values are judged when they are set, so that whoever writes
// them on the wire need not look at them again, and they keep the order and the letter case in which they were set.

import { isFieldValue, isToken } from "../protocol/grammar.js";
import { type FieldBlock, STRINGS_PER_LINE } from "./field-block.js";
import type { FieldsInit } from "./fields-init.js";
import type { IncomingFields } from "./incoming.js";
import { delegate, printAs } from "./native.js";

type Entry = [name: string, value: string];

/** The fields of a message that came in, copied only when they are changed or iterated. */
export let headersOver: (fields: IncomingFields) => LightHeaders;

/** Adds a Content-Type that is known to be valid, unless there is one. */
export let addContentType: (headers: LightHeaders, contentType: string) => LightHeaders;

export let copyOf: (headers: LightHeaders) => LightHeaders;

/** `STRINGS_PER_LINE` strings a field line, in the order in which they were set, but for those of a block. Only to be read. */
export let linesOf: (headers: LightHeaders) => readonly string[];

/** The lines of a block, which come behind the others. */
export let blockOf: (headers: LightHeaders) => FieldBlock | null;

/** Adds the lines of a block whose names are not there. */
export let addMissing: (headers: LightHeaders, block: FieldBlock) => void;

/** From now on every change throws a TypeError. */
export let makeImmutable: (headers: LightHeaders) => LightHeaders;

/**
 * Behaves as the Fetch standard's `Headers`, and is stricter in one thing: a value that holds a control octet is refused
 * (RFC 9110 §5.5).
 */
export class LightHeaders implements Headers {
  #lines: string[] = [];
  /** Lines that are not copied into `#lines` yet: that waits for the first change or iteration. */
  #incoming: IncomingFields | null = null;
  /** Lines behind the others that are not copied either. No name of it is among the others. */
  #block: FieldBlock | null = null;
  /** What iteration shows, until the next change. */
  #sorted: Entry[] | null = null;
  #isImmutable = false;

  static {
    Object.setPrototypeOf(LightHeaders.prototype, Headers.prototype);
    printAs(LightHeaders.prototype, "Headers", (headers) => {
      const cookies = headers.getSetCookie();
      return { ...Object.fromEntries(headers), ...(cookies.length > 1 && { "set-cookie": cookies }) };
    });
    delegate(LightHeaders.prototype, new Headers(), (headers) => new Headers([...headers]));
    headersOver = (fields) => {
      const headers = new LightHeaders();
      headers.#incoming = fields;
      return headers;
    };
    addContentType = (headers, contentType) => {
      const lines = headers.#change("content-type");
      if (find(lines, "content-type") < 0) lines.push("content-type", "Content-Type", contentType);
      return headers;
    };
    copyOf = (headers) => {
      const copy = new LightHeaders();
      copy.#lines = headers.#own().slice();
      copy.#block = headers.#block;
      copy.#isImmutable = headers.#isImmutable;
      return copy;
    };
    linesOf = (headers) => headers.#own();
    blockOf = (headers) => headers.#block;
    addMissing = (headers, block) => {
      const lines = headers.#change(null);
      if (headers.#block === null && block.fitsBeside(lines)) headers.#block = block;
      else addMissingLines(headers.#all(), block);
    };
    makeImmutable = (headers) => {
      headers.#isImmutable = true;
      return headers;
    };
  }

  /** @throws {TypeError} where a name is no token, or a value no field value */
  constructor(init?: FieldsInit) {
    if (init !== undefined) this.#fill(init);
  }

  /** @throws {TypeError} */
  append(name: string, value: string): void {
    const lowerCase = checkedName(name);
    const text = checkedValue(name, value);
    const lines = this.#change(lowerCase);
    const at = find(lines, lowerCase);
    // "If list contains name, then set name to the first such header's name."
    lines.push(lowerCase, at < 0 ? `${name}` : (lines[at + 1] as string), text);
  }

  /** @throws {TypeError} */
  delete(name: string): void {
    const lowerCase = checkedName(name);
    removeFrom(this.#change(lowerCase), lowerCase, 0);
  }

  /** The lines of a field joined with `, `, those of Cookie with `; `; or `null`. @throws {TypeError} */
  get(name: string): string | null {
    const incoming = this.#incoming;
    if (incoming !== null) return getIncoming(incoming, name);
    const lowerCase = checkedName(name);
    const block = this.#block;
    return combined(block?.names.has(lowerCase) ? block.lines : this.#lines, lowerCase, 0);
  }

  getSetCookie(): string[] {
    if (this.#incoming !== null) return this.#incoming.getAll("set-cookie");
    const values: string[] = [];
    const lines = this.#lines;
    for (let at = find(lines, "set-cookie"); at >= 0; at = find(lines, "set-cookie", at + STRINGS_PER_LINE)) {
      values.push(lines[at + 2] as string);
    }
    return values;
  }

  /** @throws {TypeError} */
  has(name: string): boolean {
    const lowerCase = checkedName(name);
    if (this.#incoming !== null) return this.#incoming.has(lowerCase);
    return find(this.#lines, lowerCase) >= 0 || this.#block?.names.has(lowerCase) === true;
  }

  /** @throws {TypeError} */
  set(name: string, value: string): void {
    const lowerCase = checkedName(name);
    const text = checkedValue(name, value);
    const lines = this.#change(lowerCase);
    const at = find(lines, lowerCase);
    if (at < 0) {
      lines.push(lowerCase, `${name}`, text);
      return;
    }
    lines[at + 2] = text;
    removeFrom(lines, lowerCase, at + STRINGS_PER_LINE);
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void {
    if (typeof callback !== "function") throw new TypeError("The callback of Headers.forEach is not a function");
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this);
  }

  /** Names in lower case and sorted, values combined; each Set-Cookie line apart. */
  *entries(): Generator<Entry, undefined> {
    // The list is asked for again with each step: what changes during an iteration shows in it.
    for (let i = 0; i < this.#sortedEntries().length; i++) {
      const [name, value] = this.#sortedEntries()[i] as Entry;
      yield [name, value];
    }
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): Generator<Entry, undefined> {
    return this.entries();
  }

  #own(): string[] {
    if (this.#incoming !== null) {
      for (const [name, value] of this.#incoming) this.#lines.push(name.toLowerCase(), name, value);
      this.#incoming = null;
    }
    return this.#lines;
  }

  #all(): string[] {
    const lines = this.#own();
    if (this.#block !== null) lines.push(...this.#block.lines);
    this.#block = null;
    return lines;
  }

  /** @param lowerCase the name whose lines are to change; `null` for names that are not there */
  #change(lowerCase: string | null): string[] {
    if (this.#isImmutable) throw new TypeError("These headers are immutable");
    this.#sorted = null;
    return lowerCase !== null && this.#block?.names.has(lowerCase) ? this.#all() : this.#own();
  }

  #fill(init: FieldsInit): void {
    if (init instanceof LightHeaders) {
      this.#lines = init.#own().slice();
      this.#block = init.#block;
      return;
    }
    if (init === null || (typeof init !== "object" && typeof init !== "function")) {
      throw new TypeError("Headers are made of an object or of pairs of a name and a value");
    }
    if (Symbol.iterator in init && init[Symbol.iterator] !== undefined) {
      for (const pair of init) {
        const [name, value] = pairOf(pair);
        this.append(name, value);
      }
      return;
    }
    for (const name of Object.keys(init)) this.append(name, (init as Record<string, string>)[name] as string);
    for (const symbol of Object.getOwnPropertySymbols(init)) {
      if (Object.prototype.propertyIsEnumerable.call(init, symbol)) throw new TypeError("A field name is not a symbol");
    }
  }

  #sortedEntries(): Entry[] {
    if (this.#sorted !== null) return this.#sorted;
    const lines = this.#all();
    const names = new Set<string>();
    for (let at = 0; at < lines.length; at += STRINGS_PER_LINE) names.add(lines[at] as string);
    const entries: Entry[] = [];
    for (const name of [...names].sort()) {
      if (name === "set-cookie") for (const value of this.getSetCookie()) entries.push([name, value]);
      else entries.push([name, combined(lines, name, 0) as string]);
    }
    this.#sorted = entries;
    return entries;
  }
}

function getIncoming(incoming: IncomingFields, name: string): string | null {
  const text = `${name}`;
  const value = incoming.get(text);
  // A name that is there is valid.
  if (value === null) {
    checkedName(text);
    return null;
  }
  // The pairs of a cookie-string are parted by "; " (RFC 6265 §4.2.1), whatever number of lines they came in.
  return text.length === 6 && text.toLowerCase() === "cookie" ? incoming.getAll("cookie").join("; ") : value;
}

function addMissingLines(lines: string[], block: FieldBlock): void {
  const before = lines.slice();
  for (let at = 0; at < block.lines.length; at += STRINGS_PER_LINE) {
    const line = block.lines.slice(at, at + STRINGS_PER_LINE);
    if (find(before, line[0] as string) < 0) lines.push(...line);
  }
}

function find(lines: readonly string[], lowerCase: string, from = 0): number {
  for (let at = from; at < lines.length; at += STRINGS_PER_LINE) if (lines[at] === lowerCase) return at;
  return -1;
}

function combined(lines: readonly string[], lowerCase: string, from: number): string | null {
  let at = find(lines, lowerCase, from);
  if (at < 0) return null;
  let value = lines[at + 2] as string;
  for (
    at = find(lines, lowerCase, at + STRINGS_PER_LINE);
    at >= 0;
    at = find(lines, lowerCase, at + STRINGS_PER_LINE)
  ) {
    value += (lowerCase === "cookie" ? "; " : ", ") + lines[at + 2];
  }
  return value;
}

function removeFrom(lines: string[], lowerCase: string, from: number): void {
  for (let at = find(lines, lowerCase, from); at >= 0; at = find(lines, lowerCase, at)) {
    lines.splice(at, STRINGS_PER_LINE);
  }
}

// Names that were judged already, and their lower case. An app has few.
const known = new Map<string, string>();
const MOST_KNOWN = 256;

/** @returns the name in lower case */
function checkedName(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const text = `${name}`;
  if (!isToken(text)) throw new TypeError(`${JSON.stringify(text)} is no field name`);
  const lowerCase = text.toLowerCase();
  if (known.size < MOST_KNOWN) known.set(text, lowerCase);
  return lowerCase;
}

/** @returns the value without white space around it */
function checkedValue(name: string, value: string): string {
  const text = `${value}`;
  if (isFieldValue(text)) return text;
  const inner = withoutSpaceAround(text);
  if (isFieldValue(inner)) return inner;
  // The value may be a secret, and the message of an error ends up in logs.
  throw new TypeError(`The value of field ${name} holds a control octet or a character above U+00FF`);
}

function withoutSpaceAround(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

// HTTP white space of the Fetch standard: HTAB, LF, CR, SP.
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function pairOf(pair: unknown): Entry {
  if (typeof pair !== "object" || pair === null || !(Symbol.iterator in pair)) {
    throw new TypeError("Headers are made of pairs of a name and a value");
  }
  const parts = [...(pair as Iterable<string>)];
  if (parts.length !== 2)
    throw new TypeError(`A pair of a name and a value has two parts, and this has ${parts.length}`);
  return parts as Entry;
}
