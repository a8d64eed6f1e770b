// Compressed content. It needs Node's zlib, which Bun and Deno have as well.

import { type BodySource, LightResponse, sourceLength, sourceOf, takeSource, weakened } from "@sockeye/core/message";
import { type Awaitable, type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aFunction, checkOptions } from "../options.js";
import { addVary } from "../vary.js";
import { chooseCoding } from "./accept-encoding.js";
import { type Coding, compressWhole, hasZstd, type Levels } from "./codings.js";
import { CompressedStream } from "./compressed-stream.js";

export type { Coding, Levels } from "./codings.js";

export interface CompressOptions {
  /** Codings in the order in which they are preferred, where the client likes several the same. @defaultValue br, zstd, gzip */
  readonly codings?: readonly Coding[] | undefined;
  /** Octets below which content is not worth it. Content of unknown length is always compressed. @defaultValue 1024 */
  readonly minimum?: number | undefined;
  /** Whether content of a media type, in lower case and without parameters, gets smaller. @defaultValue text, JSON, XML, fonts … */
  readonly types?: RegExp | ((type: string) => boolean) | undefined;
  /** How hard to try. @defaultValue br 4 (0 to 11), zstd 3 (1 to 22), gzip 6 (1 to 9) */
  readonly levels?: Partial<Levels> | undefined;
  /** Whether `text/event-stream` is compressed too; each event is flushed. @defaultValue false */
  readonly eventStreams?: boolean | undefined;
}

const aCoding = z.enum(["br", "zstd", "gzip"]);
const level = (least: number, most: number) => z.optional(z.int().check(z.minimum(least), z.maximum(most)));
const schema = z.strictObject({
  codings: z.optional(z.array(aCoding).check(z.minLength(1))),
  minimum: z.optional(z.int().check(z.minimum(0))),
  types: z.optional(z.union([z.instanceof(RegExp), aFunction])),
  levels: z.optional(z.strictObject({ br: level(0, 11), zstd: level(1, 22), gzip: level(1, 9) })),
  eventStreams: z.optional(z.boolean()),
});

const COMPRESSIBLE =
  /^(?:text\/.+|.+\+(?:json|xml|text)|application\/(?:json|javascript|ecmascript|xml|x-ndjson|json-seq|graphql|sql|rtf|wasm|vnd\.ms-fontobject|x-sh|toml|yaml|x-yaml|x-httpd-php)|font\/(?:otf|ttf)|image\/(?:bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)|model\/(?:gltf-binary|obj|stl))$/;

/** What a request with a field value like this was given. Most clients are of a few kinds. */
const MOST_REMEMBERED = 100;

/**
 * Compresses content for clients that understand it. Content that has a coding already, is part of something (206), or says
 * `no-transform`, is left alone. An entity-tag gets weak, for the octets are not those it was made for.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function compress(options: CompressOptions = {}): Middleware {
  checkOptions("compress", schema, options);
  const { codings = ["br", "zstd", "gzip"], minimum = 1024, types = COMPRESSIBLE, eventStreams = false } = options;
  const levels: Levels = { br: 4, zstd: 3, gzip: 6, ...options.levels };
  const offers = codings.filter((coding) => coding !== "zstd" || hasZstd);
  const fits = typeof types === "function" ? types : (type: string) => types.test(type);

  const remembered = new Map<string, Coding | null>();
  const codingFor = (field: string | null): Coding | null => {
    if (field === null) return null;
    const known = remembered.get(field);
    if (known !== undefined) return known;
    const coding = chooseCoding(field, offers);
    if (remembered.size < MOST_REMEMBERED) remembered.set(field, coding);
    return coding;
  };

  const isCompressible = (response: Response): boolean => {
    const { headers, status } = response;
    if (status === 206 || headers.has("content-encoding") || headers.has("content-range")) return false;
    const type = mediaType(headers.get("content-type"));
    if (type === "text/event-stream" ? !eventStreams : !fits(type)) return false;
    return !/(?:^|[\s,])no-transform(?:$|[\s,])/i.test(headers.get("cache-control") ?? "");
  };

  return settled(function compress(c, next) {
    return whenThere(next(), (response) => {
      const { headers, status } = response;
      const coding = codingFor(c.headers.get("accept-encoding"));
      // Its fields are those that 200 would have, and its content may have been compressed (RFC 9110 §15.4.5).
      if (status === 304) {
        addVary(headers, "Accept-Encoding");
        if (coding !== null) weakenEntityTag(headers);
        return response;
      }
      const source = sourceOf(response);
      if ((source === undefined ? response.body === null : source === null) || !isCompressible(response))
        return response;
      if (isShort(source, headers, minimum)) return response;
      // The answer would be another with another Accept-Encoding.
      addVary(headers, "Accept-Encoding");
      return coding === null ? response : compressed(response, coding, levels, c.method === "HEAD");
    });
  });
}

/** Whether content is known to be too short to be worth it. @param source `undefined` for one that cannot be seen */
function isShort(source: BodySource | undefined, headers: Headers, minimum: number): boolean {
  // No character takes less than an octet, and to count the octets of a long text takes time.
  if (typeof source === "string" && source.length >= minimum) return false;
  const length = (source === undefined ? null : sourceLength(source)) ?? declaredLength(headers);
  return length !== null && length < minimum;
}

function compressed(response: Response, coding: Coding, levels: Levels, isHead: boolean): Awaitable<Response> {
  const { headers, status, statusText } = response;
  const source = sourceOf(response);
  headers.set("Content-Encoding", coding);
  headers.delete("Content-Length");
  headers.delete("Accept-Ranges");
  weakenEntityTag(headers);
  const init = { headers, status, statusText };
  const isWhole = typeof source === "string" || source instanceof Uint8Array;
  if (isHead) {
    // The length is not known without doing the work.
    if (!isWhole) void response.body?.cancel().catch(() => {});
    return new LightResponse(emptyStream(), init);
  }
  if (isWhole) {
    const octets = octetsOf(takeSource(response) as string | Uint8Array);
    return compressWhole(coding, octets, levels).then((content) => new LightResponse(content, init));
  }
  const stream = response.body as ReadableStream<Uint8Array>;
  return new LightResponse(new CompressedStream(stream, coding, levels), init);
}

function octetsOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : content;
}

/** Content of a length that is not told. */
function emptyStream(): BodySource {
  return (async function* () {})();
}

function weakenEntityTag(headers: Headers): void {
  const tag = headers.get("etag");
  if (tag !== null) headers.set("ETag", weakened(tag));
}

function declaredLength(headers: Headers): number | null {
  const length = headers.get("content-length");
  return length !== null && /^\d+$/.test(length) ? Number(length) : null;
}

function mediaType(field: string | null): string {
  if (field === null) return "";
  const semicolon = field.indexOf(";");
  return (semicolon < 0 ? field : field.slice(0, semicolon)).trim().toLowerCase();
}
