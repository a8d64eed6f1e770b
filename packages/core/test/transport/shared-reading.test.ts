// What sockets bring that share a buffer, over TCP.

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Reader, readByStream, readShared } from "../../src/transport/shared-reading.js";

const MIB = 1024 * 1024;

let server: Server;
const sockets: Socket[] = [];
beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** An accepted socket that is read so, and its peer. */
async function pair(reader: Reader = { isUploading: false }): Promise<[Socket, Socket]> {
  const peer = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [socket] = (await once(server, "connection")) as [Socket];
  readShared(socket, reader);
  sockets.push(socket, peer);
  for (const end of [socket, peer]) end.on("error", () => {});
  return [socket, peer];
}

/** Octets of which no two stretches are alike. */
function pattern(octets: number): Buffer {
  const numbers = Uint32Array.from({ length: octets / 4 }, (_, index) => (index * 2_654_435_761) >>> 0);
  return Buffer.from(numbers.buffer);
}

it("this version of Node is known: the stream's own buffer is passed by", async () => {
  const [socket, peer] = await pair();
  const push = vi.spyOn(socket, "push");
  peer.write("GET");
  expect(await once(socket, "data")).toEqual([Buffer.from("GET")]);
  expect(push).not.toHaveBeenCalled();
});

it("what one socket brought stays as it is when others read", async () => {
  const pairs: [Socket, Socket][] = [];
  for (let index = 0; index < 5; index++) pairs.push(await pair());
  const pieces = pairs.map(([socket]) => {
    const kept: Buffer[] = [];
    socket.on("data", (octets: Buffer) => kept.push(octets));
    return kept;
  });
  const expected = pairs.map(() => "");
  for (let turn = 0; turn < 50; turn++) {
    for (const [index, [socket, peer]] of pairs.entries()) {
      const text = `${index}:${turn} `.repeat(1 + ((7 * turn) % 400));
      peer.write(text);
      expected[index] += text;
      if (turn % 10 === index) await once(socket, "data");
    }
  }
  for (const [, peer] of pairs) peer.end();
  await Promise.all(pairs.map(([socket]) => once(socket, "end")));
  expect(pieces.map((kept, index) => Buffer.concat(kept).toString() === expected[index])).toEqual(
    pairs.map(() => true),
  );
});

it("an upload has buffers of its own", async () => {
  const [socket, peer] = await pair({ isUploading: true });
  const sent = pattern(16 * MIB);
  const kept: Buffer[] = [];
  socket.on("data", (octets: Buffer) => kept.push(octets));
  peer.end(sent);
  await once(socket, "end");
  expect(Buffer.concat(kept).equals(sent)).toBe(true);
  const largest = Math.max(...kept.map(({ length }) => length));
  expect(largest).toBeGreaterThan(64 * 1024);
  // Nobody holds a large buffer for a small piece of it.
  for (const { buffer, length } of kept)
    expect(2 * length >= buffer.byteLength || buffer.byteLength <= 64 * 1024).toBe(true);
});

it("who waits for the next request holds no buffer, however much came", async () => {
  const reader = { isUploading: true };
  const [socket, peer] = await pair(reader);
  const places = socket as unknown as Record<symbol, unknown>;
  const holdsOwn = (): boolean =>
    Object.getOwnPropertySymbols(socket).some((place) => {
      const held = places[place];
      return held instanceof Buffer && held.length > 64 * 1024;
    });
  const sent = pattern(4 * MIB);
  let received = 0;
  let sawOwn = false;
  socket.on("data", (octets: Buffer) => {
    sawOwn ||= holdsOwn();
    received += octets.length;
    // The content is over with its last octet.
    reader.isUploading = received < sent.length;
  });
  peer.write(sent);
  await expect.poll(() => received, { timeout: 10_000 }).toBe(sent.length);
  expect([sawOwn, holdsOwn()]).toEqual([true, false]);
});

it("a pause holds at once, and what comes meanwhile comes behind it", async () => {
  const [socket, peer] = await pair();
  const sent = pattern(4 * MIB);
  const kept: Buffer[] = [];
  socket.on("data", (octets: Buffer) => {
    kept.push(octets);
    socket.pause();
    setImmediate(() => socket.resume());
  });
  const whilePaused = vi.fn(() => socket.isPaused());
  socket.prependListener("data", whilePaused);
  peer.end(sent);
  await once(socket, "end");
  expect(whilePaused).not.toHaveReturnedWith(true);
  expect(Buffer.concat(kept).equals(sent)).toBe(true);
});

it("a socket that is paused is not read", async () => {
  const [socket, peer] = await pair();
  const heard = vi.fn();
  socket.on("data", heard);
  peer.write("a");
  await once(socket, "data");
  socket.pause();
  peer.write("b");
  await delay(50);
  expect(heard).toHaveBeenCalledTimes(1);
  socket.resume();
  expect(await once(socket, "data")).toEqual([Buffer.from("b")]);
});

it("a reset is an error, and closes", async () => {
  const [socket, peer] = await pair();
  const failed = vi.fn();
  socket.on("error", failed);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  peer.resetAndDestroy();
  await closed;
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: "ECONNRESET" }));
});

describe("who takes a socket over", () => {
  it("reads it as a stream, and in its own time", async () => {
    const [socket, peer] = await pair();
    const sent = pattern(4 * MIB);
    socket.on("data", () => {});
    peer.write(sent.subarray(0, 4));
    await once(socket, "data");
    socket.removeAllListeners("data");
    readByStream(socket);
    (socket as { readableFlowing: boolean | null }).readableFlowing = null;
    peer.end(sent.subarray(4));
    await delay(20);
    // What the stream holds is what it was told to hold, and one read more.
    expect(socket.readableLength).toBeLessThan(1 * MIB);
    const kept: Buffer[] = [];
    for await (const octets of socket) kept.push(octets);
    expect(Buffer.concat(kept).equals(sent.subarray(4))).toBe(true);
  });
});

describe("what cannot be read so is left as it is", () => {
  it("a stream in memory", async () => {
    const stream = new Duplex({ read() {} });
    readShared(stream, { isUploading: false });
    stream.push("octets");
    expect(await once(stream, "data")).toEqual([Buffer.from("octets")]);
    readByStream(stream);
    stream.push("more");
    expect(await once(stream, "data")).toEqual([Buffer.from("more")]);
  });

  it("a socket that has read something already", async () => {
    const peer = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const [socket] = (await once(server, "connection")) as [Socket];
    sockets.push(socket, peer);
    peer.write("first");
    await once(socket, "readable");
    readShared(socket, { isUploading: false });
    peer.end(" second");
    const kept: Buffer[] = [];
    for await (const octets of socket) kept.push(octets);
    expect(Buffer.concat(kept).toString()).toBe("first second");
  });
});
