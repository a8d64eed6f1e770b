// What a connection needs of a socket: a TCP, TLS or Unix socket of Node has it, and so has one in memory.

import type { Duplex } from "node:stream";

export interface PeerSocket extends Duplex {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  /** Closes with a reset (RST). Only plain TCP can. */
  resetAndDestroy?(): unknown;
}

/** Octets of the write that is under way which the peer has still to take; 0 where the platform does not count them. */
export function octetsUnderWay(socket: PeerSocket): number {
  // What Node's own timeouts look at.
  const { _handle: handle } = socket as { _handle?: { readonly writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}

/** Closes with a reset where the transport has one. To a peer that reads until the close, a close would be a proper end. */
export function reset(socket: PeerSocket): void {
  if (socket.destroyed) return;
  // While a socket is being shut down libuv refuses a reset, and Node then never closes it.
  const isShutting = socket.writableEnded && !socket.writableFinished;
  try {
    if (isShutting || socket.resetAndDestroy === undefined) socket.destroy();
    else socket.resetAndDestroy();
  } catch {
    // TLS and Unix sockets know no reset.
    socket.destroy();
  }
}
