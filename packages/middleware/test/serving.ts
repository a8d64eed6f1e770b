// An app on a real server, and what a client on the other end sees.

import { type FetchApp, type Handler, type ServeOptions, type Server, serve } from "@sockeye/core";
import { afterEach } from "vitest";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop({ grace: 500 })));
});

/** Stopped when the test is over. */
export async function serving(app: Handler | { fetch: unknown }, options: ServeOptions = {}): Promise<Server> {
  const server = await serve(app as FetchApp, { ...options, port: 0 });
  servers.push(server);
  return server;
}
