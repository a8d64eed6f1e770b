// Keys by which JSON that is copied member by member reaches a prototype: `__proto__`, and `prototype` in `constructor`.

import { HttpError } from "@sockeye/core/message";

/**
 * @param text what `value` was parsed from
 * @throws {HttpError} 400 `JSON_KEY_FORBIDDEN`
 */
export function refuseForbiddenKeys(text: string, value: unknown): void {
  // Both have this word in them, spelled out or with an escape.
  if (!text.includes("proto") && !text.includes("\\u")) return;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== "object" || node === null) continue;
    const members = node as Readonly<Record<string, unknown>>;
    if (Object.hasOwn(members, "__proto__")) throw forbidden("__proto__");
    if (Object.hasOwn(members, "constructor") && hasPrototype(members["constructor"])) {
      throw forbidden("constructor.prototype");
    }
    for (const key in members) waiting.push(members[key]);
  }
}

function hasPrototype(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "prototype");
}

function forbidden(key: string): HttpError {
  return new HttpError(400, `The key ${key} is not taken`, { code: "JSON_KEY_FORBIDDEN" });
}
