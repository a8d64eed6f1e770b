import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Listen } from "../../load/program.js";
import { KEEP_ALIVE } from "../../server/programs/listening.js";
import { FIELD, FIELD_VALUE, userOf } from "../contents.js";

type HonoWork = "user" | "user-plain";

const APPS: Readonly<Record<HonoWork, () => Hono>> = {
  user: () =>
    new Hono()
      .use(async (_c, next) => next())
      .use(async (c, next) => {
        await next();
        c.header(FIELD, FIELD_VALUE);
      })
      .use(async (_c, next) => next())
      .get("/users/:id", (c) => c.json(userOf(c.req.param("id")))),
  "user-plain": () => new Hono().get("/users/:id", (c) => c.json(userOf(c.req.param("id")))),
};

export const listen: Listen<HonoWork> = (work) => {
  const { fetch } = APPS[work]();
  const serverOptions = { keepAliveTimeout: KEEP_ALIVE };
  return new Promise((resolve) => {
    serve({ fetch, port: 0, hostname: "127.0.0.1", serverOptions }, ({ port }) => resolve(port));
  });
};
