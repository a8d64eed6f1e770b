// What `files` can be told, and the defaults.

import type { Stats } from "node:fs";
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import type { ContentCoding } from "./accept-encoding.js";
import { compressionCodings } from "./compression.js";
import { isMediaType } from "./media-types.js";

/** Fields to set on an answer; `null` leaves out one that would be there. */
export type ExtraFields = Readonly<Record<string, string | null>>;

export interface StaticOptions {
  /** Files that stand for their folder, the first that is there; `false` or `[]` for none. @defaultValue `"index.html"` */
  readonly index?: string | readonly string[] | false | undefined;
  /** Extensions to try where a path names no file, such as `["html"]`. @defaultValue `[]` */
  readonly extensions?: readonly string[] | undefined;
  /**
   * Whether `/folder` is sent on to `/folder/` with 301, where that has something to show; else it is a miss.
   * @defaultValue true
   */
  readonly redirect?: boolean | undefined;
  /** Whether a folder without index is listed: a page, or JSON where Accept prefers that. @defaultValue false */
  readonly listing?: boolean | undefined;
  /**
   * A file to send on a miss, for applications that route in the browser: where Accept takes HTML and the path does not end
   * like an asset (`.js`, `.png`). With the status 404 it is a page for misses. @defaultValue none
   */
  readonly fallback?: string | { readonly file: string; readonly status?: 200 | 404 | undefined } | undefined;
  /**
   * What becomes of names that begin with a dot. Where they are denied, the top-level folder `.well-known` (RFC 8615) is not,
   * though dotfiles inside it are. @defaultValue `"deny"`: a miss
   */
  readonly dotfiles?: "deny" | "allow" | undefined;
  /**
   * `"deny"`: a path that leads over a symbolic link is a miss. `"inside"`: what a link leads to has to be inside the root.
   * `"follow"`: wherever they lead. The root itself may be a link. @defaultValue `"inside"`
   */
  readonly symlinks?: "deny" | "inside" | "follow" | undefined;
  /** Seconds a response stays fresh: `max-age` of Cache-Control (RFC 9111 §5.2.2.1). @defaultValue 0 */
  readonly maxAge?: number | undefined;
  /**
   * Files that never change under their name get `immutable` (RFC 8246), and a year of `max-age` where `maxAge` is not set: all
   * of them, or those whose path the pattern finds, such as `/-[0-9a-f]{8}\./`. @defaultValue false
   */
  readonly immutable?: boolean | RegExp | undefined;
  /**
   * Fields for every file, or a function that gives them by the file's path below the root (`/css/site.css`). It is asked once
   * for each state of a file, not once a request, while the file is in memory. @defaultValue none
   */
  readonly headers?: ExtraFields | ((path: string, stat: Stats) => ExtraFields | undefined) | undefined;
  /**
   * Whether `app.js.br`, `app.js.zst` and `app.js.gz` beside `app.js` are sent in its place, by Accept-Encoding; a list says
   * which, the most wanted first. @defaultValue false
   */
  readonly precompressed?: boolean | readonly ContentCoding[] | undefined;
  /**
   * Whether text and the like is compressed by the server itself; `minimum` is in octets. Zstandard needs Node 22.15.
   * @defaultValue false; codings `["br", "zstd", "gzip"]`, minimum 1024
   */
  readonly compress?:
    | boolean
    | { readonly codings?: readonly ContentCoding[] | undefined; readonly minimum?: number | undefined }
    | undefined;
  /** Whether answers have an entity-tag (RFC 9110 §8.8.3). @defaultValue true */
  readonly etag?: boolean | undefined;
  /**
   * Octets of memory for small files that are asked for often; 0 for none. A file may take an eighth of them, and 256 KiB at
   * most. Whether it has changed is looked up at each request. @defaultValue 33554432, 32 MiB
   */
  readonly cache?: number | undefined;
  readonly mime?:
    | {
        /** Media types by extension, besides the built-in ones and before them: `{ "glsl": "text/x-glsl" }`. */
        readonly types?: Readonly<Record<string, string>> | undefined;
        /** The charset of text, `false` for none. @defaultValue `"utf-8"` */
        readonly charset?: string | false | undefined;
        /** Whether `X-Content-Type-Options: nosniff` is sent. @defaultValue true */
        readonly nosniff?: boolean | undefined;
      }
    | undefined;
}

export interface ResolvedStaticOptions {
  readonly index: readonly string[];
  readonly extensions: readonly string[];
  readonly redirect: boolean;
  readonly listing: boolean;
  readonly fallback: { readonly file: string; readonly status: 200 | 404 } | null;
  readonly dotfiles: "deny" | "allow";
  readonly symlinks: "deny" | "inside" | "follow";
  readonly maxAge: number | null;
  readonly immutable: boolean | RegExp;
  readonly headers: (path: string, stat: Stats) => ExtraFields | undefined;
  readonly precompressed: readonly ContentCoding[];
  readonly compress: { readonly codings: readonly ContentCoding[]; readonly minimum: number };
  readonly etag: boolean;
  readonly cache: number;
  readonly types: Readonly<Record<string, string>>;
  readonly charset: string | null;
  readonly nosniff: boolean;
}

