// What the content of a message can come from. A source stays what it is until somebody asks for a stream.

/** An open file that slices are read from. It is released once, by whoever sends or drops the last slice of it. */
export interface OpenFile {
  /** The descriptor, which a server on Node reads from by itself. */
  readonly fd: number;
  /** Reads octets from `position` on into `into`; 0 at the file's end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Called exactly once. */
  close(): void;
}

/** Part of an open file: the octets from `start` up to, not including, `end`. */
export class FileSlice {
  readonly file: OpenFile;
  readonly start: number;
  readonly end: number;

  constructor(file: OpenFile, start: number, end: number) {
    this.file = file;
    this.start = start;
    this.end = end;
  }

  get length(): number {
    return this.end - this.start;
  }
}

/** What a Blob holds: the number of its octets is known, and they are read when somebody asks. */
export class BlobSource implements AsyncIterable<Uint8Array> {
  readonly blob: Blob;

  constructor(blob: Blob) {
    this.blob = blob;
  }

  get length(): number {
    return this.blob.size;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.blob.stream()[Symbol.asyncIterator]();
  }
}

/** `null`: no content. A string is sent as UTF-8. */
export type BodySource =
  | null
  | string
  | Uint8Array
  | FileSlice
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** Octets of the source, or `null` where only its end shows them. */
export function sourceLength(source: BodySource): number | null {
  if (source === null) return 0;
  if (typeof source === "string") return utf8Length(source);
  if (source instanceof Uint8Array || source instanceof FileSlice || source instanceof BlobSource) return source.length;
  return null;
}

const encoder = new TextEncoder();
// Counts without making the octets. Node, Bun and Deno have it; where it is missing, they are made.
const { byteLength } = (globalThis as { Buffer?: { byteLength(text: string): number } }).Buffer ?? {};

/** Octets of a string in UTF-8, lone surrogates counted as U+FFFD. */
export function utf8Length(text: string): number {
  return byteLength === undefined ? encoder.encode(text).length : byteLength(text);
}
