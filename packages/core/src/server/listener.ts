// Accepts sockets on a port or a Unix socket, in the clear or by TLS.

import { createServer, type ListenOptions, type Server as NetServer, type Socket } from "node:net";
import type { SecureContextOptions } from "node:tls";
import type { PeerSocket } from "../transport/peer-socket.js";
import type { Address } from "./address.js";
import type { ResolvedServeOptions } from "./options.js";
import { TlsGate } from "./tls-gate.js";
import { checkSocketPath, removeStaleSocket } from "./unix-socket.js";

// A peer that vanished without a word is found by the kernel's probes.
const PROBE_AFTER = 60_000;
// Connections that may wait to be accepted, as far as the system lets them. Node accepts one in each turn of its loop, and
// what comes in a burst would be turned away meanwhile.
const BACKLOG = 4_096;
// What may wait in a socket before its producer is told to wait.
const HIGH_WATER_MARK = 64 * 1024;

export class Listener {
  readonly address: Address;
  readonly #server: NetServer;
  readonly #gate: TlsGate | null;

  /** @throws {Error} one readable line, with the system's error as `cause` */
  static async open(options: ResolvedServeOptions): Promise<Listener> {
    const gate = options.tls === null ? null : new TlsGate(options.tls, options);
    const server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: PROBE_AFTER,
      highWaterMark: HIGH_WATER_MARK,
    });
    server.maxConnections = options.limits.connections;
    await open(server, options);
    return new Listener(server, gate, options);
  }

  private constructor(server: NetServer, gate: TlsGate | null, { logger }: ResolvedServeOptions) {
    this.#server = server;
    this.#gate = gate;
    const bound = server.address();
    this.address =
      typeof bound === "object" && bound !== null
        ? { address: bound.address, port: bound.port }
        : { path: bound ?? "" };
    // Too many open files, mostly: those that are open are served on.
    server.on("error", (error) => logger.error({ err: error }, "A connection could not be accepted"));
    server.on("drop", (data) => logger.warn({ ...data }, "A connection was refused: there are too many"));
  }

  accept(take: (socket: PeerSocket) => void): void {
    const gate = this.#gate;
    if (gate === null) this.#server.on("connection", take);
    else {
      gate.onSecure(take);
      this.#server.on("connection", (socket: Socket) => gate.enter(socket));
    }
  }

  setSecureContext(options: SecureContextOptions): void {
    if (this.#gate === null) throw new TypeError("The server speaks no TLS: give `tls` to serve()");
    this.#gate.setSecureContext(options);
  }

  /**
   * Settles when all sockets are closed.
   * @param grace milliseconds after which those that are still at their TLS handshake are closed
   */
  async close(grace: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#gate?.close("silent");
    const timer = setTimeout(() => this.#gate?.close("all"), grace);
    await closed;
    clearTimeout(timer);
  }
}

async function open(server: NetServer, options: ResolvedServeOptions): Promise<void> {
  const { host, path, port } = options;
  if (path !== null) checkSocketPath(path);
  const place = { ...(path === null ? { port, host } : { path }), backlog: BACKLOG };
  try {
    await listen(server, place);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    if (path !== null && isTaken && (await removeStaleSocket(path))) await listen(server, place);
    else throw new Error(listenProblem(error as NodeJS.ErrnoException, options), { cause: error });
  }
}

function listen(server: NetServer, place: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(place, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function listenProblem(error: NodeJS.ErrnoException, { host, path, port }: ResolvedServeOptions): string {
  const place = path === null ? `Port ${port} of ${host}` : path;
  switch (error.code) {
    case "EADDRINUSE":
      return path === null
        ? `${place} is in use: end the program that has it, or choose another port.`
        : `${place} exists already: end the program that listens there, or choose another path.`;
    case "EACCES":
      return path === null
        ? `${place} needs rights that this program does not have: choose one from 1024 up.`
        : `${place} cannot be made: the folder is missing, or not writable for this program.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine.`;
    default:
      return `${place} cannot be listened on: ${error.message}`;
  }
}
