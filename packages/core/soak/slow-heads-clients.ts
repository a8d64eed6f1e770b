// The clients whose heads never end: an octet every second, on many connections. Told what to do over the IPC channel.

import { connect, type Socket } from "node:net";
import type { Gone } from "./slow-heads.js";

interface Order {
  readonly port: number;
  readonly connections: number;
  /** Milliseconds after which all should be gone. */
  readonly longest: number;
}

const PARTS = 50;

process.on("message", (order) => void run(order as Order));
process.once("disconnect", () => process.exit());
process.send?.("ready");

async function run({ port, connections, longest }: Order): Promise<void> {
  const open = new Set<Socket>();
  let made = 0;
  let told = 0;
  const begin = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        made++;
        open.add(socket);
        socket.write("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        resolve();
      });
      socket.once("data", (octets) => {
        if (octets.toString("latin1").startsWith("HTTP/1.1 408 ")) told++;
      });
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        resolve();
      });
    });
  for (let at = 0; at < connections; at += 100) {
    await Promise.all(Array.from({ length: Math.min(100, connections - at) }, begin));
  }
  process.send?.(made);

  const start = performance.now();
  // Each sends its octet within a second; they do not all do so at the same moment.
  let part = 0;
  const turn = setInterval(() => {
    part = (part + 1) % PARTS;
    let index = 0;
    for (const socket of open) if (index++ % PARTS === part) socket.write("x");
    if (open.size > 0 && performance.now() - start < longest) return;
    clearInterval(turn);
    process.send?.({ told, left: open.size } satisfies Gone);
  }, 1_000 / PARTS);
}
