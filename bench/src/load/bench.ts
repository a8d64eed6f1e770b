// What a bench says: which servers do which work under which load, and how far ours may be from theirs. How it is run,
// measured and reported is the same for every bench: run.ts.

import type { BenchRequest } from "./request.js";

export interface Bench {
  /** As in `npm run bench <name>`, and the name of its files in docs/bench. */
  readonly name: string;
  readonly title: string;
  readonly servers: readonly ServerSpec[];
  readonly cases: readonly Case[];
  readonly bars: readonly Bar[];
}

export interface ServerSpec {
  /** What `--servers` and bars call it. */
  readonly id: string;
  readonly name: string;
  /** What it can be asked to do; a case takes the servers that can do its work. */
  readonly works: readonly string[];
  /** With what it is built, for the report: `fastify 5.12.8`. */
  readonly version: () => string;
  /** Why it cannot run on this machine; `null` where it can. @defaultValue it can */
  readonly missing?: () => string | null;
  readonly launch: (work: string) => Launch;
}

/** A program that listens on 127.0.0.1, then prints one line: `READY <port>`, and in ms how long import and listening took. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether it answers questions over Node's IPC channel, as launch.ts does. Otherwise /proc is read, on Linux. */
  readonly ipc: boolean;
}

export interface Case {
  /** What `--only` and bars call it. */
  readonly id: string;
  readonly title: string;
  readonly work: string;
  /** Variants that stand beside the servers, each with the id `<server>:<work>`. */
  readonly beside?: readonly Beside[];
  readonly request: BenchRequest;
  /** Paths that are asked for in turn under load, in place of the request's. */
  readonly inTurn?: readonly string[];
  readonly answer: ExpectedAnswer;
  readonly measure: Measure;
}

export interface Beside {
  readonly server: string;
  readonly work: string;
  readonly name: string;
  /** @defaultValue that of the case */
  readonly answer?: ExpectedAnswer;
}

/** What every server has to answer, and is checked for before anything is measured. */
export interface ExpectedAnswer {
  /** @defaultValue 200 */
  readonly status?: number;
  /** Whether ETag is part of the work. @defaultValue false: it is not to be there */
  readonly validated?: boolean;
  /** Media type; parameters count for text only. */
  readonly type: string;
  readonly content: Uint8Array;
  readonly framing: "length" | "chunked";
}

/** One way of measuring: what it yields, and how it is done. */
export interface Measure {
  /** The first one is that of bars and chart. */
  readonly figures: readonly Figure[];
  /** How often a server is measured when the user asks for `rounds`. */
  readonly rounds: (rounds: number) => number;
  readonly open: (entry: Entry, setting: Setting) => Promise<Session>;
}

export interface Figure {
  readonly key: string;
  readonly title: string;
  readonly digits: number;
}

/** A server in a case. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly work: string;
  readonly server: ServerSpec;
  readonly case: Case;
  readonly answer: ExpectedAnswer;
}

/** The figures by their keys; `NaN` where one is not known. */
export type Sample = Readonly<Record<string, number>>;

/** A server that is ready to be measured, again and again. */
export interface Session {
  sample(): Promise<Sample>;
  close(): Promise<void>;
}

export interface Setting {
  readonly cores: Cores;
  readonly generator: Generator;
  /** How long a load lasts. */
  readonly seconds: number;
}

/** Processors for servers and for load; `null` leaves it to the system. */
export interface Cores {
  readonly server: number | null;
  readonly load: number | null;
}

export interface Generator {
  /** With its version: `wrk 4.1.0`. */
  readonly name: string;
  run(load: Load): Promise<LoadReport>;
}

export interface Load {
  readonly port: number;
  readonly request: BenchRequest;
  /** @defaultValue the request's path alone */
  readonly inTurn?: readonly string[] | undefined;
  readonly connections: number;
  /** Requests that a connection sends before it waits. */
  readonly pipelining: number;
  readonly seconds: number;
}

export interface LoadReport {
  /** Answered requests. */
  readonly requests: number;
  readonly seconds: number;
  /** Octets that came back, heads included. */
  readonly octets: number;
  /** Connections that failed, answers that were refusals, time-outs. */
  readonly errors: number;
  /** In ms; `NaN` where the generator does not know. */
  readonly p50: number;
  readonly p99: number;
}

/** The most that `server` may take in a case, as a multiple of what `against` takes, or (`null`) in the figure's own unit. */
export interface Bar {
  readonly case: string;
  readonly server: string;
  readonly against: string | null;
  readonly most: number;
}
