// The end of a socket by a reset, over TCP.

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { reset } from "../../src/transport/peer-socket.js";

const ends: Socket[] = [];
afterEach(() => {
  for (const socket of ends.splice(0)) socket.destroy();
});

/** Two ends of one connection; the first is the one that accepted. */
async function pair(): Promise<[Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const near = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [accepted] = (await once(server, "connection")) as [Socket];
  server.close();
  ends.push(accepted, near);
  for (const end of [accepted, near]) end.on("error", () => {});
  return [accepted, near];
}

it("the peer sees ECONNRESET", async () => {
  const [socket, peer] = await pair();
  reset(socket);
  expect(await once(peer, "error")).toMatchObject([{ code: "ECONNRESET" }]);
});

it.each([
  { rule: "nothing waits", octets: 0 },
  { rule: "the peer does not read what waits", octets: 32 * 1024 * 1024 },
])("a socket that is being shut down closes all the same: $rule", async ({ octets }) => {
  const [socket] = await pair();
  socket.write(Buffer.alloc(octets));
  socket.end();
  const closed = once(socket, "close");
  reset(socket);
  await closed;
});
