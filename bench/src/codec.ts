// `npm run bench codec`: what it costs to read a request, beside the two parsers that Node servers have been built on.
// Every contender judges the whole head and looks one field up by name. Ours also writes the head of a 204, for it reads
// no second request before the first one is answered.

import { createRequire } from "node:module";
import { ServerCodec } from "@sockeye/core/protocol";
import { HTTPParser as JavaScriptParser } from "http-parser-js";
import { cpuOf, median, printTable } from "./measure.js";

interface Contender {
  readonly name: string;
  /** Feeds the pieces, in order, `times` times over; gives a number that depends on all of it. */
  readonly run: (pieces: readonly Uint8Array[], times: number) => number;
}

interface Case {
  readonly name: string;
  readonly pieces: readonly Uint8Array[];
  readonly times: number;
}

const BROWSER_FIELDS = [
  "Host: localhost:8000",
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  "Accept-Encoding: gzip, deflate, br, zstd",
  "Accept-Language: en-US,en;q=0.9,de;q=0.8",
  "Connection: keep-alive",
  "Cache-Control: no-cache",
  "Sec-Fetch-Dest: document",
  "Sec-Fetch-Mode: navigate",
  "Sec-Fetch-Site: none",
  "Sec-Fetch-User: ?1",
  "Upgrade-Insecure-Requests: 1",
];
const ROUNDS = 9;
const MIB = 1024 * 1024;

// node:http's own binding to llhttp: not public, and the only way to drive it without the rest of node:http.
const { HTTPParser: Llhttp } = createRequire(import.meta.url)("_http_common") as { HTTPParser: LlhttpBinding };

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
  { name: "llhttp by node's binding", run: runLlhttp },
  { name: "http-parser-js", run: runJavaScriptParser },
];

const CASES: readonly Case[] = [
  head(70, 2),
  head(650, 13),
  head(4000, 24),
  content("10 MiB in 64 KiB chunks", 65536, 12),
  content("10 MiB in 100-octet chunks", 100, 4),
];

const rows: (string | number)[][] = [];
for (const { name, pieces, times } of CASES) {
  const octets = times * pieces.reduce((sum, piece) => sum + piece.length, 0);
  const samples = CONTENDERS.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++) {
    CONTENDERS.forEach(({ run }, index) => {
      const microseconds = cpuOf(() => run(pieces, times));
      if (round >= 0) samples[index]?.push(microseconds);
    });
  }
  const ours = median(samples[0] as number[]);
  CONTENDERS.forEach((contender, index) => {
    const cpu = median(samples[index] as number[]);
    rows.push([name, contender.name, (cpu / times).toFixed(2), (octets / cpu).toFixed(0), (cpu / ours).toFixed(2)]);
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
    }
    checksum += codec.sendResponse({ status: 204 }).length;
    codec.sendEnd();
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
  for (let i = 0; i < times; i++) {
    for (const piece of pieces) {
      const result = parser.execute(piece, 0, piece.length);
      if (result instanceof Error) throw result;
    }
  }
  return checksum;
}

/** A request as a browser sends it, filled up to the wanted size. */
function head(octets: number, fields: number): Case {
  const lines = ["GET /users/12345 HTTP/1.1", ...BROWSER_FIELDS.slice(0, fields - 1)];
  while (lines.length < fields) lines.push(`X-Field-${lines.length}: ${"some value, and more; ".repeat(4)}end`);
  const open = `${lines.join("\r\n")}\r\nCookie: `;
  const cookies = "theme=dark; session=0123456789abcdef; ".repeat(100).slice(0, octets - open.length - 5);
  const whole = Buffer.from(`${open}${cookies}x\r\n\r\n`, "latin1");
  return {
    name: `head, ${whole.length} octets, ${fields} fields`,
    pieces: [whole],
    times: octets > 2000 ? 30_000 : 100_000,
  };
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
  return { name, pieces, times };
}
