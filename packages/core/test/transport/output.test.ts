// What is known of a peer that takes a large write slowly.

import { Duplex } from "node:stream";
import { expect, it } from "vitest";
import { Output } from "../../src/transport/output.js";
import { Patience } from "../../src/transport/patience.js";
import type { PeerSocket } from "../../src/transport/peer-socket.js";

/** A socket of which the test says what the platform has still to write. */
class SlowSocket extends Duplex implements PeerSocket {
  readonly _handle = { writeQueueSize: 0 };
  #done: (() => void) | null = null;

  override _read(): void {}

  override _write(octets: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this._handle.writeQueueSize = octets.length;
    this.#done = done;
  }

  takes(octets: number): void {
    this._handle.writeQueueSize -= octets;
    if (this._handle.writeQueueSize === 0) this.#done?.();
  }
}

it("a peer that takes a part of a write has moved; one that takes nothing has not, whatever more is written", () => {
  const socket = new SlowSocket();
  const output = new Output(socket, { id: 1 });
  expect(output.look()).toBe(false);
  output.writeOctets(Buffer.alloc(256 * 1024));
  expect(output.look()).toBe(false);
  expect(output.look()).toBe(false);
  socket.takes(1);
  expect(output.look()).toBe(true);
  expect(output.look()).toBe(false);
  output.writeOctets(Buffer.alloc(512 * 1024));
  expect(output.look()).toBe(false);
  // The last of the first write, and the second is under way.
  socket.takes(256 * 1024 - 1);
  expect(output.look()).toBe(true);
  expect(output.look()).toBe(false);
  socket.takes(512 * 1024);
  expect(output.look()).toBe(true);
  expect(output.look()).toBe(false);
});

it("who moves is waited for, and who does not for the time of a write", () => {
  const deadlines = { head: 0, content: 0, idle: 0, write: 30_000, exchange: 0 };
  const patience = new Patience(0);
  for (let now = 0; now <= 120_000; now += 20_000) {
    expect(patience.judge(now, "answering", true, now % 40_000 === 0, deadlines)).toBe("wait");
  }
  expect(patience.judge(149_000, "answering", true, false, deadlines)).toBe("wait");
  expect(patience.judge(150_000, "answering", true, false, deadlines)).toBe("reset");
});
