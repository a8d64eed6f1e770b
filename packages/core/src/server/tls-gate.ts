// Where sockets become TLS sockets. The first octet tells a handshake from HTTP in the clear, which gets an answer that
// a person can read.

import type { Socket } from "node:net";
import {
  createServer,
  type SecureContextOptions,
  type TLSSocket,
  type TlsOptions,
  type Server as TlsServer,
} from "node:tls";
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
  /** Sockets that have said nothing yet. */
  readonly #silent = new Set<Socket>();
  /** All that came in: those, refused ones, those with a handshake under way, those under a TLS socket. */
  readonly #sockets = new Set<Socket>();

  constructor(tls: NonNullable<ResolvedServeOptions["tls"]>, { logger, deadlines }: ResolvedServeOptions) {
    this.#logger = logger;
    this.#deadline = deadlines.head;
    this.#server = createTlsServer({
      ALPNProtocols: ["http/1.1"],
      // A deadline of 0 is none; Node knows no such handshake.
      handshakeTimeout: deadlines.head || 2 ** 31 - 1,
      ...tls,
    });
    this.#server.on("tlsClientError", (error, socket) => {
      const { remoteAddress: remote } = socket;
      logger.debug({ err: error, remote }, "A TLS handshake failed");
      // Node leaves it open when the handshake takes too long.
      socket.destroy();
    });
  }

  onSecure(take: (socket: PeerSocket) => void): void {
    this.#server.on("secureConnection", (socket: TLSSocket) => {
      socket.allowHalfOpen = true;
      take(socket);
    });
  }

  enter(socket: Socket): void {
    this.#silent.add(socket);
    this.#sockets.add(socket);
    socket.setTimeout(this.#deadline, () => socket.destroy());
    socket.on("error", (error) => this.#logger.debug({ err: error }, "A socket failed before its TLS handshake"));
    socket.once("close", () => {
      this.#silent.delete(socket);
      this.#sockets.delete(socket);
    });
    socket.once("end", () => socket.end());
    socket.once("data", (octets) => {
      this.#silent.delete(socket);
      socket.setTimeout(0);
      socket.pause();
      socket.removeAllListeners("end");
      if (octets[0] === HANDSHAKE) {
        socket.unshift(octets);
        // Who half-closes in the middle of a handshake has gone.
        socket.allowHalfOpen = false;
        this.#server.emit("connection", socket);
      } else {
        refuse(socket);
      }
    });
  }

  /** Closes the sockets that have said nothing, or all of them. */
  close(which: "silent" | "all"): void {
    for (const socket of which === "silent" ? this.#silent : this.#sockets) socket.destroy();
  }

  setSecureContext(options: SecureContextOptions): void {
    this.#server.setSecureContext(options);
  }
}

/** @throws {TypeError} where the key or the certificate cannot be used */
function createTlsServer(options: TlsOptions): TlsServer {
  try {
    return createServer(options);
  } catch (error) {
    const { message } = error as Error;
    throw new TypeError(`serve() was given a \`tls\` that it cannot use: ${message}`, { cause: error });
  }
}

/** Answers who speaks HTTP in the clear; whatever more they send, they are not heard for long. */
function refuse(socket: Socket): void {
  const fieldText = "Content-Type: text/plain; charset=utf-8\r\n";
  const head = new ServerCodec().sendWhole({ status: 400, fieldText, contentLength: ANSWER.length });
  socket.on("data", () => {});
  socket.end(head + ANSWER, "latin1");
  const lingering = setTimeout(() => socket.destroy(), LINGER);
  socket.once("close", () => clearTimeout(lingering));
  socket.once("end", () => socket.destroy());
  socket.resume();
}
