// A connection in memory, through the real codec and the real connection: what a test sends is what a peer sends, octet for
// octet, and time goes on when the test says so.

import type { FetchApp, Handler } from "../server/handler.js";
import { type ConnectionCounts, Host, type StopReport } from "../server/host.js";
import { resolveServeOptions, type ServeOptions } from "../server/options.js";
import { handlerOf } from "../server/serve.js";
import { ManualClock } from "./manual-clock.js";
import { MemorySocket } from "./memory-socket.js";

/** What `serve()` takes, but for where to listen. */
export interface ConnectOptions extends Omit<ServeOptions, "port" | "host" | "path" | "tls"> {
  /** When the clock begins: the Date fields count from here. @defaultValue 2026-01-01T00:00:00Z */
  readonly date?: Date | undefined;
}

/** How octets are delivered: all at once, or in pieces, each of which the server reads by itself. */
export interface Delivery {
  /** Octets of a piece. */
  readonly splitEvery?: number | undefined;
  /** Offsets at which to cut. */
  readonly splitAt?: readonly number[] | undefined;
}

export interface TestConnection {
  /** Sends octets (of a string each character is one), and lets the server do what it can do with them. */
  send(octets: string | Uint8Array, delivery?: Delivery): Promise<void>;
  /** Half-closes: no more will be sent, answers are still read. */
  end(): Promise<void>;
  /** Is gone, from one moment to the next. */
  reset(): Promise<void>;
  /** Reads no more of what the server writes, until `resume()`. */
  stall(): void;
  resume(): Promise<void>;
  /** What has arrived since the last call, one character an octet, once the server has done what it can do without waiting. */
  received(): Promise<string>;
  /** Whether the server has closed its side, and how. */
  readonly state: "open" | "half-closed" | "closed" | "reset";
  readonly connections: ConnectionCounts;
  readonly clock: {
    /** Lets time pass for all deadlines of the server. Timers of the handler's own run by the machine's clock. */
    advance(milliseconds: number): Promise<void>;
  };
  /** Another connection to the same server, on the same clock. */
  another(): TestConnection;
  /** As `Server.stop()`; its grace passes by the test's clock. */
  stop(options?: { readonly grace?: number | undefined }): Promise<StopReport>;
}

const START = Date.UTC(2026, 0, 1);
const HIGH_WATER_MARK = 64 * 1024;
const GRACE = 10_000;
// Turns of the loop without a change after which nothing more is to be expected.
const QUIET_TURNS = 4;

/**
 * Connects to a handler, or to an app with a `fetch`, without a port.
 * @throws {TypeError} for options that are wrong or unknown
 */
export function connect(app: Handler | FetchApp, options: ConnectOptions = {}): TestConnection {
  const { date, ...serveOptions } = options;
  const clock = new ManualClock(date?.getTime() ?? START);
  const host = new Host(handlerOf(app), resolveServeOptions(serveOptions), clock, "localhost");
  return new MemoryConnection(host, clock);
}

/**
 * Sends octets to a fresh connection, half-closes it, and gives back all that the server answered: for snapshots, since
 * the Date is always the same.
 */
export async function wire(
  app: Handler | FetchApp,
  octets: string | Uint8Array,
  options?: ConnectOptions,
): Promise<string> {
  const connection = connect(app, options);
  await connection.send(octets);
  await connection.end();
  return connection.received();
}

class MemoryConnection implements TestConnection {
  readonly clock: TestConnection["clock"];
  readonly #host: Host;
  readonly #manual: ManualClock;
  readonly #socket = new MemorySocket(HIGH_WATER_MARK);

  constructor(host: Host, clock: ManualClock) {
    this.#host = host;
    this.#manual = clock;
    this.clock = { advance: (milliseconds) => clock.advance(milliseconds, () => this.#quiet()) };
    host.accept(this.#socket);
  }

  get state(): TestConnection["state"] {
    if (this.#socket.isReset) return "reset";
    if (this.#socket.destroyed) return "closed";
    return this.#socket.isEnded ? "half-closed" : "open";
  }

  get connections(): ConnectionCounts {
    return this.#host.counts;
  }

  async send(octets: string | Uint8Array, delivery: Delivery = {}): Promise<void> {
    const whole = typeof octets === "string" ? Buffer.from(octets, "latin1") : octets;
    for (const piece of pieces(whole, delivery)) {
      if (this.#socket.destroyed) return;
      this.#socket.push(piece);
      await this.#quiet();
    }
  }

  async end(): Promise<void> {
    if (!this.#socket.destroyed) this.#socket.push(null);
    await this.#quiet();
  }

  async reset(): Promise<void> {
    this.#socket.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
    await this.#quiet();
  }

  stall(): void {
    this.#socket.stall();
  }

  async resume(): Promise<void> {
    this.#socket.unstall();
    await this.#quiet();
  }

  async received(): Promise<string> {
    await this.#quiet();
    return Buffer.concat(this.#socket.received.splice(0)).toString("latin1");
  }

  another(): TestConnection {
    return new MemoryConnection(this.#host, this.#manual);
  }

  stop({ grace = GRACE }: { readonly grace?: number | undefined } = {}): Promise<StopReport> {
    return this.#host.stop(grace);
  }

  /** Settles when the server waits: for octets, for time, or for something outside of both. */
  async #quiet(): Promise<void> {
    for (let turns = 0, before = ""; turns < QUIET_TURNS; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = `${this.#socket.received.length} ${this.state} ${this.#host.counts.active} ${this.#socket.readableLength}`;
      if (now !== before) turns = 0;
      before = now;
    }
  }
}

function* pieces(octets: Uint8Array, { splitEvery = octets.length, splitAt = [] }: Delivery): Generator<Uint8Array> {
  const step = Math.max(1, splitEvery);
  const cuts = new Set([...splitAt, octets.length]);
  for (let at = step; at < octets.length; at += step) cuts.add(at);
  let start = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    if (cut > start) yield octets.subarray(start, cut);
    start = Math.max(start, cut);
  }
}
