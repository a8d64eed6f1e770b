// What a server answers to octets: a status, or nothing.

import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
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

export interface Look {
  readonly received: string;
  readonly isEnded: boolean;
}

/**
 * What has come at some times, and whether the server has ended the connection.
 * @param looks milliseconds, each from the look before
 * @param rest is sent behind the last look
 */
export async function watch(
  port: number,
  octets: string,
  looks: readonly number[],
  rest = "",
): Promise<readonly Look[]> {
  const socket = connect({ port, host: "127.0.0.1" });
  let received = "";
  let isEnded = false;
  socket.setEncoding("latin1").on("error", () => {});
  socket.on("data", (text: string) => {
    received += text;
  });
  socket.on("close", () => {
    isEnded = true;
  });
  socket.write(octets, "latin1");
  const seen: Look[] = [];
  for (const milliseconds of looks) {
    await sleep(milliseconds);
    seen.push({ received, isEnded });
  }
  if (isEnded) return seen;
  socket.end(rest, "latin1");
  await Promise.race([once(socket, "close"), sleep(500)]);
  socket.destroy();
  return seen;
}
