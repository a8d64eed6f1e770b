// The driver where a real socket would leave the order of things to chance.

import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { Connection } from "../../src/transport/connection.js";

it("answers a fault once, though a turn for what was pipelined is still to come", async () => {
  let written = "";
  const duplex = new Duplex({
    allowHalfOpen: true,
    read() {},
    write(octets, _encoding, done) {
      written += octets.toString("latin1");
      done();
    },
  });
  new Connection(duplex as Socket, (_head, _content, connection) =>
    connection.respond({ status: 200, contentLength: 0, content: null }),
  );
  duplex.emit("data", Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n\r\nG"));
  // The exchange finishes within this turn of the loop, and asks for the next one.
  for (let step = 0; step < 20; step++) await Promise.resolve();
  expect(written).toBe("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  duplex.emit("data", Buffer.from("\n"));
  await nextTurn();
  await nextTurn();
  expect(written.match(/HTTP\/1\.1 400/g)).toHaveLength(1);
  expect(duplex.destroyed).toBe(false);
  duplex.destroy();
});
