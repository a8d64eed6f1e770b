// A server for one connection: waits for the requests, whatever they are, writes the octets of a case and closes its side.

import { type AddressInfo, createServer, type Socket } from "node:net";
import { LOOPBACK } from "./exchange.js";

export interface Origin {
  readonly port: number;
  stop(): void;
}

/** @param requests how many requests are outstanding before the octets are written */
export async function startOrigin(wire: string, requests: number): Promise<Origin> {
  let connection: Socket | null = null;
  const server = createServer((socket) => {
    connection = socket;
    // A client that tries again on another connection would be answered twice.
    server.close();
    let received = "";
    let isAnswered = false;
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    socket.on("data", (octets: string) => {
      received += octets;
      const heads = received.split("\r\n\r\n").length - 1;
      if (isAnswered || heads < requests) return;
      isAnswered = true;
      socket.end(wire, "latin1");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      connection?.destroy();
      server.close();
    },
  };
}
