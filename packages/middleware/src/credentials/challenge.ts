// What a request without valid credentials is answered with (RFC 9110 §11).

import { HttpError } from "@sockeye/core/message";

/** A challenge as it stands in WWW-Authenticate: `Bearer realm="api", error="invalid_token"`. */
export function challenge(scheme: string, params: Readonly<Record<string, string | undefined>>): string {
  const list = Object.entries(params).filter(([, value]) => value !== undefined);
  if (list.length === 0) return scheme;
  return `${scheme} ${list.map(([name, value]) => `${name}=${quoted(value as string)}`).join(", ")}`;
}

/** quoted-string (RFC 9110 §5.6.4) */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** @param field the value of WWW-Authenticate */
export function unauthorized(field: string, message: string, code: string, cause?: unknown): HttpError {
  return new HttpError(401, message, { code, cause, headers: { "WWW-Authenticate": field } });
}
