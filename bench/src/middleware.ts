// `npm run bench middleware`: what the middleware of a usual app cost a request, in CPU time of the process. The chain is
// measured on the wire, with all the fields that it adds: requests of a browser come pipelined on one connection, from a
// client that does nothing but wait for the last answer. What a chain costs is the difference to the app without it.

import { connect, type Socket } from "node:net";
import { gzip } from "node:zlib";
import { serve } from "@sockeye/core";
import { LightRequest } from "@sockeye/core/message";
import { RequestHead, ServerCodec } from "@sockeye/core/protocol";
import { bearerAuth } from "@sockeye/middleware/bearer-auth";
import { compress } from "@sockeye/middleware/compress";
import { cors } from "@sockeye/middleware/cors";
import { logger } from "@sockeye/middleware/logger";
import { rateLimit } from "@sockeye/middleware/rate-limit";
import { requestId } from "@sockeye/middleware/request-id";
import { secureHeaders } from "@sockeye/middleware/secure-headers";
import { type App, createApp, type Middleware } from "@sockeye/router";
import { BROWSER_FIELDS } from "./browser-fields.js";
import { cpuOf, printTable, quantile } from "./measure.js";

const ROUNDS = 15;
const REQUESTS = 20_000;
const PIPELINED = 16;
const COMPRESS_ROUNDS = 150;
const COMPRESS_TIMES = 10;
const TOKEN = "0123456789abcdef0123456789abcdef";

// How the last answer of a batch ends.
const LAST = Buffer.from("last");

/** Microseconds. */
const CHAIN_BAR = 4;
const BEARER_BAR = 1;
/** Times bare zlib. */
const COMPRESS_BAR = 1.1;

const parts: Readonly<Record<string, () => Middleware>> = {
  logger: () => logger({ format: "json", write: () => {} }) as Middleware,
  requestId: () => requestId() as unknown as Middleware,
  cors: () => cors(),
  secureHeaders: () => secureHeaders(),
  "rateLimit (memory)": () => rateLimit({ limit: 1_000_000_000, window: 60 }),
};

const bearer = () => bearerAuth({ tokens: { ada: TOKEN, bob: TOKEN.replace("0", "1") } }) as unknown as Middleware;

/** @param args `--check` makes a bar that is missed exit code 1 */
export async function benchMiddleware(args: readonly string[]): Promise<void> {
  const missed = [...(await benchChain()), ...(await benchCompress())];
  for (const bar of missed) console.log(`Missed: ${bar}`);
  if (missed.length > 0 && args.includes("--check")) process.exitCode = 1;
}

/** @returns the bars that are missed */
async function benchChain(): Promise<string[]> {
  const chains: readonly (readonly [name: string, chain: readonly Middleware[]])[] = [
    ["no middleware", []],
    ["no middleware, again", []],
    ...Object.entries(parts).map(([name, make]) => [name, [make()]] as const),
    ["all five", Object.values(parts).map((make) => make())],
    ["bearerAuth, two tokens", [bearer()]],
  ];
  const contenders = await Promise.all(chains.map(async ([name, chain]) => ({ name, ...(await wired(chain)) })));
  const samples = contenders.map((): number[] => []);
  for (let round = -3; round < ROUNDS; round++) {
    for (const [i, { run }] of contenders.entries()) {
      const microseconds = (await cpuOf(run)) / REQUESTS;
      if (round >= 0) samples[i]?.push(microseconds);
    }
  }
  for (const { close } of contenders) await close();

  const costs = samples.map(best);
  const differences = costs.map((cost) => cost - (costs[0] as number));
  const bars: Readonly<Record<string, number>> = { "all five": CHAIN_BAR, "bearerAuth, two tokens": BEARER_BAR };
  printTable(
    ["chain", "CPU, µs a request", "more than without", "bar"],
    contenders.map(({ name }, i) => [
      name,
      (costs[i] as number).toFixed(2),
      (differences[i] as number).toFixed(2),
      bars[name] === undefined ? "" : `≤ ${bars[name]}`,
    ]),
  );
  return contenders.flatMap(({ name }, i) => {
    const bar = bars[name];
    const difference = differences[i] as number;
    return bar === undefined || difference <= bar
      ? []
      : [`${name} takes ${difference.toFixed(2)} µs, more than ${bar}`];
  });
}

