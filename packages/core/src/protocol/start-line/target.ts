// The request-target and its four forms (RFC 9112 §3.2).

import type { ProtocolErrorCode } from "../catalogue.js";
import { authorityFault, hasHost } from "./authority.js";

export type TargetForm = "origin" | "absolute" | "authority" | "asterisk";

/** A fault in a target, and at which of its characters it stands. */
export interface TargetFault {
  readonly code: ProtocolErrorCode;
  readonly index: number;
}

const WRONG_FORM: TargetFault = { code: "TARGET_FORM_METHOD", index: 0 };
const SLASH = 0x2f;
// scheme "://" authority, RFC 3986 §3; the authority ends at "/", "?" or the end.
const ABSOLUTE = /^([A-Za-z][A-Za-z0-9+\-.]*):(?:\/\/([^/?]*))?/;
const SCHEMES: ReadonlySet<string> = new Set(["http", "https"]);
// Only what one of these stands in can hold a dot segment or a backslash.
const SUSPECT = /\/(?:\.|%2e)|\\|%5c/i;
const DOT_SEGMENT = /\/((?:\.|%2e){1,2})(?=\/|$)/i;
const BACKSLASH = /\\|%5c/i;

/** Which form a target has that `targetFault` has let pass. */
export function targetForm(method: string, target: string): TargetForm {
  if (target.charCodeAt(0) === SLASH) return "origin";
  if (method === "CONNECT") return "authority";
  return target === "*" ? "asterisk" : "absolute";
}

/**
 * Judges a target, which holds visible ASCII without `#` only, and whether its form is for the method.
 *
 * One path: a dot segment or a backslash in the path is refused, for `new URL()` would route another path than a guard saw.
 */
export function targetFault(method: string, target: string): TargetFault | null {
  if (target.charCodeAt(0) === SLASH) {
    if (method === "CONNECT") return WRONG_FORM;
    return SUSPECT.test(target) ? pathFault(target, 0) : null;
  }
  if (method === "CONNECT") return authorityFormFault(target);
  if (target === "*") return method === "OPTIONS" ? null : WRONG_FORM;

  const absolute = ABSOLUTE.exec(target);
  if (absolute === null) {
    return isAuthorityForm(target) ? WRONG_FORM : { code: "TARGET_MALFORMED", index: 0 };
  }
  const [prefix, scheme, authority] = absolute as unknown as [string, string, string | undefined];
  // `localhost:8080` reads as a scheme with a path, yet it is CONNECT's form.
  if (authority === undefined && isAuthorityForm(target)) return WRONG_FORM;
  if (!SCHEMES.has(scheme.toLowerCase())) return { code: "TARGET_SCHEME_UNSUPPORTED", index: 0 };
  if (authority === undefined) return { code: "TARGET_MALFORMED", index: scheme.length + 1 };

  const authorityStart = prefix.length - authority.length;
  const fault = hasHost(authority) ? authorityFault(authority) : 0;
  if (fault >= 0) return { code: "TARGET_AUTHORITY_MALFORMED", index: authorityStart + fault };
  return pathFault(target, prefix.length);
}

/** The target's authority; the empty string where its form has none. */
export function targetAuthority(form: TargetForm, target: string): string {
  if (form === "authority") return target;
  return form === "absolute" ? (ABSOLUTE.exec(target)?.[2] ?? "") : "";
}

/** Path and query of the target: `/` or `?` onwards in absolute-form, `*` in asterisk-form, empty in authority-form. */
export function targetPath(form: TargetForm, target: string): string {
  if (form === "authority") return "";
  if (form !== "absolute") return target;
  const rest = target.slice(ABSOLUTE.exec(target)?.[0].length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

function isAuthorityForm(target: string): boolean {
  return hasHost(target) && authorityFault(target) < 0 && /:\d+$/.test(target);
}

// authority-form = uri-host ":" port, RFC 9112 §3.2.3; there is no default port.
function authorityFormFault(target: string): TargetFault | null {
  if (isAuthorityForm(target)) return null;
  if (target === "*" || ABSOLUTE.exec(target)?.[2] !== undefined) return WRONG_FORM;
  const fault = hasHost(target) ? authorityFault(target) : 0;
  return { code: "TARGET_AUTHORITY_MALFORMED", index: fault < 0 ? target.length : fault };
}

function pathFault(target: string, start: number): TargetFault | null {
  const query = target.indexOf("?", start);
  const path = target.slice(start, query < 0 ? undefined : query);
  const dots = DOT_SEGMENT.exec(path);
  if (dots !== null) return { code: "TARGET_DOT_SEGMENT", index: start + dots.index + 1 };
  const backslash = BACKSLASH.exec(path);
  return backslash === null ? null : { code: "TARGET_BACKSLASH", index: start + backslash.index };
}
