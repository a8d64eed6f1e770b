// What a client may do, once.

import type { Place } from "./peer.js";
import type { Random } from "./random.js";

/** The server did not do what it had to. */
export class Wrong extends Error {}

export interface Behaviour {
  readonly name: string;
  /** How often it is chosen, in proportion to the others. */
  readonly weight: number;
  /**
   * @returns how many answers were checked, and found right
   * @throws {Error} where an answer is wrong, or missing
   */
  act(client: Client): Promise<number>;
}

export interface Client {
  readonly place: Place;
  readonly random: Random;
  /** Whether what takes long is to come to its end. */
  isOver(): boolean;
}

/** What the server of a soak waits for, in milliseconds. */
export const DEADLINES = { head: 10_000, content: 10_000, idle: 60_000, write: 10_000 };

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @throws {Wrong} */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Wrong(`${what}: ${brief(actual)} in place of ${brief(expected)}`);
}

/** @throws {Wrong} */
export function expectMatch(what: string, actual: string, pattern: RegExp): void {
  if (!pattern.test(actual)) throw new Wrong(`${what}: ${brief(actual)} does not match ${pattern}`);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
