// "Under the hood": what the server saw, for whoever looks at the showcase on their own machine. A real service would
// not have it: it shows what others have asked for.

import type { Server } from "@sockeye/core";
import { type App, createApp, HttpError, type Middleware, settled } from "@sockeye/router";
import * as z from "zod";
import { SAMPLE_NAMES, samples, sendSample } from "./malformed.js";
import { onlyLoopback } from "./only-loopback.js";
import { Recorder } from "./recorder.js";
import type { Now } from "./shown.js";

const PREFIX = "/panel";
/** Where passwords are sent to. */
const SECRET_CONTENT: readonly string[] = ["/api/session", "/api/people"];

const Id = z.object({ id: z.string() });
const Question = z.object({
  method: z
    .string()
    .regex(/^[A-Z]+$/)
    .max(20),
  path: z.string().startsWith("/").max(2000),
});
const Sample = z.strictObject({ name: z.enum(SAMPLE_NAMES) });

export interface Panel {
  /** Tells each page by Exchange-Id which exchange was its own. */
  readonly mark: Middleware;
  /** Puts the panel's routes into the app. */
  readonly addTo: (app: App) => void;
  /** @param server that it is to tell of */
  readonly watch: (server: Server) => void;
}

export function createPanel(): Panel {
  const recorder = new Recorder({
    ignores: (path) => path === PREFIX || path.startsWith(`${PREFIX}/`),
    hidesContent: (path) => SECRET_CONTENT.includes(path),
  });
  let server: Server | null = null;

  const routes = (app: App) =>
    createApp()
      .use(onlyLoopback)
      .onStop(() => recorder.stop())
      .get("/now", (): Now => {
        const { exchanges, refusals, totals } = recorder;
        return { connections: server?.connections ?? null, totals, exchanges, refusals };
      })
      .get("/exchanges/:id", { params: Id }, (c) => {
        const exchange = recorder.exchange(c.valid.params.id);
        if (exchange === null) throw new HttpError(404, "This exchange is no longer kept");
        const { route, miss } = app.explain(exchange.method, exchange.path);
        return {
          ...exchange,
          route: route?.pattern ?? null,
          place: route === null ? null : route.place,
          miss,
        };
      })
      .get("/routes", () => ({ routes: app.routes(), verdicts: app.verdicts() }))
      .get("/explain", { query: Question }, (c) => {
        const { method, path } = c.valid.query;
        return { text: app.explain(method, new URL(path, "http://localhost").pathname).toString() };
      })
      .get("/samples", () => ({ samples: samples() }))
      .post("/samples", { json: Sample }, async (c) => {
        if (server === null) throw new HttpError(503, "The server is not known yet");
        return { answer: await sendSample(c.valid.json.name, server.port) };
      });

  return {
    mark: settled(async function mark(c, next) {
      const response = await next();
      const { connection } = c.exchange;
      if (connection !== undefined) response.headers.set("Exchange-Id", `${connection.id}.${connection.exchanges}`);
      return response;
    }),
    addTo: (app) => void app.mount(PREFIX, routes(app)),
    watch: (running) => {
      server = running;
    },
  };
}
