// A handler with all the connections that it serves: what `serve` puts behind a listener, and tests behind a connection in
// memory.

import { setMaxListeners } from "node:events";
import { ExchangeError } from "../message/errors.js";
import type { Limits, ProtocolError, RequestHead } from "../protocol/index.js";
import type { Clock } from "../transport/clock.js";
import { Connection } from "../transport/connection.js";
import type { Deadlines } from "../transport/deadlines.js";
import type { OpenExchange } from "../transport/open-exchange.js";
import type { PeerSocket } from "../transport/peer-socket.js";
import type { RequestContent } from "../transport/request-content.js";
import type { Service } from "../transport/service.js";
import type { Environment } from "./environment.js";
import { ServerExchange } from "./exchange.js";
import type { Handler } from "./handler.js";
import type { Logger } from "./logger.js";
import type { ResolvedServeOptions } from "./options.js";
import { Origins } from "./origins.js";

export interface StopReport {
  /** Exchanges that were finished while the server stopped. */
  readonly finished: number;
  /** Exchanges that were cut when the grace was over. */
  readonly cut: number;
}

export interface ConnectionCounts {
  readonly open: number;
  /** Those with an exchange under way. */
  readonly active: number;
  readonly idle: number;
}

// A request that crosses our end of its connection would be lost: so long connections that are idle are kept while the
// server stops, and what comes in is answered, with `Connection: close`.
const CROSSING_MILLISECONDS = 250;

export class Host implements Service<Connection>, Environment {
  readonly handler: Handler;
  readonly limits: Limits;
  readonly mostContent: number;
  readonly mostDiscarded: number;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fieldText: string;
  readonly origins: Origins;
  readonly path: string;
  stopping = false;
  #stop: AbortController | null = null;
  #active = 0;
  /** Exchanges that were finished, and cut, since the stop began. */
  #finished = 0;
  #cut = 0;
  readonly #connections = new Set<Connection>();
  #emptied: (() => void) | null = null;

  /** @param authority what a request without one is for: `localhost:8000` */
  constructor(handler: Handler, options: ResolvedServeOptions, clock: Clock, authority: string) {
    this.handler = handler;
    const { connections: _connections, content, discarded, ...limits } = options.limits;
    this.limits = limits;
    this.mostContent = content;
    this.mostDiscarded = discarded;
    this.deadlines = options.deadlines;
    this.clock = clock;
    this.logger = options.logger;
    this.fieldText = options.serverName === null ? "" : `Server: ${options.serverName}\r\n`;
    this.path = options.path ?? "";
    this.origins = new Origins(options.tls === null ? "http" : "https", authority);
  }

  get counts(): ConnectionCounts {
    const open = this.#connections.size;
    return { open, active: this.#active, idle: open - this.#active };
  }

  get stopSignal(): AbortSignal {
    if (this.#stop === null) {
      this.#stop = new AbortController();
      // Each event stream listens, and there may be thousands of them.
      setMaxListeners(0, this.#stop.signal);
      if (this.stopping) this.#stop.abort(new ExchangeError("shutdown"));
    }
    return this.#stop.signal;
  }

  accept(socket: PeerSocket): Connection {
    if (this.#connections.size === 0) this.clock.start(() => this.#tick());
    const connection = new Connection(socket, this);
    this.#connections.add(connection);
    return connection;
  }

  open(head: RequestHead, content: RequestContent | null, connection: Connection): OpenExchange {
    this.#active++;
    return new ServerExchange(head, content, connection, this);
  }

  exchangeFinished(connection: Connection): void {
    this.#active--;
    if (!this.stopping) return;
    this.#finished++;
    // The head may have gone out before the stop, and so without `Connection: close`.
    this.clock.after(CROSSING_MILLISECONDS, () => connection.endIdle());
  }

  exchangeCut(): void {
    this.#active--;
    if (this.stopping) this.#cut++;
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    this.clock.stop();
    this.#emptied?.();
  }

  refused(error: ProtocolError, connection: Connection): void {
    const { id, socket } = connection;
    const details = { err: error, connection: id, remote: socket.remoteAddress, explanation: error.explain() };
    this.logger.warn(details, "A peer broke a rule of HTTP");
  }

  failed(error: Error, connection: Connection): void {
    this.logger.debug({ err: error, connection: connection.id }, "A socket failed");
  }

  /** Tells exchanges that the server stops, and lets each response be the last of its connection. */
  announceStop(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.#stop?.abort(new ExchangeError("shutdown"));
  }

  /**
   * Lets running exchanges finish, with `Connection: close`, then ends their connections.
   * @param grace milliseconds after which what is still under way is cut
   */
  async stop(grace: number): Promise<StopReport> {
    this.announceStop();
    const cut = this.clock.after(grace, () => {
      for (const connection of this.#connections) connection.cut("shutdown");
    });
    const crossing = this.clock.after(Math.min(CROSSING_MILLISECONDS, grace), () => {
      for (const connection of this.#connections) connection.endIdle();
    });
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
    cut();
    crossing();
    return { finished: this.#finished, cut: this.#cut };
  }

  #tick(): void {
    const { now } = this.clock;
    for (const connection of this.#connections) connection.checkDeadlines(now);
  }
}
