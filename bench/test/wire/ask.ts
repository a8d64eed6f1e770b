// What a server answers to octets: a status, or nothing.

import { once } from "node:events";
import { connect } from "node:net";
import type { Message } from "./messages.js";

const MOST_MILLISECONDS = 3000;

/** @returns the status of the first response, such as `400`; `nothing` where there is none */
export async function ask(port: number, { octets, halfCloses = false }: Message): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let received = "";
  socket.setEncoding("latin1").on("error", () => {});
  socket.on("data", (text: string) => {
    received += text;
    if (received.length >= 12) socket.destroy();
  });
  if (halfCloses) socket.end(octets, "latin1");
  else socket.write(octets, "latin1");
  const late = setTimeout(() => socket.destroy(), MOST_MILLISECONDS);
  socket.once("end", () => socket.destroy());
  await once(socket, "close");
  clearTimeout(late);
  return received === "" ? "nothing" : received.slice(9, 12);
}
