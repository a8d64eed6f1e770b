// A header or trailer section as it was received (RFC 9110 §5): the text and where the names and values stand in it.
// Names and values become strings of their own only when somebody asks for them.

import { LOWER_CASE } from "../grammar.js";
import type { ReceiveBuffer } from "../receive-buffer.js";

/** Numbers that stand for one field line: where its name and its value begin and end. */
export const BOUNDS_PER_LINE = 4;

export class FieldSection implements Iterable<[name: string, value: string]> {
  /** Number of field lines. */
  readonly size: number;
  readonly #text: string;
  readonly #bounds: readonly number[];

  /**
   * @param text the section with its empty line, one character an octet
   * @param bounds for each field line where in `text` its name begins and ends and its value begins and ends
   */
  constructor(text: string, bounds: readonly number[]) {
    this.size = bounds.length / BOUNDS_PER_LINE;
    this.#text = text;
    this.#bounds = bounds;
  }

  /** Octets of the section with its empty line. */
  get length(): number {
    return this.#text.length;
  }

  /** Name of a field line as it was sent. */
  nameAt(line: number): string {
    const bounds = this.#bounds;
    return this.#text.slice(bounds[BOUNDS_PER_LINE * line], bounds[BOUNDS_PER_LINE * line + 1]);
  }

  /** Value of a field line, white space around it taken off. */
  valueAt(line: number): string {
    const bounds = this.#bounds;
    return this.#text.slice(bounds[BOUNDS_PER_LINE * line + 2], bounds[BOUNDS_PER_LINE * line + 3]);
  }

  /** Where in the section's text the name of a field line begins. */
  nameOffsetAt(line: number): number {
    return this.#bounds[BOUNDS_PER_LINE * line] as number;
  }

  /** Where in the section's text the value of a field line begins. */
  valueOffsetAt(line: number): number {
    return this.#bounds[BOUNDS_PER_LINE * line + 2] as number;
  }

  /** First octet of the name of a field line, in lower case: tells most names apart. */
  initialAt(line: number): number {
    return LOWER_CASE[this.#text.charCodeAt(this.#bounds[BOUNDS_PER_LINE * line] as number)] as number;
  }

  /** Whether the same section, octet for octet, stands in the buffer at `offset`. @internal */
  standsAt(offset: number, buffer: ReceiveBuffer): boolean {
    const text = this.#text;
    const length = text.length;
    if (buffer.length < offset + length) return false;
    // A look at some places first, from the end on: what differs mostly differs there.
    const { octets } = buffer;
    const start = buffer.start + offset;
    for (let at = length - 1; at >= 0; at -= 1 + (length >> 4)) {
      if (octets[start + at] !== text.charCodeAt(at)) return false;
    }
    return buffer.latin1(offset, offset + length) === text;
  }

  /** Whether the value of a field line is this text, letter case included. */
  hasValue(line: number, text: string): boolean {
    const start = this.#bounds[BOUNDS_PER_LINE * line + 2] as number;
    const end = this.#bounds[BOUNDS_PER_LINE * line + 3] as number;
    return end - start === text.length && this.#text.startsWith(text, start);
  }

  /** Whether a field line has this name, given in lower case (RFC 9110 §5.1). */
  isNamed(line: number, name: string): boolean {
    const length = name.length;
    const start = this.#bounds[BOUNDS_PER_LINE * line] as number;
    if ((this.#bounds[BOUNDS_PER_LINE * line + 1] as number) - start !== length) return false;
    const text = this.#text;
    for (let i = 0; i < length; i++) {
      if (LOWER_CASE[text.charCodeAt(start + i)] !== name.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Index of the first field line of this name, given in lower case, at or after `from`, or -1. */
  find(name: string, from = 0): number {
    const size = this.size;
    for (let line = from; line < size; line++) if (this.isNamed(line, name)) return line;
    return -1;
  }

  /** Whether there is a field line of this name, in whatever letter case. */
  has(name: string): boolean {
    return this.find(name.toLowerCase()) >= 0;
  }

  /** The value of a field: its lines joined with `, ` in order (RFC 9110 §5.3), or `null` when there is none. */
  get(name: string): string | null {
    const lowerCase = name.toLowerCase();
    const first = this.find(lowerCase);
    if (first < 0) return null;
    let value = this.valueAt(first);
    for (let line = this.find(lowerCase, first + 1); line >= 0; line = this.find(lowerCase, line + 1)) {
      value += `, ${this.valueAt(line)}`;
    }
    return value;
  }

  /** The values of all lines of a field: for those that must not be joined, such as Set-Cookie. */
  getAll(name: string): string[] {
    const values: string[] = [];
    const lowerCase = name.toLowerCase();
    for (let line = this.find(lowerCase); line >= 0; line = this.find(lowerCase, line + 1))
      values.push(this.valueAt(line));
    return values;
  }

  /** All field lines in the order they came, names as sent. */
  *[Symbol.iterator](): Generator<[name: string, value: string], undefined> {
    for (let line = 0; line < this.size; line++) yield [this.nameAt(line), this.valueAt(line)];
  }
}
