// Listens on a port and serves what arrives there.

import { type AddressInfo, createServer, type Server as Listener } from "node:net";
import { Connection } from "../transport/connection.js";
import { answerWith, type Handler, type ReportError } from "./exchange.js";

export interface ServeOptions {
  /** 0 to 65535; 0 takes any free port. @defaultValue 8000 */
  readonly port?: number | undefined;
  /** @defaultValue `127.0.0.1` */
  readonly host?: string | undefined;
  /** What to do with an error that a handler threw. @defaultValue writes it to stderr */
  readonly onError?: ReportError | undefined;
}

export interface Server {
  readonly port: number;
  /** Where it listens: `http://localhost:8000`. */
  readonly url: string;
  /** Accepts nothing more, ends idle connections, lets running exchanges finish. */
  stop(): Promise<void>;
}

/**
 * Serves `handler` until `stop()` is called.
 * @throws {Error} one readable line where the port cannot be had (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`), with the
 * system's error as `cause`
 * @throws {RangeError} where `port` is no port
 */
export async function serve(handler: Handler, options: ServeOptions = {}): Promise<Server> {
  const { port = 8000, host = "127.0.0.1", onError = writeError } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`port must be an integer from 0 to 65535, and is ${port}`);
  }
  const connections = new Set<Connection>();
  const listener = createServer({ allowHalfOpen: true, noDelay: true });
  await listen(listener, port, host);

  const { port: listening } = listener.address() as AddressInfo;
  const url = `http://${displayHost(host)}:${listening}`;
  const answer = answerWith(handler, new URL(url).host, onError);
  listener.on("connection", (socket) => {
    const connection = new Connection(socket, answer);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  return {
    port: listening,
    url,
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const connection of connections) connection.close();
      }),
  };
}

function listen(listener: Listener, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once("error", (error: NodeJS.ErrnoException) => {
      reject(new Error(listenProblem(error, port, host), { cause: error }));
    });
    listener.listen(port, host, () => {
      listener.removeAllListeners("error");
      resolve();
    });
  });
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is in use: end the program that has it, or choose another port.`;
    case "EACCES":
      return `Port ${port} of ${host} needs rights that this program does not have: choose one from 1024 up.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine.`;
    default:
      return `Cannot listen on port ${port} of ${host}: ${error.message}`;
  }
}

// Every address that means this machine is the one that a person would type.
function displayHost(host: string): string {
  if (/^(?:127\.0\.0\.1|0\.0\.0\.0|localhost|::1?)$/.test(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function writeError(error: unknown, requestLine: string): void {
  console.error(`${requestLine}:`, error);
}
