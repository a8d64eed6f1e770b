import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import Fastify, { type FastifyInstance } from "fastify";
import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieces, receipt, type Work } from "../contents.js";
import { KEEP_ALIVE } from "./listening.js";

const TEXT = "text/plain; charset=utf-8";

const ROUTES: Readonly<Record<Work, (app: FastifyInstance) => void>> = {
  hello: (app) => app.get("/", (_request, reply) => reply.type(TEXT).send(HELLO)),
  page: (app) => app.get("/", (_request, reply) => reply.type(TEXT).send(PAGE)),
  json: (app) => app.post("/", async (request) => receipt(request.body as Order)),
  stream: (app) =>
    app.get("/", (_request, reply) => reply.type("application/octet-stream").send(Readable.from(pieces()))),
  upload: (app) => {
    app.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
    app.post("/", async (request, reply) => reply.type(TEXT).send(String(await discard(request.body as Readable))));
  },
};

export const listen: Listen<Work> = async (work) => {
  const app = Fastify({ keepAliveTimeout: KEEP_ALIVE, bodyLimit: 16 * 1024 * 1024 });
  ROUTES[work](app);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
};
