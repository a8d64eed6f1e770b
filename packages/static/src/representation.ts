// A file as it is sent: its octets, where they are in memory, its validators, and the fields of the answers.

import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { formatHttpDate, LightHeaders } from "@sockeye/core/message";
import type { ContentCoding } from "./accept-encoding.js";
import { isCompressible, type TypeOf, typesByName } from "./media-types.js";
import { type FileState, stateOf } from "./opened-file.js";
import type { ResolvedStaticOptions } from "./options.js";

export class Representation {
  /** The state of the file that it was made of. */
  readonly state: FileState;
  /** `null` where they stay in the file. */
  readonly octets: Uint8Array | null;
  /** Octets of the content; `null` where they are known only when they have been made. */
  readonly size: number | null;
  readonly coding: ContentCoding | "identity";
  readonly type: string;
  readonly etag: string | undefined;
  /** Seconds since 1970, whole. */
  readonly lastModified: number;
  /** Of 200, and of 206 with more to it. To be copied. */
  readonly fields: LightHeaders;
  #notModified: LightHeaders | null = null;

  constructor(init: RepresentationInit, type: string, etag: string | undefined, fields: LightHeaders) {
    this.state = stateOf(init.stats);
    this.octets = init.octets;
    this.size = init.size;
    this.coding = init.coding;
    this.type = type;
    this.etag = etag;
    this.lastModified = lastModifiedOf(init.stats);
    this.fields = fields;
  }

  /** Fields of 304 (RFC 9110 §15.4.5). To be copied. */
  get notModified(): LightHeaders {
    this.#notModified ??= notModifiedFields(this.fields);
    return this.#notModified;
  }
}

export interface RepresentationInit {
  /** The file's path below the root, with a slash at first. */
  readonly path: string;
  readonly stats: Stats;
  readonly octets: Uint8Array | null;
  readonly size: number | null;
  readonly coding: ContentCoding | "identity";
}

// Fields of a representation that a 304 leaves out: the recipient has them.
const NOT_IN_304 = ["Content-Type", "Content-Encoding", "Content-Language", "Content-Disposition", "Accept-Ranges"];
const YEAR = 31_536_000;

export class Describer {
  readonly #options: ResolvedStaticOptions;
  readonly #typeOf: TypeOf;

  constructor(options: ResolvedStaticOptions) {
    this.#options = options;
    this.#typeOf = typesByName(options.types, options.charset);
  }

  /** Content-Type of a file by its name or path. */
  typeOf(path: string): string {
    return this.#typeOf(path.slice(path.lastIndexOf("/") + 1));
  }

  describe(init: RepresentationInit): Representation {
    const { path, stats, octets, size, coding } = init;
    const { etag: tagged, nosniff, headers } = this.#options;
    const type = this.typeOf(path);
    const etag = tagged ? entityTag(stats, octets, size, coding) : undefined;
    const fields = new LightHeaders({ "Content-Type": type });
    if (coding !== "identity") fields.set("Content-Encoding", coding);
    if (size !== null) fields.set("Accept-Ranges", "bytes");
    fields.set("Last-Modified", formatHttpDate(lastModifiedOf(stats)));
    if (etag !== undefined) fields.set("ETag", etag);
    fields.set("Cache-Control", this.#cacheControl(path));
    if (this.#isNegotiated(type)) fields.set("Vary", "Accept-Encoding");
    if (nosniff) fields.set("X-Content-Type-Options", "nosniff");
    for (const [name, value] of Object.entries(headers(path, stats) ?? {})) {
      if (value === null) fields.delete(name);
      else if (name.toLowerCase() === "vary") addToVary(fields, value);
      else fields.set(name, value);
    }
    return new Representation(init, type, etag, fields);
  }

  #cacheControl(path: string): string {
    const { maxAge, immutable } = this.#options;
    const never = typeof immutable === "boolean" ? immutable : path.search(immutable) >= 0;
    return never ? `max-age=${maxAge ?? YEAR}, immutable` : `max-age=${maxAge ?? 0}`;
  }

  // The field stands on every answer that another Accept-Encoding might have changed (RFC 9110 §12.5.5).
  #isNegotiated(type: string): boolean {
    const { precompressed, compress } = this.#options;
    return precompressed.length > 0 || (compress.codings.length > 0 && isCompressible(type));
  }
}

/** What an answer depends on adds up; `*` says all of it. */
function addToVary(fields: LightHeaders, value: string): void {
  const there = fields.get("Vary");
  const names = there === null ? [] : there.split(", ");
  const added = value.split(",").map((name) => name.trim());
  const fresh = added.filter((name) => !names.some((other) => other.toLowerCase() === name.toLowerCase()));
  fields.set("Vary", added.includes("*") ? "*" : [...names, ...fresh].join(", "));
}

function lastModifiedOf({ mtimeMs }: Stats): number {
  return Math.floor(mtimeMs / 1000);
}

function notModifiedFields(fields: LightHeaders): LightHeaders {
  const rest = new LightHeaders(fields);
  for (const name of NOT_IN_304) rest.delete(name);
  // "…unless said metadata exists for the purpose of guiding cache updates": the date does where there is no tag.
  if (fields.has("ETag")) rest.delete("Last-Modified");
  return rest;
}

// File systems stamp changes by a clock that is up to 10 ms coarse, some by whole seconds or two.
const FINE_MILLISECONDS = 20;
const COARSE_MILLISECONDS = 2500;
let unsettled = 0;

/**
 * How long a later change of the file might leave no trace in its stamps.
 * @returns whole milliseconds, 0 where it would be seen already; the time of the last change of any kind counts, which nobody can set
 */
export function millisecondsToSettle({ mtimeMs, ctimeMs }: Stats, now: number = Date.now()): number {
  const isCoarse = mtimeMs % 1000 === 0 && ctimeMs % 1000 === 0;
  return Math.max(0, Math.ceil(ctimeMs + (isCoarse ? COARSE_MILLISECONDS : FINE_MILLISECONDS) - now));
}

export function isSettled(stats: Stats): boolean {
  return millisecondsToSettle(stats) === 0;
}

/**
 * The tag of octets in memory is made of them. That of others is made of the size and the time of the last change; while the
 * file may change without a trace, the tag is a weak one that no other answer has.
 */
function entityTag(
  stats: Stats,
  octets: Uint8Array | null,
  size: number | null,
  coding: ContentCoding | "identity",
): string {
  if (octets !== null) return `"${createHash("sha1").update(octets).digest("base64url")}"`;
  const time = Math.round(stats.mtimeMs * 1000).toString(36);
  const tag = `${stats.size.toString(36)}-${time}${coding === "identity" ? "" : `-${coding}`}`;
  if (!isSettled(stats)) return `W/"${tag}-${process.pid.toString(36)}-${(unsettled++).toString(36)}"`;
  // What is compressed as it is sent may come in other octets another time.
  return size === null ? `W/"${tag}"` : `"${tag}"`;
}
