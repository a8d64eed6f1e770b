// A client that writes the octets of a case to a server, closes its side, and keeps what comes back.

import { connect } from "node:net";
import type { WireCase } from "../test/protocol/wire-case.js";
import type { Message, Verdict } from "./verdict.js";

export const LOOPBACK = "127.0.0.1";
/** A peer that has not closed the connection after this long, in milliseconds, will not say anything more. */
export const PATIENCE = 1000;
/** As long as this nothing comes from a server that waits for more octets. */
const QUIET = 150;

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

/**
 * Plays a client to the server at `port`, in front of what fills `seen`. It closes its side once every request that is
 * complete to us has been answered, or nothing has come for a while: a proxy may take the end for the client's losing interest.
 */
export function exchange(port: number, { wire, expected }: WireCase, seen: Seen): Promise<Verdict> {
  const requests = expected.filter((line) => line === "end").length;
  return new Promise((resolve) => {
    let clientPort = 0;
    let answer = "";
    const socket = connect({ port, host: LOOPBACK, allowHalfOpen: true }, () => {
      clientPort = socket.localPort as number;
      seen.expect(clientPort);
      socket.write(wire, "latin1");
    });
    const quiet = setTimeout(() => socket.end(), QUIET);
    const patience = setTimeout(() => socket.destroy(), PATIENCE);
    socket.setEncoding("latin1");
    socket.on("data", (octets: string) => {
      answer += octets;
      if (finalStatuses(answer).length >= requests) socket.end();
      else quiet.refresh();
    });
    socket.on("end", () => socket.end());
    // Whoever refuses may well reset the connection: what came before that is the answer.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(quiet);
      clearTimeout(patience);
      resolve({ messages: seen.take(clientPort), refusal: refusalIn(answer) });
    });
  });
}

function finalStatuses(answer: string): string[] {
  return [...answer.matchAll(STATUS)].map(([, status = ""]) => status).filter((status) => !status.startsWith("1"));
}

/** The first status that is not from behind the peer. */
function refusalIn(answer: string): string | null {
  return finalStatuses(answer).find((status) => status !== String(ACCEPTED)) ?? null;
}
