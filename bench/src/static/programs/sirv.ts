import { createServer } from "node:http";
import sirv from "sirv";
import type { Listen } from "../../load/program.js";
import { KEEP_ALIVE, listening } from "../../server/programs/listening.js";
import { site } from "../site.js";

// As its documentation serves in production: what is there is looked up once, at the start.
export const listen: Listen<"files"> = () => {
  const serve = sirv(site(), { etag: true });
  return listening(createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => serve(request, response)));
};