const CODINGS: readonly ContentCoding[] = ["br", "zstd", "gzip"];
const DEFAULT_CACHE = 32 * 1024 * 1024;
const DEFAULT_MINIMUM = 1024;

// A name in a folder, not a path.
const fileName = z.string().check(z.regex(/^(?!\.{1,2}$)[^/\\\0]+$/, "Expected the name of a file"));
const relativePath = z
  .string()
  .check(
    z.regex(/^\/?(?!\.{1,2}(?:\/|$))[^/\\\0]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\\0]+)*$/, "Expected a path below the root"),
  );
const codings = z.array(z.enum(["br", "zstd", "gzip"]));
const mediaType = z.string().check(z.refine(isMediaType, "Expected a media type"));

const schema = z.strictObject({
  index: z.optional(z.union([fileName, z.array(fileName), z.literal(false)])),
  extensions: z.optional(z.array(fileName)),
  redirect: z.optional(z.boolean()),
  listing: z.optional(z.boolean()),
  fallback: z.optional(
    z.union([
      relativePath,
      z.strictObject({ file: relativePath, status: z.optional(z.union([z.literal(200), z.literal(404)])) }),
    ]),
  ),
  dotfiles: z.optional(z.enum(["deny", "allow"])),
  symlinks: z.optional(z.enum(["deny", "inside", "follow"])),
  maxAge: z.optional(z.int().check(z.minimum(0))),
  immutable: z.optional(z.union([z.boolean(), z.instanceof(RegExp)])),
  headers: z.optional(
    z.union([
      z.record(z.string(), z.nullable(z.string())),
      z.custom((value) => typeof value === "function", "Expected a function"),
    ]),
  ),
  precompressed: z.optional(z.union([z.boolean(), codings])),
  compress: z.optional(
    z.union([
      z.boolean(),
      z.strictObject({ codings: z.optional(codings), minimum: z.optional(z.int().check(z.minimum(0))) }),
    ]),
  ),
  etag: z.optional(z.boolean()),
  cache: z.optional(z.int().check(z.minimum(0))),
  mime: z.optional(
    z.strictObject({
      types: z.optional(z.record(z.string(), mediaType)),
      charset: z.optional(z.union([z.string().check(z.regex(/^[A-Za-z0-9_:.+-]+$/)), z.literal(false)])),
      nosniff: z.optional(z.boolean()),
    }),
  ),
});

/** @throws {TypeError} one line for each option that is wrong: its name, and what was expected */
export function resolveStaticOptions(options: StaticOptions = {}): ResolvedStaticOptions {
  const { success, error } = schema.safeParse(options, { error: en().localeError });
  if (!success) {
    const problems = error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join(".")}: ${message}`,
    );
    throw new TypeError(`files() was given options that it cannot take:\n  ${problems.join("\n  ")}`);
  }
  const { index = "index.html", precompressed = false, compress = false, fallback, headers, mime = {} } = options;
  return {
    index: index === false ? [] : typeof index === "string" ? [index] : index,
    extensions: (options.extensions ?? []).map((extension) => extension.replace(/^\./, "")),
    redirect: options.redirect ?? true,
    listing: options.listing ?? false,
    fallback: fallback === undefined ? null : resolveFallback(fallback),
    dotfiles: options.dotfiles ?? "deny",
    symlinks: options.symlinks ?? "inside",
    maxAge: options.maxAge ?? null,
    immutable: options.immutable ?? false,
    headers: typeof headers === "function" ? headers : () => headers,
    precompressed: precompressed === true ? CODINGS : precompressed === false ? [] : precompressed,
    compress: resolveCompress(compress),
    etag: options.etag ?? true,
    cache: options.cache ?? DEFAULT_CACHE,
    types: mime.types ?? {},
    charset: mime.charset === false ? null : (mime.charset ?? "utf-8"),
    nosniff: mime.nosniff ?? true,
  };
}

function resolveFallback(fallback: NonNullable<StaticOptions["fallback"]>): ResolvedStaticOptions["fallback"] {
  return typeof fallback === "string"
    ? { file: fallback, status: 200 }
    : { file: fallback.file, status: fallback.status ?? 200 };
}

function resolveCompress(compress: NonNullable<StaticOptions["compress"]>): ResolvedStaticOptions["compress"] {
  if (compress === false) return { codings: [], minimum: DEFAULT_MINIMUM };
  const { codings = CODINGS, minimum = DEFAULT_MINIMUM } = compress === true ? {} : compress;
  // What this Node cannot do is left to the next one in the list.
  return { codings: codings.filter((coding) => compressionCodings.has(coding)), minimum };
}
