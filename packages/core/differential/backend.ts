// What stands behind a proxy: takes one request a connection, notes whose it was, answers and closes. It forgives
// everything, for what it reads was written by the proxy, and the proxy is on trial.

import { type AddressInfo, createServer, type Socket } from "node:net";
import { ACCEPTED_RESPONSE, LOOPBACK, type Seen } from "./exchange.js";
import { requestStart } from "./verdict.js";

/** The field in which a proxy tells the port of its client. */
export const CLIENT_FIELD = "Sockeye-Client";

const START_LINE = /^(\S+) (.*?)(?: HTTP\/\d\.\d)?\r\n/s;
const CLIENT = new RegExp(`^${CLIENT_FIELD}: *(\\d+)`, "im");
const LENGTH = /^Content-Length: *(\d+)/im;
const CHUNKED = /^Transfer-Encoding: *chunked/im;

export interface Backend {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startBackend(seen: Seen): Promise<Backend> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let octets = "";
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (more: string) => {
      octets += more;
      if (socket.writableEnded || !recordRequest(octets, seen)) return;
      socket.end(ACCEPTED_RESPONSE);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** @returns whether the request is complete */
function recordRequest(octets: string, seen: Seen): boolean {
  const headEnd = octets.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const head = octets.slice(0, headEnd + 2);
  const content = contentOf(head, octets.slice(headEnd + 4));
  if (content === null) return false;

  const [, method = "", target = ""] = START_LINE.exec(head) ?? [];
  seen.record(Number(CLIENT.exec(head)?.[1]), { start: requestStart(method, target), content });
  return true;
}

function contentOf(head: string, body: string): string | null {
  if (CHUNKED.test(head)) return unchunk(body);
  const length = Number(LENGTH.exec(head)?.[1] ?? 0);
  return body.length < length ? null : body.slice(0, length);
}

function unchunk(body: string): string | null {
  let content = "";
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf("\r\n", at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(body.slice(at, lineEnd), 16);
    if (size === 0) return body.endsWith("\r\n\r\n") ? content : null;
    const dataEnd = lineEnd + 2 + size;
    if (body.length < dataEnd + 2) return null;
    content += body.slice(lineEnd + 2, dataEnd);
    at = dataEnd + 2;
  }
}
