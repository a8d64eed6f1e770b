import { createApp, type Middleware } from "@sockeye/router";
import * as z from "zod";
import type { Listen } from "../../load/program.js";
import { FIELD, FIELD_VALUE, receipt, userOf, type Work } from "../contents.js";

const through: Middleware = async (_c, next) => {
  const response = await next();
  return response;
};
const withField: Middleware = async (_c, next) => {
  const response = await next();
  response.headers.set(FIELD, FIELD_VALUE);
  return response;
};

const OrderSchema = z.object({
  id: z.int(),
  customer: z.string().min(1),
  lines: z.array(z.object({ article: z.string(), count: z.int().min(1), price: z.number() })),
  note: z.string(),
});

const APPS: Readonly<Record<Work, () => { listen(options: { port: number }): Promise<{ readonly port: number }> }>> = {
  user: () =>
    createApp()
      .use(through)
      .use(withField)
      .use(through)
      .get("/users/:id", (c) => userOf(c.params.id)),
  "user-plain": () => createApp().get("/users/:id", (c) => userOf(c.params.id)),
  order: () => createApp().post("/orders", { json: OrderSchema }, (c) => receipt(c.valid.json)),
};

export const listen: Listen<Work> = async (work) => (await APPS[work]().listen({ port: 0 })).port;
