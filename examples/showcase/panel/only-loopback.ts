// Lets through who asks from this machine, and by its own name: a page of another site whose name was made to lead here
// (DNS rebinding) has that name in Host.

import { BlockList, isIPv6 } from "node:net";
import { HttpError, type Middleware } from "@sockeye/router";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

export const onlyLoopback: Middleware = function onlyLoopback(c, next) {
  const isFromHere = c.remote !== undefined && isLoopback(c.remote.address);
  const { hostname } = c.url;
  const isNamedHere = hostname === "localhost" || isLoopback(hostname.replace(/^\[(.*)\]$/, "$1"));
  // To everybody else there is nothing here.
  if (!isFromHere || !isNamedHere) throw new HttpError(404);
  return next();
};

export function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
