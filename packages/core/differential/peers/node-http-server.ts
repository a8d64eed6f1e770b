// node:http's server, with llhttp in it: as it comes, no option set.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { ACCEPTED, ACCEPTED_RESPONSE, exchange, LOOPBACK, Seen } from "../exchange.js";
import type { RequestPeer } from "../peer.js";
import { requestStart } from "../verdict.js";

const STATUSES: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413 };

export async function startNodeHttp(): Promise<RequestPeer> {
  const seen = new Seen();
  const record = (request: IncomingMessage, content: string): void => {
    const start = requestStart(request.method ?? "", request.url ?? "");
    seen.record(request.socket.remotePort ?? 0, { start, content });
  };

  const server = createServer((request, response) => {
    let content = "";
    request.setEncoding("latin1");
    request.on("data", (octets: string) => {
      content += octets;
    });
    request.on("end", () => {
      record(request, content);
      response.writeHead(ACCEPTED, { "Content-Length": 0 }).end();
    });
    request.on("error", () => {});
  });
  // Without a listener the connection would be closed, and the request not seen.
  server.on("connect", (request: IncomingMessage, socket) => {
    record(request, "");
    socket.on("error", () => {});
    socket.resume();
    socket.end(ACCEPTED_RESPONSE);
  });

  // What node does by itself, only later: requests that are complete before the faulty octet are then seen as such.
  server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, socket) => {
    setImmediate(() => {
      if (socket.writable) socket.end(`HTTP/1.1 ${STATUSES[code] ?? 400} Refused\r\nConnection: close\r\n\r\n`);
    });
  });

  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: "node:http",
    version: process.versions.node,
    observe: (wireCase) => exchange(port, wireCase, seen),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
