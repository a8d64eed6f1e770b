import { type Handler, reply, serve } from "@sockeye/core";
import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieces, receipt, type Work } from "../contents.js";

const HANDLERS: Readonly<Record<Work | "hello-async", Handler>> = {
  hello: () => reply.text(HELLO),
  "hello-async": async () => {
    await null;
    return reply.text(HELLO);
  },
  page: () => reply.text(PAGE),
  json: async (request) => reply.json(receipt((await request.json()) as Order)),
  stream: () => reply.stream(pieces()),
  upload: async (request) => reply.text(String(await discard(request.body as ReadableStream<Uint8Array>))),
};

export const listen: Listen<keyof typeof HANDLERS> = async (work) => (await serve(HANDLERS[work], { port: 0 })).port;
