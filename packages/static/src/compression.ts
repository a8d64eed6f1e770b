// What compresses, as Node's zlib does it in the thread pool.

import type { Transform } from "node:stream";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import type { ContentCoding } from "./accept-encoding.js";

interface Compressor {
  readonly whole: (octets: Uint8Array) => Promise<Uint8Array>;
  readonly stream: () => Transform;
}

// Quality 5 takes about the time of gzip's 6 and makes text a tenth smaller. Content that stays in memory is made once.
const BROTLI: zlib.BrotliOptions = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } };
const brotli = promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliCompress);
const gzip = promisify<zlib.InputType, Buffer>(zlib.gzip);

/** Node has Zstandard from 22.15 on. */
interface Zstandard {
  readonly zstdCompress?: (octets: Uint8Array, done: (error: Error | null, octets: Buffer) => void) => void;
  readonly createZstdCompress?: () => Transform;
}
const { zstdCompress, createZstdCompress } = zlib as unknown as Zstandard;

const compressors: ReadonlyMap<ContentCoding, Compressor> = new Map([
  ["br", { whole: (octets) => brotli(octets, BROTLI), stream: () => zlib.createBrotliCompress(BROTLI) }],
  ...(zstdCompress !== undefined && createZstdCompress !== undefined
    ? [["zstd", { whole: promisify(zstdCompress), stream: () => createZstdCompress() }] as const]
    : []),
  ["gzip", { whole: (octets) => gzip(octets), stream: () => zlib.createGzip() }],
]);

/** The codings that this Node can make. */
export const compressionCodings: ReadonlySet<ContentCoding> = new Set(compressors.keys());

/** @param coding one of `compressionCodings` */
export function compressed(octets: Uint8Array, coding: ContentCoding): Promise<Uint8Array> {
  return (compressors.get(coding) as Compressor).whole(octets);
}

/** @param coding one of `compressionCodings` */
export function compressing(coding: ContentCoding): Transform {
  return (compressors.get(coding) as Compressor).stream();
}
