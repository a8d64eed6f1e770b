// The server's end of a connection in memory. The test holds the other end.

import { Duplex } from "node:stream";
import type { PeerSocket } from "../transport/peer-socket.js";

export class MemorySocket extends Duplex implements PeerSocket {
  readonly remoteAddress = "192.0.2.1";
  readonly remotePort = 49152;
  readonly localAddress = "192.0.2.2";
  readonly localPort = 80;
  /** What the server has written and the test has not taken. */
  readonly received: Buffer[] = [];
  /** The server has closed its side. */
  isEnded = false;
  /** The server has closed with a reset. */
  isReset = false;
  #isStalled = false;
  /** The write that waits for the test to read. */
  #waiting: (() => void) | null = null;

  constructor(highWaterMark: number) {
    super({ allowHalfOpen: true, highWaterMark });
  }

  /** Takes nothing more of what the server writes. */
  stall(): void {
    this.#isStalled = true;
  }

  unstall(): void {
    this.#isStalled = false;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }

  resetAndDestroy(): this {
    this.isReset = true;
    return this.destroy();
  }

  override _read(): void {}

  override _write(octets: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const take = (): void => {
      this.received.push(octets);
      done();
    };
    if (this.#isStalled) this.#waiting = take;
    else take();
  }

  override _final(done: () => void): void {
    this.isEnded = true;
    done();
  }
}
