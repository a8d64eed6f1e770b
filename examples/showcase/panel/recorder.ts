// The last exchanges and refusals, from core's channels. Nothing in the app knows of it.

import type { Exchange } from "@sockeye/core";
import { requestPath } from "@sockeye/core/message";
import { timingOf } from "@sockeye/router";
import { type Connection, watch } from "./channels.js";
import type { ExchangeDetails, ExchangeRow, Refusal } from "./shown.js";
import { WireRecord } from "./wire-record.js";

const MOST_EXCHANGES = 40;
const MOST_REFUSALS = 10;

export interface RecorderOptions {
  /** Whether an exchange is to be left out, such as the panel's own. */
  readonly ignores: (path: string) => boolean;
  /** Whether the content of a request is a secret. */
  readonly hidesContent: (path: string) => boolean;
}

interface Traffic {
  /** Octets that came when no exchange was under way: the next request. */
  received: WireRecord;
  /** The last exchange, which what is sent belongs to: it may be finished before the socket has its octets. */
  last: Recording | null;
}

export class Recorder {
  readonly totals = { exchanges: 0, cut: 0, refused: 0, received: 0, sent: 0 };
  readonly #options: RecorderOptions;
  readonly #recordings = new Map<string, Recording>();
  readonly #refusals: Refusal[] = [];
  readonly #traffic = new Map<Connection, Traffic>();
  readonly #subscriptions: readonly (() => void)[];

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#subscriptions = [
      watch("sockeye:octets", ({ connection, direction, octets }) => this.#addOctets(connection, direction, octets)),
      watch("sockeye:exchange:start", ({ exchange, request }) => this.#start(exchange, request)),
      watch("sockeye:exchange:finish", ({ exchange, response }) => this.#end(exchange, "finished", response.status)),
      watch("sockeye:exchange:cut", ({ exchange }) => this.#end(exchange, "cut", null)),
      watch("sockeye:connection:close", ({ connection }) => this.#traffic.delete(connection)),
      watch("sockeye:protocol-error", ({ error }) => {
        this.totals.refused++;
        this.#refusals.unshift({ time: new Date().toISOString(), code: error.code, explanation: error.explain() });
        this.#refusals.splice(MOST_REFUSALS);
      }),
    ];
  }

  /** The newest first. */
  get exchanges(): readonly ExchangeRow[] {
    return [...this.#recordings.values()].reverse().map((recording) => recording.row());
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  exchange(id: string): ExchangeDetails | null {
    return this.#recordings.get(id)?.details() ?? null;
  }

  stop(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  #trafficOf(connection: Connection): Traffic {
    let traffic = this.#traffic.get(connection);
    if (traffic === undefined) {
      traffic = { received: new WireRecord(), last: null };
      this.#traffic.set(connection, traffic);
    }
    return traffic;
  }

  #addOctets(connection: Connection, direction: "in" | "out", octets: Uint8Array): void {
    const { received, last } = this.#trafficOf(connection);
    if (direction === "out") last?.sent.add(octets);
    else if (last?.state === "open") last.received.add(octets);
    else received.add(octets);
    if (last?.isIgnored === true) return;
    this.totals[direction === "out" ? "sent" : "received"] += octets.length;
  }

  #start(exchange: Exchange, request: Request): void {
    const path = requestPath(request);
    const traffic = this.#trafficOf(exchange.connection);
    const { connection } = exchange;
    const recording = new Recording(`${connection.id}.${connection.exchanges}`, request, path, traffic.received, {
      isIgnored: this.#options.ignores(path),
      hidesContent: this.#options.hidesContent(path),
    });
    traffic.received = new WireRecord();
    traffic.last = recording;
    if (recording.isIgnored) return;
    this.totals.exchanges++;
    this.#recordings.set(recording.id, recording);
    const [oldest] = this.#recordings.keys();
    if (this.#recordings.size > MOST_EXCHANGES && oldest !== undefined) this.#recordings.delete(oldest);
  }

  #end({ connection }: Exchange, state: "finished" | "cut", status: number | null): void {
    const { last } = this.#trafficOf(connection);
    if (last?.state !== "open") {
      // No handler was asked: what came was no beginning of the next request.
      this.#traffic.delete(connection);
      return;
    }
    last.end(state, status);
    if (state === "cut" && !last.isIgnored) this.totals.cut++;
  }
}

class Recording {
  readonly id: string;
  readonly received: WireRecord;
  readonly sent = new WireRecord();
  readonly isIgnored: boolean;
  state: "open" | "finished" | "cut" = "open";
  readonly #request: Request;
  readonly #path: string;
  readonly #hidesContent: boolean;
  readonly #start = performance.now();
  #end: number | null = null;
  #status: number | null = null;

  constructor(
    id: string,
    request: Request,
    path: string,
    received: WireRecord,
    { isIgnored, hidesContent }: { readonly isIgnored: boolean; readonly hidesContent: boolean },
  ) {
    this.id = id;
    this.received = received;
    this.isIgnored = isIgnored;
    this.#request = request;
    this.#path = path;
    this.#hidesContent = hidesContent;
  }

  end(state: "finished" | "cut", status: number | null): void {
    this.state = state;
    this.#status = status ?? this.sent.status;
    this.#end = performance.now();
  }

  row(): ExchangeRow {
    const { id, state } = this;
    const { method, url } = this.#request;
    const { pathname, search } = new URL(url);
    return {
      id,
      state,
      method,
      target: pathname + search,
      // A stream that goes on has a status already.
      status: this.#status ?? this.sent.status,
      milliseconds: (this.#end ?? performance.now()) - this.#start,
    };
  }

  details(): ExchangeDetails {
    const steps = timingOf(this.#request).map(({ kind, name, start, end }) => ({
      kind,
      name,
      from: start - this.#start,
      to: end === null ? null : end - this.#start,
    }));
    return {
      ...this.row(),
      path: this.#path,
      received: this.received.show(this.#hidesContent),
      sent: this.sent.show(false),
      steps,
    };
  }
}