/** What else the machine does only ever adds, so the better rounds are the truer ones. */
function best(samples: readonly number[]): number {
  return quantile(samples, 0.1);
}

interface Wired {
  run(): Promise<void>;
  close(): Promise<void>;
}

/** An app on a server, and a client that sends it requests. */
async function wired(chain: readonly Middleware[]): Promise<Wired> {
  const server = await serve(appWith(chain), { port: 0 });
  const socket = connect(server.port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  const batch = Buffer.from(requestText("/").repeat(PIPELINED - 1) + requestText("/last"), "latin1");
  return {
    async run() {
      for (let sent = 0; sent < REQUESTS; sent += PIPELINED) {
        const answered = lastAnswer(socket);
        socket.write(batch);
        await answered;
      }
    },
    async close() {
      socket.destroy();
      await server.stop();
    },
  };
}

function appWith(chain: readonly Middleware[]): App {
  return chain
    .reduce((app, middleware) => app.use(middleware), createApp())
    .get("/", () => "hello")
    .get("/last", () => "the last");
}

function requestText(path: string): string {
  const fields = [...BROWSER_FIELDS, ["Authorization", `Bearer ${TOKEN}`]];
  return `GET ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

function lastAnswer(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const read = (octets: Buffer): void => {
      if (!octets.subarray(-4).equals(LAST)) return;
      socket.off("data", read);
      resolve();
    };
    socket.on("data", read);
  });
}

async function benchCompress(): Promise<string[]> {
  const value = Array.from({ length: 1000 }, (_, id) => ({
    id,
    name: `user ${id * 7919}`,
    address: `${id}@example.org`,
    tags: ["reader", id % 3 === 0 ? "writer" : "guest"],
    seen: id * 104_729,
  }));
  const text = JSON.stringify(value).slice(0, 100 * 1024);
  const json = `${text}"`;
  const app = createApp()
    .use(compress({ codings: ["gzip"] }))
    .get("/", (c) => c.body(json, { headers: { "Content-Type": "application/json" } }));
  const bare = () =>
    new Promise<number>((resolve, reject) =>
      gzip(Buffer.from(json), (error, octets) => (error === null ? resolve(octets.length) : reject(error))),
    );
  const head = headOf(requestText("/"));
  const ours = async (): Promise<number> => (await (await app.fetch(lightRequest(head))).arrayBuffer()).byteLength;
  const [bareLength, ourLength] = [await bare(), await ours()];
  if (bareLength !== ourLength) throw new Error(`zlib gives ${bareLength} octets, and compress ${ourLength}`);

  // In turn, a few at a time.
  const samples: [number[], number[]] = [[], []];
  for (let round = -5; round < COMPRESS_ROUNDS; round++) {
    for (const [i, run] of [bare, ours].entries()) {
      const microseconds = await cpuOf(async () => {
        for (let time = 0; time < COMPRESS_TIMES; time++) await run();
      });
      if (round >= 0) samples[i]?.push(microseconds / COMPRESS_TIMES);
    }
  }
  const [bareCost, ourCost] = [best(samples[0]), best(samples[1])];
  const ratio = ourCost / bareCost;
  console.log("");
  printTable(
    ["100 KiB of JSON in gzip", "CPU, µs", "times bare", "bar"],
    [
      ["zlib.gzip", bareCost.toFixed(0), "1.00", ""],
      ["compress", ourCost.toFixed(0), ratio.toFixed(3), `≤ ${COMPRESS_BAR}`],
    ],
  );
  return ratio <= COMPRESS_BAR ? [] : [`compress takes ${ratio.toFixed(3)} times what zlib does`];
}

function headOf(text: string): RequestHead {
  const codec = new ServerCodec();
  codec.receive(Buffer.from(text, "latin1"));
  const event = codec.nextEvent();
  if (!(event instanceof RequestHead)) throw new Error("No request came out of the codec");
  return event;
}

function lightRequest({ fields }: RequestHead): LightRequest {
  const { signal } = new AbortController();
  return new LightRequest({
    method: "GET",
    url: "http://localhost:8000/",
    fields,
    content: null,
    contentLimit: 0,
    signal,
  });
}
