// Runs under Bun.

import type { Listen } from "../../load/program.js";
import { userOf } from "../contents.js";

declare const Bun: {
  serve(options: {
    port: number;
    hostname: string;
    /** In s; the most there is. */
    idleTimeout: number;
    development: boolean;
    routes: Readonly<Record<string, (request: Request & { readonly params: { readonly id: string } }) => Response>>;
  }): { readonly port: number };
};

export const listen: Listen<"user-plain"> = async () => {
  const routes = {
    "/users/:id": (request: { readonly params: { readonly id: string } }) => Response.json(userOf(request.params.id)),
  };
  return Bun.serve({ port: 0, hostname: "127.0.0.1", idleTimeout: 255, development: false, routes }).port;
};
