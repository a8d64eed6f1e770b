import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import type { Listen } from "../../load/program.js";
import { KEEP_ALIVE } from "../../server/programs/listening.js";
import { FIELD, FIELD_VALUE, type Order, receipt, userOf, type Work } from "../contents.js";

const ORDER_SCHEMA = {
  type: "object",
  required: ["id", "customer", "lines", "note"],
  properties: {
    id: { type: "integer" },
    customer: { type: "string", minLength: 1 },
    lines: {
      type: "array",
      items: {
        type: "object",
        required: ["article", "count", "price"],
        properties: {
          article: { type: "string" },
          count: { type: "integer", minimum: 1 },
          price: { type: "number" },
        },
      },
    },
    note: { type: "string" },
  },
};
// Fastify writes JSON faster where it knows what it will be.
const RECEIPT_SCHEMA = {
  type: "object",
  properties: { id: { type: "integer" }, customer: { type: "string" }, count: { type: "integer" } },
};
interface UserRoute {
  Params: { id: string };
}

const ROUTES: Readonly<Record<Work, (app: FastifyInstance) => void>> = {
  user: (app) => {
    app.addHook("onRequest", async () => {});
    app.addHook("preHandler", async () => {});
    app.addHook("onSend", async (_request, reply) => {
      reply.header(FIELD, FIELD_VALUE);
    });
    ROUTES["user-plain"](app);
  },
  "user-plain": (app) => app.get<UserRoute>("/users/:id", async (request) => userOf(request.params.id)),
  order: (app) => {
    const options = { schema: { body: ORDER_SCHEMA, response: { 200: RECEIPT_SCHEMA } } };
    app.post("/orders", options, async (request) => receipt(request.body as Order));
  },
};

export const listen: Listen<Work> = async (work) => {
  const app = Fastify({ keepAliveTimeout: KEEP_ALIVE });
  ROUTES[work](app);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
};
