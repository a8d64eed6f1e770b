// `npm run bench codec`: what it costs to read a request, beside the two parsers that Node servers have been built on.
// Every contender judges the whole head and looks one field up by name. Ours also writes the head of a 204, for it reads
// no second request before the first one is answered. "Fields repeat": a client asks for one resource after the other,
// and sends the same fields each time; "fields differ": each request has a field of its own.

import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ServerCodec } from "@sockeye/core/protocol";
import { HTTPParser as JavaScriptParser } from "http-parser-js";
import { BROWSER_FIELDS, COOKIES } from "./browser-fields.js";
import { cpuOf, median, printTable } from "./measure.js";

interface Contender {
  readonly name: string;
  /** Feeds the pieces, in order, `times` times over; gives a number that depends on all of it. */
  readonly run: (pieces: readonly Uint8Array[], times: number) => number | Promise<number>;
}

interface Case {
  readonly name: string;
  /** Whole messages, cut as reads bring them. */
  readonly pieces: readonly Uint8Array[];
  readonly messages: number;
  readonly times: number;
}

const ROUNDS = 9;
const MIB = 1024 * 1024;

// Not public, and the only way to llhttp: node:http's binding to it, and its own parsers, which make an IncomingMessage of
// each head, as the server needs it to look a field up by name.
const { HTTPParser: Llhttp, parsers } = createRequire(import.meta.url)("_http_common") as NodeParsers;

interface NodeParsers {
  readonly HTTPParser: LlhttpBinding;
  readonly parsers: { alloc(): LlhttpParser & { socket: unknown; onIncoming: (request: IncomingMessage) => number } };
}

interface LlhttpBinding {
  new (): LlhttpParser;
  readonly REQUEST: number;
  readonly kOnHeadersComplete: number;
  readonly kOnBody: number;
}

interface LlhttpParser {
  [callback: number]: ((...values: never[]) => number | undefined) | undefined;
  initialize(type: number, resource: object): void;
  execute(octets: Uint8Array, offset: number, length: number): number | Error;
}

const CONTENDERS: readonly Contender[] = [
  { name: "sockeye", run: runSockeye },
  { name: "llhttp, as node:http drives it", run: runNodeParser },
  { name: "llhttp, node's binding alone", run: runLlhttp },
  { name: "http-parser-js", run: runJavaScriptParser },
];

const CASES: readonly Case[] = [
  heads(70, 2, "repeat"),
  heads(650, 13, "repeat"),
  heads(650, 13, "differ"),
  heads(4000, 24, "repeat"),
  heads(4000, 24, "differ"),
  content("10 MiB in 64 KiB chunks", 65536, 12),
  content("10 MiB in 100-octet chunks", 100, 4),
];

const rows: (string | number)[][] = [];
for (const { name, pieces, messages, times } of CASES) {
  const octets = times * pieces.reduce((sum, piece) => sum + piece.length, 0);
  const samples = CONTENDERS.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++) {
    for (const [index, { run }] of CONTENDERS.entries()) {
      const microseconds = await cpuOf(() => run(pieces, times));
      if (round >= 0) samples[index]?.push(microseconds);
    }
  }
  const ours = median(samples[0] as number[]);
  CONTENDERS.forEach((contender, index) => {
    const cpu = median(samples[index] as number[]);
    rows.push([
      name,
      contender.name,
      (cpu / times / messages).toFixed(2),
      (octets / cpu).toFixed(0),
      (cpu / ours).toFixed(2),
    ]);
  });
}
printTable(["case", "codec", "CPU µs per message", "MB/s", "× sockeye"], rows);

function runSockeye(pieces: readonly Uint8Array[], times: number): number {
  const codec = new ServerCodec();
  let checksum = 0;
  for (let i = 0; i < times; i++) {
    for (const piece of pieces) {
      codec.receive(piece);
      for (let event = codec.nextEvent(); typeof event !== "string"; event = codec.nextEvent()) {
        if (event.type === "request") checksum += event.fields.get("host")?.length ?? 0;
        else if (event.type === "content") checksum += event.octets.length;
      }
      if (codec.receiving !== "done") continue;
      checksum += codec.sendResponse({ status: 204 }).length;
      codec.sendEnd();
    }
  }
  return checksum;
}

