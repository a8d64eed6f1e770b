import { H3, serve } from "h3";
import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieceStream, receipt, type Work } from "../contents.js";
import { KEEP_ALIVE } from "./listening.js";

const ROUTES: Readonly<Record<Work, (app: H3) => void>> = {
  hello: (app) => app.get("/", () => HELLO),
  page: (app) => app.get("/", () => PAGE),
  json: (app) => app.post("/", async (event) => receipt((await event.req.json()) as Order)),
  stream: (app) =>
    app.get("/", () => new Response(pieceStream(), { headers: { "Content-Type": "application/octet-stream" } })),
  upload: (app) => app.post("/", async (event) => String(await discard(event.req.body as ReadableStream))),
};

export const listen: Listen<Work> = async (work) => {
  const app = new H3();
  ROUTES[work](app);
  const server = serve(app, { port: 0, hostname: "127.0.0.1", silent: true, node: { keepAliveTimeout: KEEP_ALIVE } });
  await server.ready();
  return Number(new URL(server.url ?? "").port);
};
