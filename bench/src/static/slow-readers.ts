// Peers that ask for a large file and take their time: what they hold in memory.

import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Entry, Measure, Sample, Setting } from "../load/bench.js";
import { BenchError } from "../load/bench-error.js";
import { requestOctets } from "../load/request.js";
import { ServerProcess } from "../load/server-process.js";
import { type FileName, fileOf, MIB } from "./site.js";

const SECONDS = 3;

export function slowReaders(file: FileName, readers: number): Measure {
  return {
    figures: [
      { key: "rss", title: "RSS MiB, the most", digits: 0 },
      { key: "before", title: "before", digits: 0 },
    ],
    rounds: (rounds) => rounds,
    // Each round has a process of its own: memory that was once in use is not given back.
    open: async (entry, setting) => ({ sample: () => sample(entry, setting, file, readers), close: async () => {} }),
  };
}

async function sample(entry: Entry, { cores }: Setting, file: FileName, readers: number): Promise<Sample> {
  fileOf(file);
  const server = await ServerProcess.start(entry.name, entry.server.launch(entry.work), cores.server);
  const sockets: Socket[] = [];
  try {
    const before = (await server.usage()).rss / MIB;
    for (let i = 0; i < readers; i++) sockets.push(await slowly(server.port, requestOctets(entry.case.request)));
    let most = 0;
    for (let i = 0; i < SECONDS * 10; i++) {
      await delay(100);
      most = Math.max(most, (await server.usage()).rss / MIB);
    }
    if (sockets.some((socket) => socket.destroyed)) throw new BenchError(`${entry.name} closed on a slow reader`);
    return { rss: most, before };
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
}

/** Takes a piece of the answer every quarter of a second. */
function slowly(port: number, request: Buffer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(request));
    socket.on("error", reject);
    socket.on("data", () => {
      socket.pause();
      setTimeout(() => socket.resume(), 250).unref();
      resolve(socket);
    });
  });
}
