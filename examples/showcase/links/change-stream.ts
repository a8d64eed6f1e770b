// `GET /api/changes`: what happens to links, for as long as a page is open.

import { type ServerSentEvent, sse } from "@sockeye/middleware/sse";
import type { Context } from "@sockeye/router";
import type { Changes } from "./changes.js";

const RETRY_MS = 1000;

export function changeStream(changes: Changes) {
  return function changeStream(c: Context<object>): Response {
    return sse(c, ({ lastEventId, signal }) => events(changes, lastEventId, signal), { retry: RETRY_MS });
  };
}

async function* events(
  changes: Changes,
  lastEventId: string | null,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  const since = lastEventId ?? changes.lastId;
  // Without data it is no event, but the page knows from where on it has seen all.
  yield { id: since };
  for await (const { id, change } of changes.from(since, signal)) yield { id, event: "change", data: change };
}
