// One line for each request: readable on a terminal, JSON else.

import { requestPath, requestQuery, sourceLength, sourceOf } from "@sockeye/core/message";
import { type Context, type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aFunction, aToken, checkOptions } from "../options.js";
import { jsonLine, type LogEntry, levelOf, readableLine } from "./entry.js";
import { isTerminal, writeLine } from "./output.js";
import { MASK, maskerOf, SECRET_FIELDS, SECRET_NAMES } from "./redaction.js";

export type { LogEntry } from "./entry.js";

/** What pino has, and most others. */
export interface LeveledLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface LoggerOptions {
  /** Gets each entry as an object: 4xx as a warning, 5xx as an error. @defaultValue lines on the standard output */
  readonly logger?: LeveledLogger | undefined;
  /** Gets each line, with its end. @defaultValue the standard output */
  readonly write?: ((line: string) => void) | undefined;
  /** @defaultValue `text` on a terminal, `json` else */
  readonly format?: "text" | "json" | undefined;
  /** Fields of the request to log, such as `User-Agent`. Credentials are masked whatever is said here. @defaultValue none */
  readonly fields?: readonly string[] | undefined;
  /** Further names in a query whose values are masked; `token`, `password`, `code` and their like are. @defaultValue none */
  readonly redact?: readonly string[] | undefined;
  /** Leaves out requests, such as those of health checks. @defaultValue none */
  readonly skip?: ((c: Context, response: Response) => boolean) | undefined;
}

const schema = z.strictObject({
  logger: z.optional(z.looseObject({ info: aFunction, warn: aFunction, error: aFunction })),
  write: z.optional(aFunction),
  format: z.optional(z.enum(["text", "json"])),
  fields: z.optional(z.array(aToken)),
  redact: z.optional(z.array(z.string())),
  skip: z.optional(aFunction),
});

/**
 * Logs each request when its response is there, errors included. `requestId` stands in it where that middleware comes first.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function logger(options: LoggerOptions = {}): Middleware {
  checkOptions("logger", schema, options);
  const { fields = [], redact = [], skip } = options;
  const mask = maskerOf([...SECRET_NAMES, ...redact]);
  const names = fields.map((name) => name.toLowerCase());
  const log = sinkOf(options);

  return settled(function logger(c, next) {
    const start = performance.now();
    return whenThere(next(), (response) => {
      if (skip?.(c, response) === true) return response;
      log(entryOf(c, response, performance.now() - start, mask, names));
      return response;
    });
  });
}

function sinkOf({ logger, format, write = writeLine }: LoggerOptions): (entry: LogEntry) => void {
  if (logger !== undefined) return (entry) => logger[levelOf(entry.status)](entry, "request");
  if ((format ?? (isTerminal ? "text" : "json")) === "json") return (entry) => write(jsonLine(entry, Date.now()));
  return (entry) => write(readableLine(entry, Date.now(), isTerminal));
}

function entryOf(
  c: Context,
  response: Response,
  ms: number,
  mask: (query: string) => string,
  names: readonly string[],
): LogEntry {
  const { requestId } = c.state as { requestId?: string };
  const path = requestPath(c.request);
  const query = requestQuery(c.request);
  const source = sourceOf(response);
  return {
    requestId,
    method: c.method,
    url: query === "" ? path : `${path}?${mask(query)}`,
    route: c.route,
    status: response.status,
    ms,
    octets: source === undefined ? null : sourceLength(source),
    remote: c.remote?.address,
    fields: names.length === 0 ? undefined : loggedFields(c.headers, names),
  };
}

function loggedFields(headers: Headers, names: readonly string[]): Record<string, string> {
  const logged: Record<string, string> = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) logged[name] = SECRET_FIELDS.has(name) ? MASK : value;
  }
  return logged;
}
