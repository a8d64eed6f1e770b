// Behind proxies: where requests really come from, and what they were sent to.

import { changedRequest, requestPath, requestQuery } from "@sockeye/core/message";
import { type Address, amend, type Context, type Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { parseAddress } from "../addresses/address.js";
import { AddressList, anAddressEntry } from "../addresses/address-list.js";
import { checkOptions } from "../options.js";
import { forwardedHops, type Hop, parseNode, xForwardedHops } from "./forwarded.js";

export interface TrustProxyOptions {
  /**
   * The proxies: addresses, networks, `loopback`, `private`, `linkLocal`, `carrierGrade`, and `unix` for one that comes by a
   * Unix socket. What anybody else says of itself is not believed.
   */
  readonly proxies: readonly string[];
  /**
   * What the proxies write: `x-forwarded` is X-Forwarded-For, -Proto and -Host, `forwarded` is Forwarded (RFC 7239). The
   * other is not looked at, for a proxy passes on what it does not know.
   * @defaultValue `x-forwarded`
   */
  readonly by?: "x-forwarded" | "forwarded" | undefined;
}

const UNIX = "unix";
const schema = z.strictObject({
  proxies: z.array(z.union([z.literal(UNIX), anAddressEntry])).check(z.minLength(1)),
  by: z.optional(z.enum(["x-forwarded", "forwarded"])),
});

/**
 * Puts the client's address into `c.remote`, and scheme and host of what it asked for into `c.url` and `c.request`. The hops
 * are read from right to left, as far as the proxies are known; who stands before the last of them is the client.
 * `c.exchange.remote` is still the peer's end of the connection.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function trustProxy(options: TrustProxyOptions): Middleware {
  checkOptions("trustProxy", schema, options);
  const trusted = new AddressList(options.proxies.filter((entry) => entry !== UNIX));
  const trustsUnix = options.proxies.includes(UNIX);
  const hopsOf = options.by === "forwarded" ? forwardedHops : xForwardedHops;

  return function trustProxy(c, next) {
    const peer = c.remote?.address;
    if (peer === undefined ? trustsUnix && isUnix(c) : trusted.has(peer)) {
      const found = clientOf(hopsOf(c.headers), trusted);
      if (found !== null) adopt(c, found.hop, found.remote);
    }
    return next();
  };
}

function isUnix({ exchange: { remote } }: Context): boolean {
  return remote !== undefined && "path" in remote;
}

/** The hop whose client is no proxy that we know, or the first of all. */
function clientOf(hops: readonly Hop[], trusted: AddressList): { hop: Hop; remote: Address | undefined } | null {
  let found: { hop: Hop; remote: Address | undefined } | null = null;
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] as Hop;
    const node = hop.for === null ? null : parseNode(hop.for);
    // Behind what cannot be read, nothing can be told.
    if (node === null || parseAddress(node.address) === null) return found ?? { hop, remote: undefined };
    found = { hop, remote: node };
    if (!trusted.has(node.address)) return found;
  }
  return found;
}

function adopt(c: Context, { proto, host }: Hop, remote: Address | undefined): void {
  const scheme = proto?.toLowerCase();
  const isKnown = scheme === "http" || scheme === "https";
  if (!isKnown && host === null) {
    amend(c, { remote });
    return;
  }
  const { protocol, host: ownHost } = c.url;
  const base = `${isKnown ? scheme : protocol.slice(0, -1)}://${host ?? ownHost}`;
  // A host that is none, or that brings a path along, is not believed.
  const origin = URL.canParse(base) ? new URL(base).origin : null;
  if (origin === null || /[/?#@\\]/.test(host ?? "")) {
    amend(c, { remote });
    return;
  }
  const query = requestQuery(c.request);
  const url = origin + requestPath(c.request) + (query === "" ? "" : `?${query}`);
  amend(c, { remote, request: changedRequest(c.request, { url }) });
}
