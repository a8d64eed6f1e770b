// Reads what all sockets receive into one buffer, and copies what came. Node by itself makes 64 KiB for each read, of which
// a request fills some hundred octets: a tenth of what a small request costs. Its `onread` is what we want, but is only for
// sockets that one makes: those that a server accepts are given here what that option sets.

import { Buffer } from "node:buffer";
import { Socket } from "node:net";
import type { PeerSocket } from "./peer-socket.js";

/** Whoever reads a socket. */
export interface Reader {
  /** Whether content is under way, of which much may come at once. */
  readonly isUploading: boolean;
}

const READER = Symbol("reader");

/** Called on the socket for what it has read. @returns whether to read on */
type OnRead = (this: PeerSocket, count: number, from: Buffer) => boolean;
type NextBuffer = () => Buffer | null;
type Opened = PeerSocket & { [place: symbol]: Buffer | OnRead | NextBuffer } & {
  [READER]: Reader;
  readonly _handle?: { useUserBuffer?(buffer: Buffer): unknown } | null;
};
type SocketOptions = ConstructorParameters<typeof Socket>[0];

const SHARED = Buffer.allocUnsafeSlow(64 * 1024);
// An upload that fills half of its buffer gets buffers of its own, which are handed on without a copy. The larger they are the
// less it costs, and the more it holds.
const OWN_OCTETS = 256 * 1024;

const PLACES = findPlaces();
/** What the socket that was told of last reads into next; `null`: as before. */
let next: Buffer | null = null;

/**
 * "data" tells what comes, as ever, but past the stream's own buffer. A socket that cannot be read so, for it is in memory or
 * its platform keeps things elsewhere, stays as it is.
 */
export function readShared(socket: PeerSocket, reader: Reader): void {
  if (PLACES === null || !(socket instanceof Socket) || socket.readableLength > 0) return;
  const opened = socket as unknown as Opened;
  if (typeof opened._handle?.useUserBuffer !== "function") return;
  opened[READER] = reader;
  opened[PLACES.buffer] = SHARED;
  opened[PLACES.onRead] = tell;
  opened[PLACES.nextBuffer] = nextBuffer;
  opened._handle.useUserBuffer(SHARED);
}

/** What comes waits in the stream again, for whoever reads it next. */
export function readByStream(socket: PeerSocket): void {
  if (PLACES !== null && (socket as Opened)[PLACES.onRead] === tell) (socket as Opened)[PLACES.onRead] = push;
}

function tell(this: PeerSocket, count: number, from: Buffer): boolean {
  this.emit("data", octetsRead(count, from));
  // By the state that this has led to: who waits for the next request holds no buffer.
  const { isUploading } = (this as Opened)[READER];
  next = isUploading && fills(count, from) ? Buffer.allocUnsafeSlow(OWN_OCTETS) : sharedAfter(from);
  return true;
}

function push(this: PeerSocket, count: number, from: Buffer): boolean {
  const goesOn = this.push(octetsRead(count, from));
  next = sharedAfter(from);
  return goesOn;
}

function nextBuffer(): Buffer | null {
  return next;
}

function octetsRead(count: number, from: Buffer): Buffer {
  if (from !== SHARED && fills(count, from)) return from.subarray(0, count);
  const octets = Buffer.allocUnsafe(count);
  from.copy(octets, 0, 0, count);
  return octets;
}

function sharedAfter(from: Buffer): Buffer | null {
  return from === SHARED ? null : SHARED;
}

function fills(count: number, from: Buffer): boolean {
  return 2 * count >= from.length;
}

/** Where a socket keeps what `onread` sets; `null` where that is not to be seen. */
function findPlaces(): { readonly buffer: symbol; readonly onRead: symbol; readonly nextBuffer: symbol } | null {
  const buffer = placeOf(SHARED, { buffer: SHARED, callback: tell });
  const onRead = placeOf(tell, { buffer: SHARED, callback: tell });
  const next = placeOf(nextBuffer, { buffer: nextBuffer, callback: tell });
  return buffer === undefined || onRead === undefined || next === undefined
    ? null
    : { buffer, onRead, nextBuffer: next };
}

function placeOf(value: unknown, onread: object): symbol | undefined {
  // An option that Node's types have for `connect` alone.
  const socket = new Socket({ onread } as SocketOptions) as unknown as Opened;
  return Object.getOwnPropertySymbols(socket).find((place) => socket[place] === value);
}
