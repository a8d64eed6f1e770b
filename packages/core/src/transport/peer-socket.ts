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
