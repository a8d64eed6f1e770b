// Runs under Bun.

import type { Listen } from "../../load/program.js";
import { discard, HELLO, type Order, PAGE, pieceStream, receipt, type Work } from "../contents.js";

declare const Bun: {
  serve(options: {
    port: number;
    hostname: string;
    /** In s; the most there is. */
    idleTimeout: number;
    development: boolean;
    fetch: (request: Request) => Response | Promise<Response>;
  }): { readonly port: number };
};

const HANDLERS: Readonly<Record<Work, (request: Request) => Response | Promise<Response>>> = {
  hello: () => new Response(HELLO),
  page: () => new Response(PAGE),
  json: async (request) => Response.json(receipt((await request.json()) as Order)),
  stream: () => new Response(pieceStream(), { headers: { "Content-Type": "application/octet-stream" } }),
  upload: async (request) => new Response(String(await discard(request.body as ReadableStream<Uint8Array>))),
};

export const listen: Listen<Work> = async (work) => {
  const options = { port: 0, hostname: "127.0.0.1", idleTimeout: 255, development: false };
  return Bun.serve({ ...options, fetch: HANDLERS[work] }).port;
};
