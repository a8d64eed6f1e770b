import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieceStream, receipt, type Work } from "../contents.js";
import { KEEP_ALIVE } from "./listening.js";

const ROUTES: Readonly<Record<Work, (app: Hono) => void>> = {
  hello: (app) => app.get("/", (c) => c.text(HELLO)),
  page: (app) => app.get("/", (c) => c.text(PAGE)),
  json: (app) => app.post("/", async (c) => c.json(receipt(await c.req.json<Order>()))),
  stream: (app) => app.get("/", (c) => c.body(pieceStream(), 200, { "Content-Type": "application/octet-stream" })),
  upload: (app) => app.post("/", async (c) => c.text(String(await discard(c.req.raw.body as ReadableStream)))),
};

export const listen: Listen<Work> = (work) => {
  const app = new Hono();
  ROUTES[work](app);
  const serverOptions = { keepAliveTimeout: KEEP_ALIVE };
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", serverOptions }, ({ port }) => resolve(port));
  });
};
