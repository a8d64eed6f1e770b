// Where sockets become TLS sockets. The first octet tells a handshake from HTTP in the clear, which gets an answer that
// a person can read.

import type { Socket } from "node:net";
import { createServer, type SecureContextOptions, type TLSSocket, type Server as TlsServer } from "node:tls";
import { ServerCodec } from "../protocol/index.js";
import type { PeerSocket } from "../transport/peer-socket.js";
import type { Logger } from "./logger.js";
import type { ResolvedServeOptions } from "./options.js";

// ContentType handshake, RFC 8446 §5.1.
const HANDSHAKE = 0x16;
const LINGER = 2_000;
const ANSWER = "This port speaks HTTPS: use https:// in the URL.\n";

export class TlsGate {
  readonly #server: TlsServer;
  readonly #logger: Logger;
  readonly #deadline: number;
  /** Sockets whose handshake is not done. */
  readonly #entering = new Set<Socket>();

  constructor(tls: NonNullable<ResolvedServeOptions["tls"]>, { logger, deadlines }: ResolvedServeOptions) {
    this.#logger = logger;
    this.#deadline = deadlines.head;
    this.#server = createServer({
      ALPNProtocols: ["http/1.1"],
      // A deadline of 0 is none; Node knows no such handshake.
      handshakeTimeout: deadlines.head || 2 ** 31 - 1,
      ...tls,
    });
    this.#server.on("tlsClientError", (error, socket) => {
      const { remoteAddress: remote } = socket;
      logger.debug({ err: error, remote }, "A TLS handshake failed");
    });
  }

  onSecure(take: (socket: PeerSocket) => void): void {
    this.#server.on("secureConnection", (socket: TLSSocket) => take(socket));
  }

  enter(socket: Socket): void {
    this.#entering.add(socket);
    const leave = (): void => {
      this.#entering.delete(socket);
      socket.setTimeout(0);
    };
    socket.setTimeout(this.#deadline, () => socket.destroy());
    socket.on("error", (error) => this.#logger.debug({ err: error }, "A socket failed before its TLS handshake"));
    socket.once("close", leave);
    socket.once("end", () => socket.end());
    socket.once("data", (octets) => {
      leave();
      socket.pause();
      socket.removeAllListeners("end");
      if (octets[0] === HANDSHAKE) {
        socket.unshift(octets);
        this.#server.emit("connection", socket);
      } else {
        refuse(socket);
      }
    });
  }

  /** Sockets that have not begun a handshake are closed. */
  close(): void {
    for (const socket of this.#entering) socket.destroy();
  }

  setSecureContext(options: SecureContextOptions): void {
    this.#server.setSecureContext(options);
  }
}

function refuse(socket: Socket): void {
  const fieldText = "Content-Type: text/plain; charset=utf-8\r\n";
  const head = new ServerCodec().sendWhole({ status: 400, fieldText, contentLength: ANSWER.length });
  socket.on("data", () => {});
  socket.end(head + ANSWER, "latin1");
  socket.setTimeout(LINGER, () => socket.destroy());
  socket.once("end", () => socket.destroy());
  socket.resume();
}
