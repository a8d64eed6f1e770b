import { createServer } from "node:http";
import { Readable } from "node:stream";
import express, { type Express } from "express";
import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieces, receipt, type Work } from "../contents.js";
import { KEEP_ALIVE, listening } from "./listening.js";

const ROUTES: Readonly<Record<Work, (app: Express) => void>> = {
  hello: (app) => app.get("/", (_request, response) => void response.type("text/plain").send(HELLO)),
  page: (app) => app.get("/", (_request, response) => void response.type("text/plain").send(PAGE)),
  json: (app) =>
    app.post("/", express.json(), (request, response) => void response.json(receipt(request.body as Order))),
  stream: (app) =>
    app.get("/", (_request, response) => {
      Readable.from(pieces()).pipe(response.type("application/octet-stream"));
    }),
  upload: (app) =>
    app.post("/", async (request, response) => {
      response.type("text/plain").send(String(await discard(request)));
    }),
};

export const listen: Listen<Work> = (work) => {
  const app = express().disable("x-powered-by").disable("etag");
  ROUTES[work](app);
  return listening(createServer({ keepAliveTimeout: KEEP_ALIVE }, app));
};
