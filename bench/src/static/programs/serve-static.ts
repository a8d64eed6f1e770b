import { createServer } from "node:http";
import serveStatic from "serve-static";
import type { Listen } from "../../load/program.js";
import { KEEP_ALIVE, listening } from "../../server/programs/listening.js";
import { site } from "../site.js";

export const listen: Listen<"files"> = () => {
  const serve = serveStatic(site());
  return listening(
    createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
      serve(request, response, () => response.writeHead(404).end());
    }),
  );
};
