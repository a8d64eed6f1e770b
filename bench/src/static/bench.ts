// `npm run bench static`: files, beside nginx, sirv, serve-static and Bun.

import type { Bar, Bench, Case, ExpectedAnswer, Measure, ServerSpec } from "../load/bench.js";
import type { BenchRequest } from "../load/request.js";
import { bunServer, nodeServer } from "../load/servers.js";
import { throughput } from "../load/throughput.js";
import { download } from "./download.js";
import { nginxServer } from "./nginx.js";
import { contentOf, type FileName, MANY, tagOf } from "./site.js";
import { slowReaders } from "./slow-readers.js";

const HOST = ["Host", "localhost:8000"] as const;
const GET: BenchRequest = { method: "GET", path: "/1k.bin", fields: [HOST], content: null };

const SERVERS: readonly ServerSpec[] = [
  nodeServer({
    id: "sockeye",
    name: "Sockeye",
    works: ["files", "plain", "own-tag"],
    packages: ["@sockeye/static"],
    program: "static/programs/sockeye",
  }),
  nginxServer(),
  nodeServer({ id: "sirv", name: "sirv", works: ["files"], packages: ["sirv"], program: "static/programs/sirv" }),
  nodeServer({
    id: "serve-static",
    name: "serve-static",
    works: ["files"],
    packages: ["serve-static"],
    program: "static/programs/serve-static",
  }),
  bunServer({ id: "bun", name: "Bun.file", works: ["files"], program: "static/programs/bun" }),
];

const CASES: readonly Case[] = [
  fileCase("1k", "1k.bin", "A file of 1 KiB, 64 connections", throughput({ connections: 64 })),
  fileCase("100k", "100k.bin", "A file of 100 KiB, 64 connections", throughput({ connections: 64 })),
  {
    id: "304",
    title: "If-None-Match that holds, beside a plain answer of 13 octets",
    work: "own-tag",
    beside: [{ server: "sockeye", work: "plain", name: "Sockeye, a plain answer", answer: plainAnswer() }],
    request: { ...GET, fields: [HOST, ["If-None-Match", tagOf(contentOf("1k.bin"))]] },
    answer: { status: 304, validated: true, type: "", content: Buffer.alloc(0), framing: "length" },
    measure: throughput({ connections: 64 }),
  },
  {
    ...fileCase("many", "1k.bin", "10,000 files of 1 KiB in turn", throughput({ connections: 64 })),
    inTurn: MANY,
  },
  fileCase("10m", "10m.bin", "A file of 10 MiB", download({ file: "10m.bin", times: 20, cold: false })),
  fileCase("10m-cold", "10m.bin", "A file of 10 MiB, cold", download({ file: "10m.bin", times: 20, cold: true })),
  fileCase("1g", "1g.bin", "A file of 1 GiB", download({ file: "1g.bin", times: 1, cold: false })),
  fileCase("1g-cold", "1g.bin", "A file of 1 GiB, cold", download({ file: "1g.bin", times: 1, cold: true })),
  fileCase("slow", "1g.bin", "100 slow readers of a file of 1 GiB", slowReaders("1g.bin", 100)),
];

const BARS: readonly Bar[] = [
  bar("1k", "nginx", 1.5),
  bar("1k", "sirv", 0.3),
  bar("1k", "serve-static", 0.2),
  bar("1k", "bun", 0.6),
  bar("100k", "nginx", 1.5),
  bar("100k", "sirv", 0.4),
  bar("304", "sockeye:plain", 1.2),
  bar("many", "sirv", 0.5),
  bar("10m", "sirv", 0.7),
  bar("10m-cold", "sirv", 0.7),
  bar("1g", "sirv", 0.7),
  bar("1g-cold", "sirv", 0.7),
  bar("slow", null, 120),
];

export const staticBench: Bench = {
  name: "static",
  title: "Sockeye's static files and their peers",
  servers: SERVERS,
  cases: CASES,
  bars: BARS,
};

function fileCase(id: string, file: FileName, title: string, measure: Measure): Case {
  const isSmall = file === "1k.bin" || file === "100k.bin";
  return {
    id,
    title,
    work: "files",
    request: { ...GET, path: `/${file}` },
    answer: fileAnswer(isSmall ? file : "1k.bin"),
    measure,
  };
}

function fileAnswer(file: FileName): ExpectedAnswer {
  return { type: "application/octet-stream", validated: true, content: contentOf(file), framing: "length" };
}

function plainAnswer(): ExpectedAnswer {
  return { type: "text/plain; charset=utf-8", content: Buffer.from("Hello, world!"), framing: "length" };
}

function bar(id: string, against: string | null, most: number): Bar {
  return { case: id, server: "sockeye", against, most };
}
