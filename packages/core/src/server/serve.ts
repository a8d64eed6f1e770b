// Puts a handler on a port or a Unix socket.

import type { SecureContextOptions } from "node:tls";
import { SystemClock } from "../transport/clock.js";
import { type Address, displayAuthority } from "./address.js";
import type { FetchApp, Handler } from "./handler.js";
import { type ConnectionCounts, Host, type StopReport } from "./host.js";
import { Listener } from "./listener.js";
import { resolveServeOptions, type ServeOptions } from "./options.js";

export interface StopOptions {
  /** Milliseconds that running exchanges get to finish; then they are cut. @defaultValue 10000 */
  readonly grace?: number | undefined;
  /**
   * Milliseconds in which the server only says that it stops, by `exchange.stopping` and `Connection: close`, and takes
   * connections as before: the time that a load balancer needs to see it. @defaultValue 0
   */
  readonly delay?: number | undefined;
}

export interface Server extends AsyncDisposable {
  /** Where it listens: `http://localhost:8000`; `http://localhost` for a Unix socket. */
  readonly url: string;
  /** The port; 0 for a Unix socket. */
  readonly port: number;
  readonly address: Address;
  readonly connections: ConnectionCounts;
  /**
   * Accepts nothing more, lets running exchanges finish, answers what still comes on open connections with
   * `Connection: close`, and ends them. Settles when all are closed; a second call gives the same.
   */
  stop(options?: StopOptions): Promise<StopReport>;
  /**
   * Takes another certificate for the connections to come; those that are open keep theirs.
   * @throws {TypeError} where the server speaks no TLS
   */
  setSecureContext(options: SecureContextOptions): void;
}

const GRACE = 10_000;

/**
 * Serves `app` until `stop()` is called.
 * @throws {TypeError} for options that are wrong or unknown: one line for each; for a key or certificate that cannot be used
 * @throws {Error} one readable line where the port or the path cannot be had (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`,
 * `ENOTFOUND`), with the system's error as `cause`
 */
export async function serve(app: Handler | FetchApp, options: ServeOptions = {}): Promise<Server> {
  const resolved = resolveServeOptions(options);
  const handler = handlerOf(app);
  const listener = await Listener.open(resolved);
  const authority = displayAuthority(listener.address, resolved.host, resolved.tls !== null);
  const host = new Host(handler, resolved, new SystemClock(), authority);
  listener.accept((socket) => host.accept(socket));

  let stopped: Promise<StopReport> | null = null;
  const close = async ({ grace = GRACE, delay = 0 }: StopOptions): Promise<StopReport> => {
    host.announceStop();
    if (delay > 0) await new Promise<void>((resolve) => host.clock.after(delay, resolve));
    const [report] = await Promise.all([host.stop(grace), listener.close(grace)]);
    return report;
  };
  const stop = (options: StopOptions = {}): Promise<StopReport> => {
    stopped ??= close(options);
    return stopped;
  };
  return {
    url: `${resolved.tls === null ? "http" : "https"}://${authority}`,
    port: "port" in listener.address ? listener.address.port : 0,
    address: listener.address,
    get connections() {
      return host.counts;
    },
    stop,
    setSecureContext: (context) => listener.setSecureContext(context),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

export function handlerOf(app: Handler | FetchApp): Handler {
  if (typeof app === "function") return app;
  if (typeof app?.fetch === "function") return (request, exchange) => app.fetch(request, exchange);
  throw new TypeError("serve() takes a function, or an object with a method `fetch`");
}
