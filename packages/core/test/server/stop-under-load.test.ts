// stop() with two hundred connections in the middle of their traffic, over real sockets: what was accepted is answered, and
// what is cut is counted.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { type Handler, reply, type Server, serve } from "../../src/index.js";
import { held } from "../transport/fixtures.js";

const CONNECTIONS = 200;
const SLOWLY = { timeout: 10_000 };

/** Answers `POST /<milliseconds>` with what was posted, so many milliseconds later; remembers which requests it was given. */
function recorder() {
  const accepted = new Set<string>();
  const handler: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const id = searchParams.get("id") as string;
    accepted.add(id);
    const text = await request.text();
    await pause(Number(pathname.slice(1)));
    return reply.text(`${id}:${text};`);
  };
  return { accepted, handler };
}

interface Peer {
  readonly socket: Socket;
  readonly sent: string[];
  /** Ids of the requests that were answered, each with its content. */
  answered(): string[];
  /** Whether the last answer said that it was the last. */
  saidClose(): boolean;
  readonly closed: Promise<unknown>;
}

async function peerOf(port: number): Promise<Peer> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).setEncoding("latin1");
  let received = "";
  socket.on("error", () => {});
  socket.on("data", (text) => {
    received += text;
  });
  // The server has closed its side: nobody sends more.
  socket.once("end", () => socket.end());
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await once(socket, "connect");
  return {
    socket,
    sent: [],
    answered: () => [...received.matchAll(/\r\n\r\n([^:]+):([^;]*);/g)].map((match) => `${match[1]}:${match[2]}`),
    saidClose: () => /Connection: close\r\n(?!.*HTTP\/1\.1)/s.test(received),
    closed,
  };
}

let ids = 0;

/** The octets of a request, and what its answer has to hold. */
function requestOf(peer: Peer, milliseconds: number, text: string): string {
  const id = String(++ids);
  peer.sent.push(`${id}:${text}`);
  return `POST /${milliseconds}?id=${id} HTTP/1.1\r\nHost: a\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}

/** One request after the other, as long as the connection lasts. */
function keepAlive(peer: Peer): void {
  let answers = 0;
  const next = (): void => void peer.socket.write(requestOf(peer, ids % 20, "kept"));
  peer.socket.on("data", () => {
    if (peer.answered().length === answers || peer.saidClose()) return;
    answers = peer.answered().length;
    next();
  });
  next();
}

/** Ten requests at once, each of which takes its time. */
function pipeline(peer: Peer): void {
  peer.socket.write(Array.from({ length: 10 }, () => requestOf(peer, 15, "piped")).join(""));
}

/** A request whose content comes piece by piece, from before the stop until after it. */
async function uploadSlowly(peer: Peer): Promise<void> {
  const request = requestOf(peer, 0, "slow ".repeat(20));
  for (let at = 0; at < request.length; at += 12) {
    peer.socket.write(request.slice(at, at + 12));
    await pause(40);
  }
}

it("no request that was accepted loses its answer", async () => {
  const { accepted, handler } = recorder();
  const server = await serve(handler, { port: 0 });
  const peers = await connected(server);
  const play = [keepAlive, pipeline, uploadSlowly];
  for (const [index, peer] of peers.entries()) void play[index % play.length]?.(peer);
  await pause(200);
  const before = server.connections;
  expect(before.open).toBe(CONNECTIONS);

  const report = await server.stop();
  await Promise.all(peers.map(({ closed }) => closed));

  const answered = peers.flatMap((peer) => peer.answered());
  expect(report.cut).toBe(0);
  expect(report.finished).toBeGreaterThanOrEqual(before.active);
  // Each was answered with what it sent, and no request was run whose answer did not come.
  expect(answered.filter((answer) => !peers.some(({ sent }) => sent.includes(answer)))).toEqual([]);
  expect(answered.map((answer) => answer.split(":")[0]).sort()).toEqual([...accepted].sort());
  // Whoever was in the middle of an upload could finish it.
  const uploads = peers.filter((_, index) => index % play.length === 2);
  expect(uploads.flatMap((peer) => peer.answered()).length).toBe(uploads.length);
  expect(server.connections).toEqual({ open: 0, active: 0, idle: 0 });
  await expect(once(connect(server.port, "127.0.0.1"), "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

it("what is not finished in time is cut, and the report says how many", async () => {
  const first = held();
  const never = new Promise<void>(() => {});
  const server = await serve(
    async ({ url }) => {
      await (url.endsWith("/first") ? first.promise : never);
      return reply.text("1:first;");
    },
    { port: 0 },
  );
  const peers = await connected(server);
  const quick = peers.slice(0, 120);
  const late = peers.slice(120);
  for (const { socket } of quick) socket.write("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
  for (const { socket } of late) socket.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
  await expect.poll(() => server.connections.active, SLOWLY).toBe(CONNECTIONS);

  const stopped = server.stop({ grace: 500 });
  first.resolve();
  const report = await stopped;
  await Promise.all(peers.map(({ closed }) => closed));

  expect(report).toEqual({ finished: quick.length, cut: late.length });
  expect(quick.every((peer) => peer.answered().length === 1)).toBe(true);
  expect(late.every((peer) => peer.answered().length === 0)).toBe(true);
});

async function connected(server: Server): Promise<Peer[]> {
  const peers = await Promise.all(Array.from({ length: CONNECTIONS }, () => peerOf(server.port)));
  // Node accepts one of them in a turn of the loop.
  await expect.poll(() => server.connections.open, SLOWLY).toBe(CONNECTIONS);
  return peers;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
