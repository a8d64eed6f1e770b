// Content that is sent piece by piece, as fast as the peer takes it: from a stream, an iterator or a file. Whatever
// happens, the source is told when nobody wants more of it.

import { Buffer } from "node:buffer";
import { read } from "node:fs";
import { Readable } from "node:stream";
import { type BodySource, FileSlice } from "../message/body-source.js";
import type { Connection } from "./connection.js";

// Octets that are written at once.
const PIECE = 128 * 1024;
// Octets of a file that are read at once: each read is a trip to the thread pool, and each slow peer holds so many.
const FILE_PIECE = 256 * 1024;

/** Where pieces of content go. */
export class Sending {
  readonly #connection: Connection;
  #stop: ((reason: Error) => void) | null = null;
  /** Why nothing more is wanted. */
  #stopped: Error | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get isStopped(): boolean {
    return this.#stopped !== null;
  }

  /** Tells the source that nothing more is wanted. */
  stop(reason: Error): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    this.#stop?.(reason);
    this.#connection.output.release();
  }

  /** @param stop called once where the sending is stopped before the source has ended */
  onStop(stop: (reason: Error) => void): void {
    this.#stop = stop;
    if (this.#stopped !== null) stop(this.#stopped);
  }

  /** Writes a piece. @returns a promise where the peer has to take something first */
  write(octets: Uint8Array): Promise<void> | null {
    const { codec, output } = this.#connection;
    output.writePieces(codec.sendContent(octets));
    return output.isFull ? output.drained() : null;
  }
}

/** Writes all of a source. @throws what the source throws; `LocalProtocolError` where it is longer than announced */
export function sendSource(source: Exclude<BodySource, null>, sending: Sending): Promise<void> {
  if (typeof source === "string") return sendOctets(Buffer.from(source), sending);
  if (source instanceof Uint8Array) return sendOctets(source, sending);
  if (source instanceof FileSlice) return sendFile(source, sending);
  return source instanceof ReadableStream ? sendStream(source, sending) : sendIterable(source, sending);
}

/** Tells a source that is not sent. */
export function discard(source: BodySource): void {
  if (source === null || typeof source === "string" || source instanceof Uint8Array) return;
  if (source instanceof FileSlice) source.file.close();
  else if (source instanceof ReadableStream) void source.cancel().catch(() => {});
  else void endIteration(source);
}

/**
 * Nobody is left to be told what an iterator says to that: it may throw, and may give no promise. That of a Node stream
 * would end it only when it has something to give.
 */
async function endIteration(source: AsyncIterable<unknown>, iterator?: AsyncIterator<unknown>): Promise<void> {
  try {
    if (source instanceof Readable) source.destroy();
    else await (iterator ?? source[Symbol.asyncIterator]()).return?.();
  } catch {}
}

function sendStream(stream: ReadableStream<Uint8Array>, sending: Sending): Promise<void> {
  return sendRead(stream.getReader(), [], sending);
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** @param begun reads that were begun already */
export async function sendRead(reader: Reader, begun: ReturnType<Reader["read"]>[], sending: Sending): Promise<void> {
  // That ends a read which waits.
  sending.onStop((reason) => void reader.cancel(reason).catch(() => {}));
  for (;;) {
    const { done, value } = await (begun.shift() ?? reader.read());
    if (done || sending.isStopped) return;
    const full = sendPiece(value, sending);
    if (full !== null) await full;
  }
}

async function sendIterable(source: AsyncIterable<Uint8Array | string>, sending: Sending): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  // A generator that waits sees it when it goes on; `request.signal` is what wakes it.
  sending.onStop(() => void endIteration(source, iterator));
  for (let next = await iterator.next(); !next.done && !sending.isStopped; next = await iterator.next()) {
    const full = sendPiece(typeof next.value === "string" ? Buffer.from(next.value) : next.value, sending);
    if (full !== null) await full;
  }
}

/** @throws {TypeError} where a source brings something else than octets */
export function checkPiece(piece: unknown): void {
  if (piece instanceof Uint8Array) return;
  throw new TypeError(`The content of a Response comes in Uint8Arrays, and this piece is of type ${typeof piece}`);
}

function sendPiece(piece: Uint8Array, sending: Sending): Promise<void> | null {
  checkPiece(piece);
  return piece.length > PIECE ? sendOctets(piece, sending) : sending.write(piece);
}

// In pieces, so that a peer that is slow but takes them can be told from one that has stopped.
async function sendOctets(octets: Uint8Array, sending: Sending): Promise<void> {
  for (let at = 0; at < octets.length && !sending.isStopped; at += PIECE) {
    const full = sending.write(octets.subarray(at, at + PIECE));
    if (full !== null) await full;
  }
}

async function sendFile({ file, start, end }: FileSlice, sending: Sending): Promise<void> {
  try {
    // Memory that is written from is free again when the socket has drained.
    let buffer = Buffer.allocUnsafeSlow(Math.min(FILE_PIECE, end - start));
    for (let position = start; position < end && !sending.isStopped; ) {
      const wanted = Math.min(buffer.length, end - position);
      const octets = await readAt(file.fd, buffer, wanted, position);
      if (octets === 0) throw new Error(`The file ended ${end - position} octets before the end of what was announced`);
      if (sending.isStopped) return;
      position += octets;
      const full = sending.write(buffer.subarray(0, octets));
      if (full !== null) await full;
      else if (position < end) buffer = Buffer.allocUnsafeSlow(buffer.length);
    }
  } finally {
    file.close();
  }
}

function readAt(fd: number, buffer: Buffer, length: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, length, position, (error, octets) => {
      if (error === null) resolve(octets);
      else reject(error);
    });
  });
}
