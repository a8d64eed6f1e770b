// What is asked of the frameworks in the router bench, and what they answer.

import { ORDER, type Order, receipt } from "../server/contents.js";

/**
 * - `user`: a route with a parameter, behind three async middleware (Fastify: hooks), one of which sets a field.
 * - `user-plain`: the same route without them.
 * - `order`: JSON that a schema has to accept.
 */
export type Work = "user" | "user-plain" | "order";

export interface User {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
}

export function userOf(id: string): User {
  return { id, name: "Ada Lovelace", tags: ["admin", "author"] };
}

/** What one of the three middleware sets. */
export const FIELD = "X-Request-Id";
export const FIELD_VALUE = "0123456789abcdef";

export { ORDER, type Order, receipt };
