// The URLs to print for where a server listens.

import type { NetworkInterfaceInfo } from "node:os";

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

export interface Urls {
  readonly local: string;
  /** Those by which other machines reach it; empty where they cannot. */
  readonly network: readonly string[];
}

/** @param url the server's own; @param host as it was asked for */
export function urlsOf(url: string, host: string, interfaces: Interfaces): Urls {
  if (host !== "0.0.0.0" && host !== "::") return { local: url, network: [] };
  const { protocol, port } = new URL(url);
  const others = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter(({ internal, family }) => !internal && (family === "IPv4" || host === "::"))
    // Link-local addresses of IPv6 need a zone, which no URL can hold.
    .filter(({ address }) => !/^fe[89ab]/i.test(address));
  const network = others.map(({ family, address }) => {
    const name = family === "IPv6" ? `[${address}]` : address;
    return `${protocol}//${name}${port === "" ? "" : `:${port}`}`;
  });
  return { local: url, network };
}
