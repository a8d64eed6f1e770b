// Where a request comes from, as the runtimes tell it.

import type { Address } from "./context.js";

/** What runtimes give beside the request: Sockeye an exchange, Deno `remoteAddr`, Bun its server, Workers their bindings. */
interface Beside {
  readonly remote?: unknown;
  readonly remoteAddr?: { readonly hostname?: unknown; readonly port?: unknown } | null;
  readonly requestIP?: unknown;
}

/** @returns `undefined` where nobody says, and for a Unix socket */
export function remoteOf(exchange: object, request: Request): Address | undefined {
  const { remote, remoteAddr, requestIP } = exchange as Beside;
  if (remote !== undefined) return asAddress(remote);
  if (typeof requestIP === "function") return asAddress(requestIP.call(exchange, request));
  if (typeof remoteAddr !== "object" || remoteAddr === null) return undefined;
  return asAddress({ address: remoteAddr.hostname, port: remoteAddr.port });
}

function asAddress(value: unknown): Address | undefined {
  const { address, port } = (value ?? {}) as { readonly address?: unknown; readonly port?: unknown };
  return typeof address === "string" && typeof port === "number" ? { address, port } : undefined;
}
