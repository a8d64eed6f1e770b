// The server that is soaked, in a process of its own. It tells its ports when it listens, and answers "usage" and "collect"
// with what it uses, the latter without garbage, over the IPC channel.

import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { generate } from "selfsigned";
import {
  type Deadlines,
  FileSlice,
  type Handler,
  LightResponse,
  type OpenFile,
  reply,
  type Server,
  serve,
} from "../src/index.js";
import { BLOCK, octetsOf, piecesOf } from "./content.js";

/** What the process sends when it listens. */
export interface Ready {
  readonly port: number;
  readonly securePort: number;
}

/** What it uses. */
export interface Usage {
  /** Resident memory, in octets. */
  readonly rss: number;
  /** Of it, what JavaScript uses; garbage is part of it, but for "collect". */
  readonly heap: number;
  /** Files and sockets that are open; -1 where the system does not tell. */
  readonly files: number;
  readonly connections: number;
  /** CPU time since the start, in milliseconds. */
  readonly cpu: number;
}

// Octets of a piece of what is streamed.
const PIECE = 16 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const folder = mkdtempSync(join(tmpdir(), "sockeye-soak-"));
const file = join(folder, "block");
writeFileSync(file, BLOCK);

const pem = await generate([{ name: "commonName", value: "localhost" }], { keyType: "ec", algorithm: "sha256" });
const quiet = () => {};
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const deadlines = JSON.parse(process.argv[2] ?? "{}") as Partial<Deadlines>;
const common = { port: 0, logger, deadlines };
const servers: Server[] = [
  await serve(handle, common),
  await serve(handle, { ...common, tls: { key: pem.private, cert: pem.cert } }),
];

process.on("message", (question) => {
  if (question === "stop") void stop();
  else if (question === "collect") void collectAll().then(() => process.send?.(usage()));
  else process.send?.(usage());
});
process.once("disconnect", () => process.exit());
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.send?.({ port: servers[0]?.port, securePort: servers[1]?.port } as Ready);

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const connections = servers.reduce((sum, server) => sum + server.connections.open, 0);
  return { rss, heap: heapUsed + external, files: openFiles(), connections, cpu: (user + system) / 1000 };
}

function openFiles(): number {
  try {
    // One of them is the folder itself, while it is read.
    return readdirSync("/proc/self/fd").length - 1;
  } catch {
    return -1;
  }
}

/** What is finalized by one collection is garbage for the next. */
async function collectAll(): Promise<void> {
  for (let times = 0; times < 3; times++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(): Promise<void> {
  await Promise.all(servers.map((server) => server.stop({ grace: 1_000 })));
  process.disconnect();
}

/**
 * - `GET /text/7`: "text 7"
 * - `GET /slow/7`: the same, after 7 ms · `GET /hints/7`: the same, after a 103
 * - `GET /octets/<how>/<seed>/<size>`: content of `content.ts`, sent as a string of octets, a stream, … · `GET /file/<start>/<end>`
 * - `GET /broken/<seed>/<size>`: a stream that fails after so many octets · `GET /fail`: 500
 * - `POST /json`: `{ "echo": … }` · `POST /sum`: `{ "octets": 5, "sha1": "…" }` · `POST /echo`: the content again
 * - `POST /text`: how long it is, 413 above 1 MiB · `POST /refuse`: 403, unread
 */
function handle(...[request, exchange]: Parameters<Handler>): Response | Promise<Response> {
  const [name = "", ...rest] = new URL(request.url).pathname.slice(1).split("/");
  const numbers = rest.map(Number);
  switch (`${request.method} ${name}`) {
    case "GET text":
    case "HEAD text":
      return reply.text(`text ${rest[0]}`);
    case "GET slow":
      return later(numbers[0] as number, () => reply.text(`text ${rest[0]}`));
    case "GET hints":
      exchange.informational(103, { Link: "</style.css>; rel=preload" });
      return reply.text(`text ${rest[0]}`);
    case "GET octets":
      return sendOctets(rest[0] as string, numbers[1] as number, numbers[2] as number);
    case "GET file":
      return sendFile(numbers[0] as number, numbers[1] as number);
    case "GET broken":
      return reply.stream(broken(numbers[0] as number, numbers[1] as number));
    case "GET fail":
      throw new Error("as asked for");
    case "POST json":
      return request.json().then((value) => reply.json({ echo: value }));
    case "POST sum":
      return sum(request);
    case "POST echo":
      return new Response(request.body);
    case "POST text":
      return request.text().then((text) => reply.text(String(text.length)));
    case "POST refuse":
      return reply.text("no", 403);
    default:
      return reply.text("not here", 404);
  }
}

async function later(milliseconds: number, respond: () => Response): Promise<Response> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return respond();
}

function sendOctets(how: string, seed: number, size: number): Response {
  switch (how) {
    case "whole":
      return reply.bytes(octetsOf(seed, size));
    case "native":
      return new Response(octetsOf(seed, size));
    case "stream":
      return new LightResponse(streamOf(seed, size));
    case "native-stream":
      return new Response(streamOf(seed, size));
    case "counted":
      return new LightResponse(streamOf(seed, size), { headers: { "Content-Length": String(size) } });
    default:
      return reply.stream(generated(seed, size));
  }
}

function streamOf(seed: number, size: number): ReadableStream<Uint8Array> {
  const pieces = piecesOf(seed, size, PIECE);
  return new ReadableStream({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function* generated(seed: number, size: number): AsyncGenerator<Uint8Array> {
  yield* piecesOf(seed, size, PIECE);
}

async function* broken(seed: number, size: number): AsyncGenerator<Uint8Array> {
  yield* piecesOf(seed, size, PIECE);
  throw new Error("as asked for");
}

function sendFile(start: number, end: number): Response {
  return new LightResponse(new FileSlice(openedFile(), start, end));
}

function openedFile(): OpenFile {
  const fd = openSync(file, "r");
  return { fd, read: () => Promise.reject(new Error("The server reads by itself")), close: () => closeSync(fd) };
}

async function sum(request: Request): Promise<Response> {
  const hash = createHash("sha1");
  let octets = 0;
  for await (const piece of request.body ?? []) {
    hash.update(piece);
    octets += piece.length;
  }
  return reply.json({ octets, sha1: hash.digest("hex") });
}
