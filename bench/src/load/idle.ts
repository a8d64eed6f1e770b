// Connections that have done one request and are kept alive: what one holds in memory.

import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Entry, Measure, Session, Setting } from "./bench.js";
import { BenchError } from "./bench-error.js";
import { requestOctets } from "./request.js";
import { ServerProcess } from "./server-process.js";
import { verifyAnswers } from "./verify.js";

const AT_ONCE = 200;
const SETTLE_MS = 300;
const KIB = 1024;

export function idle(connections: number): Measure {
  return {
    figures: [
      { key: "connection", title: "RSS KiB per connection", digits: 2 },
      { key: "rss", title: "RSS MiB", digits: 0 },
    ],
    rounds: (rounds) => rounds,
    // Each round has a process of its own: memory that was once in use is not given back.
    open: async (entry, setting) => ({ sample: () => sample(entry, setting, connections), close: async () => {} }),
  };
}

async function sample(entry: Entry, { cores }: Setting, connections: number): ReturnType<Session["sample"]> {
  const { request } = entry.case;
  const { answer } = entry;
  const server = await ServerProcess.start(entry.name, entry.server.launch(entry.work), cores.server);
  const sockets: Socket[] = [];
  try {
    await server.alive(verifyAnswers(entry.name, server.port, request, answer));
    const octets = requestOctets(request);
    const open = (count: number) => server.alive(openMany(server.port, octets, answer.content.length, count));
    // What the first connections bring into being is the server's, not theirs.
    const first = await open(AT_ONCE);
    for (const socket of first) socket.destroy();
    const { rss: before } = await settled(server);

    while (sockets.length < connections) {
      sockets.push(...(await open(Math.min(AT_ONCE, connections - sockets.length))));
    }
    const { rss: after } = await settled(server);
    if (sockets.some((socket) => socket.destroyed)) throw new BenchError(`${entry.name} closed an idle connection`);
    return { connection: (after - before) / KIB / connections, rss: after / KIB / KIB };
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
}

async function settled(server: ServerProcess) {
  await delay(SETTLE_MS);
  return server.usageAfterCollection();
}

function openMany(port: number, request: Buffer, contentLength: number, count: number): Promise<Socket[]> {
  return Promise.all(Array.from({ length: count }, () => openOne(port, request, contentLength)));
}

/** Resolves with a connection on which one request has been answered. */
function openOne(port: number, request: Buffer, contentLength: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(request));
    socket.on("error", reject);
    socket.on("end", () => reject(new BenchError("a connection was closed before it was idle")));
    socket.on("data", (octets) => {
      received += octets.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      if (end !== -1 && received.length >= end + 4 + contentLength) resolve(socket);
    });
  });
}
