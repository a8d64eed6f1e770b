// Where one end of a connection is.

import type { PeerSocket } from "../transport/peer-socket.js";

/** An IP address and a port, or the path of a Unix socket (empty for the peer's end of one). */
export type Address = { readonly address: string; readonly port: number } | { readonly path: string };

export function remoteAddress({ remoteAddress: address, remotePort: port = 0 }: PeerSocket): Address {
  return address === undefined ? { path: "" } : { address, port };
}

/** @param path of the Unix socket that the server listens on, if it does */
export function localAddress({ localAddress: address, localPort: port = 0 }: PeerSocket, path: string): Address {
  return address === undefined ? { path } : { address, port };
}

const LOCAL: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "0.0.0.0", "::"]);

/** The authority of URLs that lead to an address, as the URL standard serializes it. @param host as it was asked for */
export function displayAuthority(address: Address, host: string, isSecure: boolean): string {
  if ("path" in address) return "localhost";
  const name = LOCAL.has(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return address.port === (isSecure ? 443 : 80) ? name : `${name}:${address.port}`;
}
