// Who may come in, by address.

import { HttpError } from "@sockeye/core/message";
import type { Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { AddressList, anAddressEntry } from "../addresses/address-list.js";
import { checkOptions } from "../options.js";

export interface IpFilterOptions {
  /**
   * Addresses (`192.0.2.1`), networks (`10.0.0.0/8`, `2001:db8::/32`), and `loopback`, `private`, `linkLocal`,
   * `carrierGrade`. Where it is given, only they may come in.
   */
  readonly allow?: readonly string[] | undefined;
  /** As `allow`; they may not come in, whatever `allow` says. */
  readonly deny?: readonly string[] | undefined;
}

const entries = z.optional(z.array(anAddressEntry));
const schema = z
  .strictObject({ allow: entries, deny: entries })
  .check(z.refine(({ allow, deny }) => allow !== undefined || deny !== undefined, "Expected allow, deny, or both"));

/**
 * Lets requests in by `c.remote`: behind a proxy that is the proxy's address, unless `trustProxy` comes first. Who has no
 * address, as behind a Unix socket, is in no list.
 * @throws {HttpError} 403 `ADDRESS_REFUSED`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function ipFilter(options: IpFilterOptions): Middleware {
  checkOptions("ipFilter", schema, options);
  const allowed = options.allow === undefined ? null : new AddressList(options.allow);
  const denied = new AddressList(options.deny ?? []);

  return function ipFilter(c, next) {
    const address = c.remote?.address;
    const isAllowed = allowed === null || (address !== undefined && allowed.has(address));
    if (isAllowed && !(address !== undefined && denied.has(address))) return next();
    throw new HttpError(403, "Requests from this address are refused", { code: "ADDRESS_REFUSED" });
  };
}
