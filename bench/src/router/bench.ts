// `npm run bench router`: whole servers with routes, middleware and schemas, beside the frameworks and Bun's own routes.

import { BROWSER_FIELDS, COOKIES } from "../browser-fields.js";
import type { Bar, Bench, Case, ServerSpec } from "../load/bench.js";
import type { BenchRequest } from "../load/request.js";
import { bunServer, nodeServer } from "../load/servers.js";
import { throughput } from "../load/throughput.js";
import { ORDER, receipt, userOf, type Work } from "./contents.js";

const SERVERS: readonly ServerSpec[] = [
  server("sockeye", "Sockeye", ["@sockeye/router"], ["user", "user-plain", "order"]),
  server("fastify", "Fastify", ["fastify"], ["user", "user-plain", "order"]),
  server("hono", "Hono", ["hono", "@hono/node-server"], ["user", "user-plain"]),
  bunServer({ id: "bun", name: "Bun.serve with routes", works: ["user-plain"], program: "router/programs/bun" }),
];

const USER: BenchRequest = {
  method: "GET",
  path: "/users/4711",
  fields: [...BROWSER_FIELDS, ["Cookie", COOKIES.repeat(4).slice(0, 133)]],
  content: null,
};
const NEW_ORDER: BenchRequest = {
  method: "POST",
  path: "/orders",
  fields: [
    ["Host", "localhost:8000"],
    ["Content-Type", "application/json"],
  ],
  content: Buffer.from(JSON.stringify(ORDER)),
};

const CASES: readonly Case[] = [
  {
    id: "user",
    title: "GET /users/:id, JSON, three async middleware, 13 fields of a browser",
    work: "user",
    // What costs less there than three middleware: none.
    beside: [
      { server: "hono", work: "user-plain", name: "Hono, no middleware" },
      { server: "bun", work: "user-plain", name: "Bun.serve with routes, no middleware" },
      { server: "sockeye", work: "user-plain", name: "Sockeye, no middleware" },
    ],
    request: USER,
    answer: json(userOf("4711")),
    measure: throughput({ connections: 64 }),
  },
  {
    id: "order",
    title: "POST of 1 KiB of JSON, checked by a schema",
    work: "order",
    request: NEW_ORDER,
    answer: json(receipt(ORDER)),
    measure: throughput({ connections: 64 }),
  },
];

const BARS: readonly Bar[] = [
  bar("user", "fastify", 0.6),
  bar("user", "hono:user-plain", 0.6),
  bar("user", "bun:user-plain", 1.5),
  bar("order", "fastify", 0.7),
];

export const routerBench: Bench = {
  name: "router",
  title: "Sockeye's router and its peers",
  servers: SERVERS,
  cases: CASES,
  bars: BARS,
};

function server(id: string, name: string, packages: readonly string[], works: readonly Work[]): ServerSpec {
  return nodeServer({ id, name, works, packages, program: `router/programs/${id}` });
}

function json(value: unknown): Case["answer"] {
  return { type: "application/json", content: Buffer.from(JSON.stringify(value)), framing: "length" };
}

function bar(id: string, against: string, most: number): Bar {
  return { case: id, server: "sockeye", against, most };
}
