// Conditional requests, RFC 9110 §13: one function a precondition, each true, false or absent, and their order.

import { matchesStrongly, matchesWeakly, parseEntityTags } from "./entity-tag.js";
import { parseHttpDate } from "./http-date.js";

/** What the preconditions look at: a `Headers`, or anything else that joins the lines of a field. */
export interface ConditionalFields {
  get(name: string): string | null;
}

/** What is known of the selected representation as it stands before the request is carried out. */
export interface Validators {
  /** The entity-tag as it stands in ETag: `"abc"` or `W/"abc"`. */
  readonly etag?: string | undefined;
  /** Seconds since 1970; a fraction is cut off, as Last-Modified has none. */
  readonly lastModified?: number | undefined;
}

/** `"proceed"`: as if there were no precondition. Else 304 or 412 is the answer. */
export type PreconditionVerdict = "proceed" | "not-modified" | "failed";

// A precondition that the request does not have, or that is to be ignored, is neither true nor false.
type Condition = true | false | "absent";

// Methods that neither select nor change a representation: their preconditions are ignored (§13.2.1).
const SELECTS_NOTHING: ReadonlySet<string> = new Set(["OPTIONS", "TRACE", "CONNECT"]);

/**
 * Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in the order of RFC 9110 §13.2.2.
 *
 * Only to be asked where the answer without preconditions would be 2xx or 412 (§13.2.1): a 404 stays a 404. A field value
 * that is malformed never leads to 304 and never lets a change through: a date is ignored, and a list matches nothing, except
 * that a malformed If-None-Match fails for methods other than GET and HEAD.
 * @param current the selected representation, or `null` where there is none, which only `*` cares for
 */
export function evaluatePreconditions(
  method: string,
  fields: ConditionalFields,
  current: Validators | null,
): PreconditionVerdict {
  if (SELECTS_NOTHING.has(method)) return "proceed";
  const reads = method === "GET" || method === "HEAD";

  const match = ifMatch(fields, current);
  if (match === false) return "failed";
  if (match === "absent" && ifUnmodifiedSince(fields, current) === false) return "failed";

  const noneMatch = ifNoneMatch(fields, current, reads);
  if (noneMatch === false) return reads ? "not-modified" : "failed";
  if (noneMatch === "absent" && reads && ifModifiedSince(fields, current) === false) return "not-modified";
  return "proceed";
}

/**
 * Whether a Range field is to be heeded (RFC 9110 §14.2): for GET alone, and only where If-Range, if there is one, is true.
 * To be asked once the other preconditions have let the request proceed.
 * @param now seconds since 1970, the time that Date will show
 */
export function rangeIsWanted(method: string, fields: ConditionalFields, current: Validators, now: number): boolean {
  return method === "GET" && fields.get("range") !== null && ifRange(fields, current, now) !== false;
}

// §13.1.1, with strong comparison.
function ifMatch(fields: ConditionalFields, current: Validators | null): Condition {
  const value = fields.get("if-match");
  if (value === null) return "absent";
  const tags = parseEntityTags(value);
  if (tags === "*") return current !== null;
  const etag = current?.etag;
  return tags !== null && etag !== undefined && tags.some((tag) => matchesStrongly(tag, etag));
}

// §13.1.4
function ifUnmodifiedSince(fields: ConditionalFields, current: Validators | null): Condition {
  return comparedWithDate(fields.get("if-unmodified-since"), current, (modified, date) => modified <= date);
}

// §13.1.2, with weak comparison.
function ifNoneMatch(fields: ConditionalFields, current: Validators | null, reads: boolean): Condition {
  const value = fields.get("if-none-match");
  if (value === null) return "absent";
  const etag = current?.etag;
  // What browsers send: the one tag, as they got it.
  if (value === etag) return false;
  const tags = parseEntityTags(value);
  if (tags === "*") return current === null;
  if (tags === null) return reads;
  return etag === undefined || !tags.some((tag) => matchesWeakly(tag, etag));
}

// §13.1.3
function ifModifiedSince(fields: ConditionalFields, current: Validators | null): Condition {
  return comparedWithDate(fields.get("if-modified-since"), current, (modified, date) => modified > date);
}

// §13.1.5. A date is a strong validator only where it is at least a second older than the answer (§8.8.2.2).
function ifRange(fields: ConditionalFields, { etag, lastModified }: Validators, now: number): Condition {
  const value = fields.get("if-range");
  if (value === null) return "absent";
  if (etag !== undefined && matchesStrongly(value, etag)) return true;
  if (lastModified === undefined) return false;
  const modified = Math.floor(lastModified);
  return parseHttpDate(value, now) === modified && modified + 1 <= Math.floor(now);
}

function comparedWithDate(
  value: string | null,
  current: Validators | null,
  holds: (modified: number, date: number) => boolean,
): Condition {
  if (value === null || current?.lastModified === undefined) return "absent";
  const date = parseHttpDate(value);
  return date === null ? "absent" : holds(Math.floor(current.lastModified), date);
}
