// What is known of a peer that takes a large write slowly.

import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
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

describe("pieces of content", () => {
  /** What was written at once, in octets. */
  class CountingSocket extends SlowSocket {
    readonly writes: number[] = [];

    override _write(octets: Buffer, encoding: BufferEncoding, done: () => void): void {
      this.writes.push(octets.length);
      super._write(octets, encoding, done);
    }

    override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
      this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "binary", done);
    }
  }
  const piece = Buffer.alloc(100_000);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it("that are there in one turn go out in one write, up to 256 KiB of them", async () => {
    const socket = new CountingSocket();
    const output = new Output(socket, { id: 1 });
    output.write("head");
    const full: boolean[] = [];
    for (let count = 0; count < 3; count++) {
      output.writePieces([piece]);
      full.push(output.isFull);
    }
    expect(full).toEqual([false, false, true]);
    expect(socket.writes).toEqual([]);
    await turn();
    expect(socket.writes).toEqual([300_004]);
  });

  it("go out before the connection ends", () => {
    const socket = new CountingSocket();
    const output = new Output(socket, { id: 1 });
    output.writePieces([piece]);
    output.flush();
    expect(socket.writes).toEqual([100_000]);
  });

  it("of which one waits are not gathered: a slow peer holds no more than that up", async () => {
    const socket = new CountingSocket();
    const output = new Output(socket, { id: 1 });
    output.writePieces([piece]);
    await turn();
    expect(output.isFull).toBe(true);
    output.writePieces([piece]);
    expect(output.isFull).toBe(true);
    socket.takes(100_000);
    await turn();
    expect(socket.writes).toEqual([100_000, 100_000]);
  });
});

it("a peer that takes a part of a write has moved; one that takes nothing has not, whatever more is written", () => {
  const socket = new SlowSocket();
  const output = new Output(socket, { id: 1 });
  expect(output.hasMoved()).toBe(false);
  output.writeOctets(Buffer.alloc(256 * 1024));
  expect(output.hasMoved()).toBe(false);
  expect(output.hasMoved()).toBe(false);
  socket.takes(1);
  expect(output.hasMoved()).toBe(true);
  expect(output.hasMoved()).toBe(false);
  output.writeOctets(Buffer.alloc(512 * 1024));
  expect(output.hasMoved()).toBe(false);
  // The last of the first write, and the second is under way.
  socket.takes(256 * 1024 - 1);
  expect(output.hasMoved()).toBe(true);
  expect(output.hasMoved()).toBe(false);
  socket.takes(512 * 1024);
  expect(output.hasMoved()).toBe(true);
  expect(output.hasMoved()).toBe(false);
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
