import { createServer } from "node:http";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import Koa, { type Context } from "koa";
import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieces, receipt, type Work } from "../contents.js";
import { KEEP_ALIVE, listening } from "./listening.js";

// Koa has no router and reads no content by itself.
const HANDLERS: Readonly<Record<Work, (context: Context) => void | Promise<void>>> = {
  hello: (context) => {
    context.body = HELLO;
  },
  page: (context) => {
    context.body = PAGE;
  },
  json: async (context) => {
    context.body = receipt((await json(context.req)) as Order);
  },
  stream: (context) => {
    context.body = Readable.from(pieces(), { objectMode: false });
  },
  upload: async (context) => {
    context.body = String(await discard(context.req));
  },
};

export const listen: Listen<Work> = (work) => {
  const app = new Koa();
  // A load ends in the middle of its requests.
  app.on("error", () => {});
  app.use(HANDLERS[work]);
  return listening(createServer({ keepAliveTimeout: KEEP_ALIVE }, app.callback()));
};
