// What a server can be told, and the defaults.

import type { TlsOptions } from "node:tls";
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import { DEFAULT_LIMITS, type Limits } from "../protocol/index.js";
import type { Deadlines } from "../transport/deadlines.js";
import { type Logger, quietLogger } from "./logger.js";

/** Octets, but for `fieldLines` and `connections`. */
export interface ServerLimits extends Limits {
  /** What `json()`, `text()`, `bytes()`, `formData()` of a request take at most; 413 beyond. @defaultValue 1048576 */
  readonly content: number;
  /** Content that is read and dropped when a response came before its end; beyond, the connection ends. @defaultValue 65536 */
  readonly discarded: number;
  /** Connections at a time; more are closed as soon as they are accepted. @defaultValue Infinity */
  readonly connections: number;
}

export interface ServeOptions {
  /** 0 to 65535; 0 takes any free port. @defaultValue 8000 */
  readonly port?: number | undefined;
  /** @defaultValue `127.0.0.1` */
  readonly host?: string | undefined;
  /**
   * A Unix socket (on Windows a named pipe) to listen on instead of a port. Its file is removed when the server stops, and
   * before it starts, where a program that was killed has left it behind.
   */
  readonly path?: string | undefined;
  /** Serves HTTPS: `key` and `cert` (PEM), and whatever else `node:tls` takes for a server. */
  readonly tls?: TlsOptions | undefined;
  readonly limits?: Partial<ServerLimits> | undefined;
  /** Milliseconds; 0 sets no deadline. @defaultValue head 15000, content 30000, idle 72000, write 30000, exchange 0 */
  readonly deadlines?: Partial<Deadlines> | undefined;
  /** The Server field of every response (RFC 9110 §10.2.4). @defaultValue none */
  readonly serverName?: string | undefined;
  /** @defaultValue writes errors to stderr, and nothing else */
  readonly logger?: Logger | undefined;
}

export interface ResolvedServeOptions {
  readonly port: number;
  readonly host: string;
  readonly path: string | null;
  readonly tls: TlsOptions | null;
  readonly limits: ServerLimits;
  readonly deadlines: Deadlines;
  readonly serverName: string | null;
  readonly logger: Logger;
}

const DEFAULT_SERVER_LIMITS: ServerLimits = {
  ...DEFAULT_LIMITS,
  content: 1024 * 1024,
  discarded: 64 * 1024,
  connections: Number.POSITIVE_INFINITY,
};
const DEFAULT_DEADLINES: Deadlines = { head: 15_000, content: 30_000, idle: 72_000, write: 30_000, exchange: 0 };

const MOST_MILLISECONDS = 2 ** 31 - 1;
const octets = z.optional(z.int().check(z.minimum(0)));
const milliseconds = z.optional(z.number().check(z.minimum(0), z.maximum(MOST_MILLISECONDS)));
const method = z.custom((value) => typeof value === "function", "Expected a function");

const schema = z.strictObject({
  port: z.optional(z.int().check(z.minimum(0), z.maximum(65535))),
  host: z.optional(z.string().check(z.minLength(1))),
  path: z.optional(z.string().check(z.minLength(1))),
  tls: z.optional(z.custom((value) => typeof value === "object" && value !== null, "Expected what node:tls takes")),
  limits: z.optional(
    z.strictObject({
      requestLine: octets,
      headerSection: octets,
      fieldLines: octets,
      trailerSection: octets,
      chunkExtensions: octets,
      content: z.optional(z.number().check(z.minimum(0))),
      discarded: octets,
      connections: z.optional(z.number().check(z.minimum(1))),
    }),
  ),
  deadlines: z.optional(
    z.strictObject({
      head: milliseconds,
      content: milliseconds,
      idle: milliseconds,
      write: milliseconds,
      exchange: milliseconds,
    }),
  ),
  serverName: z.optional(z.string().check(z.regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/))),
  logger: z.optional(z.looseObject({ debug: method, info: method, warn: method, error: method })),
});

/** @throws {TypeError} one line for each option that is wrong: its name, and what was expected */
export function resolveServeOptions(options: ServeOptions): ResolvedServeOptions {
  // As other frameworks have it: `listen(8000)`.
  if (typeof options === "number") throw new TypeError(`The port goes into an object: { port: ${options} }`);
  const { success, error } = schema.safeParse(options, { error: en().localeError });
  if (!success) {
    const problems = error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join(".")}: ${message}`,
    );
    throw new TypeError(`serve() was given options that it cannot take:\n  ${problems.join("\n  ")}`);
  }
  const { port = 8000, host = "127.0.0.1", path = null, tls = null, serverName = null, logger = quietLogger } = options;
  return {
    port,
    host,
    path,
    tls,
    limits: withDefaults(DEFAULT_SERVER_LIMITS, options.limits),
    deadlines: withDefaults(DEFAULT_DEADLINES, options.deadlines),
    serverName,
    logger,
  };
}

function withDefaults<T extends object>(defaults: T, given: Partial<T> = {}): T {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
