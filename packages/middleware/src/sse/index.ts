// Server-sent events (HTML standard §9.2): a page listens, the server speaks.

import { LightResponse } from "@sockeye/core/message";
import type { Context } from "@sockeye/router";
import * as z from "zod/mini";
import { checkOptions } from "../options.js";
import { type EventSource, EventStream } from "./event-stream.js";

export type { ServerSentEvent } from "./event.js";
export type { EventSource } from "./event-stream.js";

export interface SseOptions {
  /** Milliseconds of silence after which a comment is sent, so that no proxy closes the connection; 0 for none. @defaultValue 15000 */
  readonly heartbeat?: number | undefined;
  /** Milliseconds after which a client comes back where the connection breaks. @defaultValue the browser's, some seconds */
  readonly retry?: number | undefined;
}

/** What a source may want to know. */
export interface SseConnection {
  /** What the client had last, where it comes back (Last-Event-ID). */
  readonly lastEventId: string | null;
  /** Aborts when the client goes, or the server stops: give it to what you wait for. */
  readonly signal: AbortSignal;
}

const milliseconds = z.optional(z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1)));
const schema = z.strictObject({ heartbeat: milliseconds, retry: milliseconds });

/**
 * A response that sends what `source` yields, as soon as it does, for as long as both sides want. The source is asked for the next
 * event when the client has taken the last; it ends when the client goes, and when the server begins to stop: a generator's
 * `finally` runs then.
 * @param source a generator, or any iterable
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function sse(
  c: Context<object>,
  source: EventSource | ((connection: SseConnection) => EventSource),
  options?: SseOptions,
): Response {
  if (options !== undefined) checkOptions("sse", schema, options);
  const { heartbeat = 15_000, retry } = options ?? {};
  const lastEventId = c.headers.get("last-event-id");
  const open = (signal: AbortSignal): EventSource =>
    typeof source === "function" ? source({ lastEventId, signal }) : source;
  const { stopping } = c.exchange;
  const until = stopping === undefined ? [c.signal] : [c.signal, stopping];
  return new LightResponse(new EventStream(open, { heartbeat, retry, until }), { headers: FIELDS });
}

const FIELDS = {
  "Content-Type": "text/event-stream",
  // No cache keeps it, and nobody gathers events to compress them.
  "Cache-Control": "no-cache, no-transform",
  // nginx would gather them too.
  "X-Accel-Buffering": "no",
};
