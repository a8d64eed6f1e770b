// What a socket tells its connection. One function for all connections: a closure for each would cost more memory than a
// connection has fields.

import type { PeerSocket } from "./peer-socket.js";
import { type Reader, readByStream, readShared } from "./shared-reading.js";

export interface SocketListener extends Reader {
  receive(octets: Uint8Array): void;
  /** The peer has half-closed. */
  receiveEnd(): void;
  drained(): void;
  /** What a peer that goes away leaves behind; `closed` follows. */
  failed(error: Error): void;
  closed(): void;
}

const LISTENER = Symbol("listener");
type HeardSocket = PeerSocket & { [LISTENER]: SocketListener };

export function listenTo(socket: PeerSocket, listener: SocketListener): void {
  (socket as HeardSocket)[LISTENER] = listener;
  readShared(socket, listener);
  socket.on("data", onData).on("end", onEnd).on("drain", onDrain).on("error", onError).on("close", onClose);
}

/** Somebody else reads and writes from here on; only the end is still told. What comes waits until they read. */
export function handOver(socket: PeerSocket): void {
  socket.off("data", onData).off("end", onEnd).off("drain", onDrain);
  readByStream(socket);
  (socket as { readableFlowing: boolean | null }).readableFlowing = null;
}

function onData(this: PeerSocket, octets: Uint8Array): void {
  (this as HeardSocket)[LISTENER].receive(octets);
}

function onEnd(this: PeerSocket): void {
  (this as HeardSocket)[LISTENER].receiveEnd();
}

function onDrain(this: PeerSocket): void {
  (this as HeardSocket)[LISTENER].drained();
}

function onError(this: PeerSocket, error: Error): void {
  (this as HeardSocket)[LISTENER].failed(error);
}

function onClose(this: PeerSocket): void {
  (this as HeardSocket)[LISTENER].closed();
}
