// Runs under Bun.

import { join } from "node:path";
import type { Listen } from "../../load/program.js";
import { site } from "../site.js";

declare const Bun: {
  file(path: string): Blob;
  serve(options: {
    port: number;
    hostname: string;
    idleTimeout: number;
    development: boolean;
    fetch: (request: Request) => Response;
  }): { readonly port: number };
};

// No check of the path, no preconditions, no ranges: the file, as Bun's documentation sends one.
export const listen: Listen<"files"> = async () => {
  const root = site();
  const fetch = (request: Request): Response => new Response(Bun.file(join(root, new URL(request.url).pathname)));
  return Bun.serve({ port: 0, hostname: "127.0.0.1", idleTimeout: 255, development: false, fetch }).port;
};
