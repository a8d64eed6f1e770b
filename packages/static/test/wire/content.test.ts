// Content on the wire: never an octet more than announced, and none that is not the file's, whatever becomes of the file or of
// the peer; and no file stays open.

import { appendFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { files } from "../../src/index.js";
import { folder, openFiles } from "../folder.js";
import { exchange, firstMessage, get, listen, peer } from "./peer.js";

const MIB = 1024 * 1024;
/** More than the socket's buffers hold. */
const LARGE = 48 * MIB;

/** Waits until something is so, or long enough to know that it will not be. */
async function until(holds: () => boolean, milliseconds: number = 5000): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return holds();
}

/** Asks for a file, takes the head and then nothing. @returns the head, and what takes the rest */
async function stalled(
  port: number,
  target: string,
): Promise<{ head: string; socket: Socket; rest: () => Promise<number> }> {
  const socket = await peer(port);
  let octets = 0;
  socket.write(get(target));
  const first = await new Promise<Buffer>((resolve) => socket.once("data", resolve));
  socket.pause();
  const end = first.indexOf("\r\n\r\n") + 4;
  octets += first.length - end;
  const rest = (): Promise<number> =>
    new Promise((resolve) => {
      socket.on("data", (chunk: Buffer) => {
        octets += chunk.length;
        if (octets >= LARGE) resolve(octets);
      });
      socket.on("close", () => resolve(octets)).on("error", () => {});
      socket.resume();
    });
  return { head: first.subarray(0, end).toString("latin1"), socket, rest };
}

describe("framing", () => {
  it("answers of every kind come in order on one connection, each as long as it says", async () => {
    const root = folder({ "a.txt": "0123456789", "large.bin": "x".repeat(MIB), empty: "", "f/index.html": "f" });
    const port = await listen(files(root, { listing: true }));
    const requests: readonly (readonly [string, number])[] = [
      [get("/a.txt"), 200],
      [get("/large.bin"), 200],
      [get("/none"), 404],
      [get("/a.txt", "Range: bytes=2-3\r\n"), 206],
      [get("/large.bin", "Range: bytes=0-1,-2\r\n"), 206],
      [get("/a.txt", "Range: bytes=0-1,-2\r\n"), 206],
      [get("/large.bin", "Range: bytes=1048570-\r\n"), 206],
      [get("/a.txt", "If-None-Match: *\r\n"), 304],
      [get("/large.bin", "If-None-Match: *\r\n"), 304],
      [get("/large.bin", 'If-Match: "x"\r\n'), 412],
      [get("/large.bin", "Range: bytes=9999999-\r\n"), 416],
      [get("/empty"), 200],
      [get("/f"), 301],
      [get("/", "Accept: application/json\r\n"), 200],
      [get("/a.txt", "", "POST"), 405],
      [get("/a.txt", "", "OPTIONS"), 204],
      [get("/a%2ftxt"), 400],
      [get("/f/"), 200],
    ];
    let received = await exchange(port, requests.map(([octets]) => octets).join(""));
    const statuses: number[] = [];
    for (const _ of requests) {
      const { message, rest } = firstMessage(received);
      statuses.push(message?.status ?? 0);
      received = rest;
    }
    expect(statuses).toEqual(requests.map(([, status]) => status));
    expect(received).toBe("");
    expect(openFiles(root)).toEqual([]);
  });

  it("HEAD reads nothing, opens nothing for long, and says what GET would", async () => {
    const root = folder({ "large.bin": "x".repeat(MIB) });
    const port = await listen(files(root, { cache: 0 }));
    const received = await exchange(
      port,
      get("/large.bin", "", "HEAD") + get("/large.bin", "Range: bytes=0-1\r\n", "HEAD"),
    );
    expect(received.match(/Content-Length: 1048576\r\n/g)).toHaveLength(2);
    expect(received).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nHTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
    expect(openFiles(root)).toEqual([]);
  });

  it("a peer that closes its side behind the request gets the whole file", async () => {
    const root = folder({ "large.bin": "x".repeat(3 * MIB) });
    const port = await listen(files(root));
    const { message } = firstMessage(await exchange(port, get("/large.bin")));
    expect(message?.content).toHaveLength(3 * MIB);
  });

  it.each([
    ["bytes=5-2", 200],
    ["bytes=0-99999999999999999999", 206],
    ["bytes=1.5-2", 200],
    ["bytes=0x1-2", 200],
    ["bytes=-0", 416],
  ])("Range: %s does not end the process", async (range, status) => {
    const root = folder({ "large.bin": "x".repeat(MIB) });
    const port = await listen(files(root));
    expect(firstMessage(await exchange(port, get("/large.bin", `Range: ${range}\r\n`))).message?.status).toBe(status);
    expect(firstMessage(await exchange(port, get("/large.bin"))).message?.status).toBe(200);
  });
});

