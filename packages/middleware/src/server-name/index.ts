// Who answers: the Server field (RFC 9110 §10.2.4), or the older custom of X-Powered-By.

import { type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aFieldValue, checkOptions } from "../options.js";

export interface ServerNameOptions {
  /** The name. A version in it helps attackers most. */
  readonly name: string;
  /** @defaultValue `Server` */
  readonly field?: "Server" | "X-Powered-By" | undefined;
}

const schema = z.strictObject({ name: aFieldValue, field: z.optional(z.enum(["Server", "X-Powered-By"])) });

/**
 * Names the server in every answer. Without it, Sockeye says nothing of itself.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function serverName(options: ServerNameOptions | string): Middleware {
  const resolved = typeof options === "string" ? { name: options } : options;
  checkOptions("serverName", schema, resolved);
  const { name, field = "Server" } = resolved;

  return settled(function serverName(_c, next) {
    return whenThere(next(), (response) => {
      response.headers.set(field, name);
      return response;
    });
  });
}
