// A server for one test, on a free port, with its end.

import { once } from "node:events";
import { connect } from "node:net";
import { afterEach } from "vitest";
import { type FetchApp, type Handler, type ServeOptions, type Server, serve } from "../../src/index.js";

const running: Server[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop({ grace: 0 })));
});

/** Serves until the end of the test. */
export async function served(app: FetchApp | Handler, options: ServeOptions = {}): Promise<Server> {
  const server = await serve(app, { port: 0, ...options });
  running.push(server);
  return server;
}

/** Sends octets, one character each, and gives back all that comes until the server closes. The Date is left out. */
export async function exchanged({ port }: Server, octets: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).setEncoding("latin1");
  let received = "";
  socket.on("data", (text) => {
    received += text;
  });
  socket.end(octets, "latin1");
  await once(socket, "close");
  return received.replaceAll(/Date: [^\r]+\r\n/g, "");
}