describe("a file that changes while it is sent", () => {
  const begin = async (): ReturnType<typeof stalled> => {
    const root = folder({ "large.bin": Buffer.alloc(LARGE, "a") });
    const port = await listen(files(root));
    const download = await stalled(port, "/large.bin");
    expect(download.head).toContain(`Content-Length: ${LARGE}\r\n`);
    change = (action) => action(join(root, "large.bin"));
    open = () => openFiles(root);
    return download;
  };
  let change: (action: (path: string) => void) => void;
  let open: () => string[];

  it("shrinks: the connection ends short of what was announced, and nothing else comes on it", async () => {
    const { socket, rest } = await begin();
    change((path) => truncateSync(path, MIB));
    socket.write(get("/large.bin"));
    const octets = await rest();
    expect(octets).toBeLessThan(LARGE);
    expect(socket.destroyed).toBe(true);
    expect(await until(() => open().length === 0)).toBe(true);
  });

  it("grows: not an octet more is sent, and the next answer follows", async () => {
    const { socket, rest } = await begin();
    change((path) => appendFileSync(path, "b".repeat(MIB)));
    expect(await rest()).toBe(LARGE);
    socket.removeAllListeners("data");
    socket.write(get("/none"));
    const next = await new Promise<Buffer>((resolve) => socket.once("data", resolve));
    expect(next.toString("latin1")).toMatch(/^HTTP\/1\.1 404 /);
    expect(await until(() => open().length === 0)).toBe(true);
  });

  it("is deleted, or replaced: the file that was opened is sent to its end", async () => {
    for (const isReplaced of [false, true]) {
      const { rest } = await begin();
      change((path) => {
        rmSync(path);
        if (isReplaced) writeFileSync(path, "other");
      });
      expect(await rest()).toBe(LARGE);
      expect(await until(() => open().length === 0)).toBe(true);
    }
  });
});

describe("peers", () => {
  it("that go away leave no file open", async () => {
    const root = folder({ "large.bin": Buffer.alloc(LARGE, "a") });
    const port = await listen(files(root));
    for (let i = 0; i < 30; i++) {
      const download = await stalled(port, "/large.bin");
      if (i % 2 === 0) download.socket.resetAndDestroy();
      else download.socket.destroy();
    }
    expect(await until(() => openFiles(root).length === 0)).toBe(true);
  });

  it("that go away before the answer begins leave no file open", async () => {
    const root = folder({ "large.bin": Buffer.alloc(MIB, "a"), "large.txt": "a".repeat(MIB) });
    const port = await listen(files(root, { compress: true }));
    const fields = ["", "Range: bytes=0-1,5-6\r\n", "Accept-Encoding: gzip\r\n"];
    for (let i = 0; i < 30; i++) {
      const socket = await peer(port);
      socket.write(get(i % 2 === 0 ? "/large.bin" : "/large.txt", fields[i % 3] as string), () =>
        socket.resetAndDestroy(),
      );
    }
    expect(await until(() => openFiles(root).length === 0)).toBe(true);
  });

  it("a hundred that take their time take no memory for what they do not take", async () => {
    const root = folder({ "large.bin": Buffer.alloc(LARGE, "a") });
    const port = await listen(files(root));
    global.gc?.();
    const before = process.memoryUsage.rss();
    const downloads = await Promise.all(Array.from({ length: 100 }, () => stalled(port, "/large.bin")));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const grown = process.memoryUsage.rss() - before;
    if (process.platform === "linux") expect(openFiles(root)).toHaveLength(100);
    expect(grown).toBeLessThan(80 * MIB);
    for (const { socket } of downloads) socket.destroy();
    expect(await until(() => openFiles(root).length === 0)).toBe(true);
  });
});

it("node:http reads what we send", async () => {
  const root = folder({ "a.txt": "0123456789" });
  const port = await listen(files(root));
  const text = await new Promise<string>((resolve, reject) => {
    request({ port, path: "/a.txt", headers: { range: "bytes=0-1,8-" } }, (response) => {
      let received = "";
      response.setEncoding("latin1").on("data", (chunk: string) => {
        received += chunk;
      });
      response.on("end", () =>
        resolve(`${response.statusCode} ${received.length === Number(response.headers["content-length"])}`),
      );
    })
      .on("error", reject)
      .end();
  });
  expect(text).toBe("206 true");
});
