// An app on a port of its own, by Sockeye's server, which is loaded when it is asked for.

import type { ServeOptions, Server } from "@sockeye/core";
import type { Exchange } from "./context/context.js";
import type { Verdict } from "./sight/verdicts.js";
import type { Awaitable } from "./types.js";

export type { ServeOptions, Server };

interface Listening {
  readonly fetch: (request: Request, exchange?: Exchange) => Awaitable<Response>;
  readonly verdicts: () => readonly Verdict[];
  readonly stop: () => Promise<void>;
}

/**
 * Serves an app, and stops it after its server. What is wrong with the routes is told first.
 * @throws {Error} where the runtime has no sockets
 */
export async function listen(app: Listening, options: ServeOptions): Promise<Server> {
  const { serve } = await import("@sockeye/core");
  // A bundle for another platform has an empty module in its place.
  if (serve === undefined) throw new Error("listen() needs Node; elsewhere give the runtime app.fetch");
  for (const verdict of app.verdicts()) warn(verdict, options);
  const server = await serve(app.fetch, options);
  const stop: Server["stop"] = async (stopOptions) => {
    const report = await server.stop(stopOptions);
    await app.stop();
    return report;
  };
  return Object.defineProperties(Object.create(server), {
    stop: { value: stop },
    [Symbol.asyncDispose]: { value: async () => void (await stop()) },
  });
}

function warn(verdict: Verdict, { logger }: ServeOptions): void {
  if (logger === undefined) console.warn(verdict.message);
  else logger.warn({ verdict: verdict.kind, pattern: verdict.pattern }, verdict.message);
}
