// What the programs on Node's own servers share.

import type { AddressInfo, Server } from "node:net";

/** Idle connections are kept as long everywhere, in ms. */
export const KEEP_ALIVE = 72_000;

/** Listens on a free port of 127.0.0.1. */
export function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