function runJavaScriptParser(pieces: readonly Uint8Array[], times: number): number {
  const parser = new JavaScriptParser(JavaScriptParser.REQUEST);
  let checksum = 0;
  parser[JavaScriptParser.kOnHeadersComplete] = ({ headers }) => {
    const index = headers.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
    checksum += headers[index + 1]?.length ?? 0;
  };
  parser[JavaScriptParser.kOnBody] = (_chunk, _offset, length) => {
    checksum += length;
  };
  for (let i = 0; i < times; i++) for (const piece of pieces) parser.execute(piece as Buffer);
  return checksum;
}

async function runNodeParser(pieces: readonly Uint8Array[], times: number): Promise<number> {
  const parser = parsers.alloc();
  parser.initialize(Llhttp.REQUEST, {});
  parser.socket = { readable: true, on: () => {}, pause: () => {}, resume: () => {} };
  let checksum = 0;
  parser.onIncoming = (request) => {
    checksum += request.headers.host?.length ?? 0;
    request.on("data", (octets: Uint8Array) => {
      checksum += octets.length;
    });
    return 0;
  };
  for (let i = 0; i < times; i++) {
    feed(parser, pieces);
    // The messages are streams: they end when the loop turns.
    await nextTurn();
  }
  return checksum;
}

function runLlhttp(pieces: readonly Uint8Array[], times: number): number {
  const parser = new Llhttp();
  parser.initialize(Llhttp.REQUEST, {});
  let checksum = 0;
  parser[Llhttp.kOnHeadersComplete] = (_major: number, _minor: number, headers: string[]) => {
    const index = headers.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
    checksum += headers[index + 1]?.length ?? 0;
    return 0;
  };
  parser[Llhttp.kOnBody] = (octets: Uint8Array) => {
    checksum += octets.length;
    return undefined;
  };
  for (let i = 0; i < times; i++) feed(parser, pieces);
  return checksum;
}

function feed(parser: LlhttpParser, pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) {
    const result = parser.execute(piece, 0, piece.length);
    if (result instanceof Error) throw result;
  }
}

/** Requests as a browser sends them, filled up to the wanted size, each in memory of its own as a read brings it. */
function heads(octets: number, fields: number, kind: "repeat" | "differ"): Case {
  const pieces = Array.from({ length: 32 }, (_, request) => {
    const sent = BROWSER_FIELDS.slice(0, fields - 1).map(([name, value]) => `${name}: ${value}`);
    const lines = [`GET /users/${1000 + request} HTTP/1.1`, ...sent];
    while (lines.length < fields) lines.push(`X-Field-${lines.length}: ${"some value, and more; ".repeat(4)}end`);
    const open = `${lines.join("\r\n")}\r\nCookie: `;
    const cookies = COOKIES.repeat(100).slice(0, octets - open.length - 6);
    return ownMemory(`${open}${cookies}${kind === "repeat" ? 10 : 10 + request}\r\n\r\n`);
  });
  const size = pieces[0]?.length;
  const times = octets > 2000 ? 1_000 : 3_000;
  return { name: `${size} octets, ${fields} fields, which ${kind}`, pieces, messages: pieces.length, times };
}

function ownMemory(text: string): Buffer {
  const octets = Buffer.from(new ArrayBuffer(text.length));
  octets.write(text, "latin1");
  return octets;
}

/** Content in chunks, as reads of 64 KiB bring it. */
function content(name: string, chunk: number, times: number): Case {
  const data = Buffer.alloc(chunk, "x").toString("latin1");
  const one = Buffer.from(`${chunk.toString(16)}\r\n${data}\r\n`, "latin1");
  const whole = Buffer.concat([
    Buffer.from("POST /upload HTTP/1.1\r\nHost: localhost:8000\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ...Array.from({ length: Math.ceil((10 * MIB) / chunk) }, () => one),
    Buffer.from("0\r\n\r\n"),
  ]);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += 65536) pieces.push(whole.subarray(at, at + 65536));
  return { name, pieces, messages: 1, times };
}
