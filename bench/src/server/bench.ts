// `npm run bench server`: the server beside bare sockets, node:http, frameworks on it, and Bun.

import { BROWSER_FIELDS, COOKIES } from "../browser-fields.js";
import type { Bar, Bench, Case, ExpectedAnswer, ServerSpec } from "../load/bench.js";
import { idle } from "../load/idle.js";
import type { BenchRequest } from "../load/request.js";
import { bunServer, nodeServer } from "../load/servers.js";
import { start } from "../load/start.js";
import { throughput } from "../load/throughput.js";
import { HELLO, ORDER, PAGE, PIECE, PIECES, receipt, STREAM_OCTETS, type Work } from "./contents.js";

const ALL: readonly Work[] = ["hello", "page", "json", "stream", "upload"];

const SERVERS: readonly ServerSpec[] = [
  server("sockeye", "Sockeye", ["@sockeye/core"], [...ALL, "hello-async"]),
  server("net", "bare net socket", [], ["hello", "page"]),
  server("node-http", "node:http", []),
  server("fastify", "Fastify", ["fastify"]),
  server("hono", "Hono", ["hono", "@hono/node-server"]),
  server("h3", "h3 on srvx", ["h3", "srvx"]),
  server("koa", "Koa", ["koa"]),
  server("express", "Express", ["express"]),
  bunServer({ id: "bun", name: "Bun.serve", works: ALL, program: "server/programs/bun" }),
];

const HOST = ["Host", "localhost:8000"] as const;
const GET: BenchRequest = { method: "GET", path: "/", fields: [HOST], content: null };
const FROM_BROWSER: BenchRequest = { ...GET, fields: [...BROWSER_FIELDS, ["Cookie", COOKIES.repeat(4).slice(0, 133)]] };
const JSON_POST: BenchRequest = {
  method: "POST",
  path: "/",
  fields: [HOST, ["Content-Type", "application/json"]],
  content: Buffer.from(JSON.stringify(ORDER)),
};
const UPLOAD: BenchRequest = {
  method: "POST",
  path: "/",
  fields: [HOST, ["Content-Type", "application/octet-stream"]],
  content: Buffer.alloc(STREAM_OCTETS, "x"),
};

const CASES: readonly Case[] = [
  {
    id: "hello",
    title: "GET, answer of 13 octets, 64 connections",
    work: "hello",
    request: GET,
    answer: textAnswer(HELLO),
    measure: throughput({ connections: 64 }),
  },
  {
    id: "browser",
    title: "The same with 13 fields of a browser",
    work: "hello",
    request: FROM_BROWSER,
    answer: textAnswer(HELLO),
    measure: throughput({ connections: 64 }),
  },
  {
    id: "pipelined",
    title: "GET, 16 pipelined",
    work: "hello",
    request: GET,
    answer: textAnswer(HELLO),
    measure: throughput({ connections: 64, pipelining: 16 }),
  },
  {
    id: "json",
    title: "POST of 1 KiB of JSON, JSON answer",
    work: "json",
    request: JSON_POST,
    answer: {
      type: "application/json",
      content: Buffer.from(JSON.stringify(receipt(ORDER))),
      framing: "length",
    },
    measure: throughput({ connections: 64 }),
  },
  {
    id: "page",
    title: "GET, answer of 64 KiB",
    work: "page",
    request: GET,
    answer: textAnswer(PAGE),
    measure: throughput({ connections: 64 }),
  },
  {
    id: "stream",
    title: "GET, streamed answer of 10 MiB",
    work: "stream",
    request: GET,
    answer: {
      type: "application/octet-stream",
      content: Buffer.concat(Array.from({ length: PIECES }, () => PIECE)),
      framing: "chunked",
    },
    measure: throughput({ connections: 4 }),
  },
  {
    id: "upload",
    title: "POST of 10 MiB, read and discarded",
    work: "upload",
    request: UPLOAD,
    answer: textAnswer(String(STREAM_OCTETS)),
    measure: throughput({ connections: 4 }),
  },
  {
    id: "async",
    title: "GET, a handler that awaits one promise",
    work: "hello-async",
    beside: [{ server: "sockeye", work: "hello", name: "Sockeye, not async" }],
    request: GET,
    answer: textAnswer(HELLO),
    measure: throughput({ connections: 64 }),
  },
  {
    id: "idle",
    title: "4,000 idle connections, kept alive",
    work: "hello",
    request: GET,
    answer: textAnswer(HELLO),
    measure: idle(4000),
  },
  {
    id: "start",
    title: "Start: import, listen, first answer",
    work: "hello",
    request: GET,
    answer: textAnswer(HELLO),
    measure: start(),
  },
];

const BARS: readonly Bar[] = [
  bar("hello", "net", 1.2),
  bar("hello", "node-http", 0.75),
  bar("hello", "fastify", 0.6),
  bar("hello", "hono", 0.6),
  bar("hello", "bun", 1.35),
  bar("browser", "net", 1.25),
  bar("browser", "fastify", 0.55),
  bar("browser", "hono", 0.55),
  bar("browser", "bun", 1.3),
  bar("pipelined", "node-http", 0.15),
  bar("pipelined", "bun", 0.25),
  bar("json", "fastify", 0.65),
  bar("json", "hono", 0.65),
  bar("page", "node-http", 1),
  bar("stream", "node-http", 1),
  bar("upload", "node-http", 1),
  bar("async", "sockeye:hello", 1.15),
  bar("idle", null, 7.5),
  bar("start", "hono", 1),
];

export const serverBench: Bench = {
  name: "server",
  title: "Sockeye's server and its peers",
  servers: SERVERS,
  cases: CASES,
  bars: BARS,
};

function server(id: string, name: string, packages: readonly string[], works: readonly string[] = ALL): ServerSpec {
  return nodeServer({ id, name, works, packages, program: `server/programs/${id}` });
}

function textAnswer(text: string): ExpectedAnswer {
  return { type: "text/plain; charset=utf-8", content: Buffer.from(text), framing: "length" };
}

function bar(id: string, against: string | null, most: number): Bar {
  return { case: id, server: "sockeye", against, most };
}
