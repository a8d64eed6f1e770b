// The codings that this runtime has, as functions.

import type { Transform } from "node:stream";
import * as zlib from "node:zlib";

export type Coding = "br" | "zstd" | "gzip";

export interface Levels {
  readonly br: number;
  readonly zstd: number;
  readonly gzip: number;
}

/** What `node:zlib` has since Node 22.15. */
interface Zstd {
  createZstdCompress(options: object): Compressor;
  zstdCompress(octets: Uint8Array, options: object, done: Done): void;
  readonly constants: { readonly ZSTD_c_compressionLevel: number; readonly ZSTD_c_pledgedSrcSize: number };
}

type Done = (error: Error | null, octets: Uint8Array) => void;

/** A stream of `node:zlib`. */
export interface Compressor extends Transform {
  flush(done: () => void): void;
  flush(kind: number, done: () => void): void;
}

export const hasZstd: boolean = "createZstdCompress" in zlib;

/** All of some content at once. */
export function compressWhole(coding: Coding, octets: Uint8Array, levels: Levels): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const done: Done = (error, compressed) => (error === null ? resolve(compressed) : reject(error));
    switch (coding) {
      case "br":
        zlib.brotliCompress(octets, brotliOptions(levels.br, octets.length), done);
        break;
      case "zstd":
        (zlib as unknown as Zstd).zstdCompress(octets, zstdOptions(levels.zstd), done);
        break;
      case "gzip":
        zlib.gzip(octets, { level: levels.gzip }, done);
    }
  });
}

/** Content piece by piece. */
export function compressor(coding: Coding, levels: Levels): Compressor {
  switch (coding) {
    case "br":
      return zlib.createBrotliCompress(brotliOptions(levels.br, 0)) as Compressor;
    case "zstd":
      return (zlib as unknown as Zstd).createZstdCompress(zstdOptions(levels.zstd));
    case "gzip":
      return zlib.createGzip({ level: levels.gzip }) as Compressor;
  }
}

/** Gives out what has been written so far; the other end can read all of it. */
export function flush(coding: Coding, compressor: Compressor): Promise<void> {
  return new Promise((resolve) => {
    // gzip's own default would forget what it has seen, and compress worse.
    if (coding === "gzip") compressor.flush(zlib.constants.Z_SYNC_FLUSH, resolve);
    else compressor.flush(resolve);
  });
}

/** @param size of the content, which the window need not be larger than; 0 where it is not known */
function brotliOptions(quality: number, size: number): zlib.BrotliOptions {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return { params: { [BROTLI_PARAM_QUALITY]: quality, [BROTLI_PARAM_SIZE_HINT]: size } };
}

function zstdOptions(level: number): object {
  return { params: { [(zlib as unknown as Zstd).constants.ZSTD_c_compressionLevel]: level } };
}
