// A client that writes the octets of a case to a server, closes its side, and keeps what comes back.

import { connect } from "node:net";
import type { Message, Verdict } from "./verdict.js";

export const LOOPBACK = "127.0.0.1";
/** A peer that has not closed the connection after this long, in milliseconds, will not say anything more. */
export const PATIENCE = 1000;

/** Those behind a peer answer everything with this: peers do not refuse with it, and it opens no tunnel. */
export const ACCEPTED = 404;
export const ACCEPTED_RESPONSE = `HTTP/1.1 ${ACCEPTED} Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;

const STATUS = /^HTTP\/1\.[01] (\d{3})/gm;

/** The requests that came through a peer, by the port of the client that had sent them. */
export class Seen {
  readonly #messages = new Map<number, Message[]>();

  expect(clientPort: number): void {
    this.#messages.set(clientPort, []);
  }

  record(clientPort: number, message: Message): void {
    this.#messages.get(clientPort)?.push(message);
  }

  take(clientPort: number): Message[] {
    const messages = this.#messages.get(clientPort) ?? [];
    this.#messages.delete(clientPort);
    return messages;
  }
}

/** Plays a client to the server at `port`, in front of what fills `seen`. */
export function exchange(port: number, wire: string, seen: Seen): Promise<Verdict> {
  return new Promise((resolve) => {
    let clientPort = 0;
    let answer = "";
    const socket = connect({ port, host: LOOPBACK, allowHalfOpen: true }, () => {
      clientPort = socket.localPort as number;
      seen.expect(clientPort);
      socket.end(wire, "latin1");
    });
    const timer = setTimeout(() => socket.destroy(), PATIENCE);
    socket.setEncoding("latin1");
    socket.on("data", (octets: string) => {
      answer += octets;
    });
    socket.on("end", () => socket.end());
    // Whoever refuses may well reset the connection: what came before that is the answer.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ messages: seen.take(clientPort), refusal: refusalIn(answer) });
    });
  });
}

/** The first final status that is not from behind the peer. */
function refusalIn(answer: string): string | null {
  for (const [, status = ""] of answer.matchAll(STATUS)) {
    if (!status.startsWith("1") && status !== String(ACCEPTED)) return status;
  }
  return null;
}
