// Hundreds of clients of each kind that fails, and nothing stays behind: no socket, timer or file, no source that was not told.

import { once } from "node:events";
import { closeSync, openSync, readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { connect as connectSecure, TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileSlice, type Handler, LightResponse, reply, type Server } from "../../src/index.js";
import { served } from "../apps/served.js";
import { fakeLogger } from "../transport/fixtures.js";
import { certificate } from "./certificates.js";

const AT_A_TIME = 40;
const LONGEST_WAIT = 15_000;

const uncaught: unknown[] = [];
const remember = (error: unknown): void => void uncaught.push(error);
beforeEach(() => {
  process.on("uncaughtException", remember).on("unhandledRejection", remember);
});
afterEach(() => {
  process.off("uncaughtException", remember).off("unhandledRejection", remember);
  expect(uncaught.splice(0)).toEqual([]);
});

/** Counts what is opened and what is told to close. */
class Sources {
  opened = 0;
  closed = 0;

  stream(): ReadableStream<Uint8Array> {
    this.opened++;
    return new ReadableStream({
      pull: async (controller) => {
        await pause(1);
        controller.enqueue(new Uint8Array(32 * 1024));
      },
      cancel: () => {
        this.closed++;
      },
    });
  }

  async *generator(): AsyncGenerator<Uint8Array> {
    this.opened++;
    try {
      for (;;) {
        await pause(1);
        yield new Uint8Array(32 * 1024);
      }
    } finally {
      this.closed++;
    }
  }

  file(): FileSlice {
    this.opened++;
    const fd = openSync(fileURLToPath(import.meta.url), "r");
    const close = (): void => {
      this.closed++;
      closeSync(fd);
    };
    return new FileSlice({ fd, read: () => Promise.reject(new Error("not asked for")), close }, 0, 1_000);
  }
}

function handlerOf(sources: Sources): Handler {
  return (request) => {
    switch (new URL(request.url).pathname) {
      case "/stream":
        return new LightResponse(sources.stream());
      case "/native":
        return new Response(sources.stream());
      case "/generator":
        return new LightResponse(sources.generator());
      case "/file":
        return new LightResponse(sources.file());
      case "/wait":
        return new Promise((_, reject) =>
          request.signal.addEventListener("abort", () => reject(request.signal.reason)),
        );
      case "/throw":
        throw new Error("as asked for");
      default:
        return request.text().then((text) => reply.text(text));
    }
  };
}

interface FailingClient {
  readonly rule: string;
  readonly octets: string;
  /** What it does when it has sent them; without it, the server is to close. */
  readonly leave?: (socket: Socket) => unknown;
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const reset = (socket: Socket): unknown => (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy());
const afterData = (leave: (socket: Socket) => unknown) => (socket: Socket) => socket.once("data", () => leave(socket));
const destroy = (socket: Socket): unknown => socket.destroy();

const FAILING: readonly FailingClient[] = [
  { rule: "connects and leaves", octets: "", leave: destroy },
  { rule: "resets at once", octets: "", leave: reset },
  { rule: "resets inside of a head", octets: "GET / HT", leave: reset },
  {
    rule: "resets inside of content",
    octets: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
    leave: reset,
  },
  {
    rule: "half-closes inside of content",
    octets: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
    leave: (socket) => socket.end(),
  },
  { rule: "sends garbage", octets: "\x01\x02\x03\r\n\r\n" },
  { rule: "sends garbage behind a request", octets: `${get("/")}\x01\x02\x03\r\n\r\n` },
  {
    rule: "sends a chunk that is none",
    octets: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  },
  { rule: "resets while the handler works", octets: get("/wait"), leave: (socket) => setTimeout(reset, 20, socket) },
  { rule: "pipelines and resets", octets: get("/").repeat(100), leave: afterData(reset) },
  { rule: "leaves a stream", octets: get("/stream"), leave: afterData(reset) },
  { rule: "leaves a native stream", octets: get("/native"), leave: afterData(destroy) },
  { rule: "leaves a generator", octets: get("/generator"), leave: afterData(reset) },
  { rule: "asks for a file and leaves", octets: get("/file"), leave: reset },
  { rule: "asks for files, and leaves behind the first", octets: get("/file").repeat(20), leave: afterData(reset) },
  { rule: "asks for what fails, and half-closes", octets: get("/throw"), leave: (socket) => socket.end() },
];

// A handshake takes as long as a dozen connections in the clear.
describe.each([
  { scheme: "http", clients: 240 },
  { scheme: "https", clients: 40 },
])("$clients clients by $scheme", ({ scheme, clients }) => {
  it.each(FAILING)(
    "a client that $rule leaves nothing behind",
    async ({ octets, leave }) => {
      const sources = new Sources();
      const tls = scheme === "https" ? await certificate("localhost") : undefined;
      const server = await served(handlerOf(sources), { tls, logger: fakeLogger() });
      // What is made once for all connections is there already.
      await run(server, scheme, octets, leave);
      await settled(() => server.connections.open === 0);
      const before = inUse();

      for (let done = 0; done < clients; done += AT_A_TIME) {
        await Promise.all(Array.from({ length: AT_A_TIME }, () => run(server, scheme, octets, leave)));
      }
      await settled(() => exceeds(inUse(), before).length === 0 && sources.opened === sources.closed);
      expect(exceeds(inUse(), before)).toEqual([]);
      expect(sources.closed).toBe(sources.opened);
      expect(server.connections).toEqual({ open: 0, active: 0, idle: 0 });
    },
    60_000,
  );
});

/** One client, until its socket is closed. */
async function run(server: Server, scheme: string, octets: string, leave?: (socket: Socket) => unknown): Promise<void> {
  const place = { port: server.port, host: "127.0.0.1" };
  const plain = connect({ ...place, allowHalfOpen: true });
  const socket = scheme === "https" ? connectSecure({ socket: plain, rejectUnauthorized: false }) : plain;
  for (const one of [plain, socket]) one.on("error", () => {});
  await once(socket, scheme === "https" ? "secureConnect" : "connect");
  const closed = new Promise((resolve) => plain.once("close", resolve));
  socket.on("end", () => socket.end());
  socket.resume();
  if (octets !== "") socket.write(octets, "latin1");
  leave?.(socket);
  await closed;
}

/** Gives what holds some time to come true; a timer of its own is not in the way of it. */
async function settled(holds: () => boolean): Promise<void> {
  for (const start = performance.now(); !holds() && performance.now() - start < LONGEST_WAIT; ) await pause(50);
}

type Use = Readonly<Record<string, number>>;

/** What keeps this process busy, by kind, and how many files are open. */
function inUse(): Use {
  const use: Record<string, number> = { files: openFiles() };
  for (const kind of process.getActiveResourcesInfo()) use[kind] = (use[kind] ?? 0) + 1;
  return use;
}

/** What is more than before. */
function exceeds(now: Use, before: Use): string[] {
  return Object.entries(now)
    .filter(([kind, count]) => count > (before[kind] ?? 0))
    .map(([kind, count]) => `${kind}: ${before[kind] ?? 0} → ${count}`);
}

function openFiles(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
