// A list of addresses and networks, and whether an address is in it.

import * as z from "zod/mini";
import { type AddressOctets, MAPPED_OCTETS, parseAddress } from "./address.js";

/** Networks by name: RFC 1122, RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6598. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1"],
  linkLocal: ["169.254.0.0/16", "fe80::/10"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
  carrierGrade: ["100.64.0.0/10"],
};

interface Network {
  readonly octets: AddressOctets;
  readonly bits: number;
}

export class AddressList {
  readonly #networks: readonly Network[];

  /** @param entries addresses, networks (`10.0.0.0/8`), and names. @throws {TypeError} for one that is none of them */
  constructor(entries: readonly string[]) {
    this.#networks = entries.flatMap((entry) => NAMED[entry] ?? [entry]).map(networkOf);
  }

  has(address: string): boolean {
    const octets = parseAddress(address);
    return octets !== null && this.#networks.some((network) => isWithin(octets, network));
  }
}

/** An entry of an `AddressList`, as an option. */
export const anAddressEntry: z.ZodMiniType<string, string> = z
  .string()
  .check(z.refine(isEntry, `Expected an address, a network, or one of ${Object.keys(NAMED).join(", ")}`));

function isEntry(entry: string): boolean {
  if (entry in NAMED) return true;
  try {
    networkOf(entry);
    return true;
  } catch {
    return false;
  }
}

function networkOf(entry: string): Network {
  const [address = "", prefix, ...rest] = entry.split("/");
  const octets = parseAddress(address);
  const most = address.includes(":") ? 128 : 32;
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (octets === null || rest.length > 0 || !(bits <= most)) {
    throw new TypeError(`${JSON.stringify(entry)} is neither an address nor a network`);
  }
  return { octets, bits: most === 32 ? 8 * MAPPED_OCTETS + bits : bits };
}

function isWithin(address: AddressOctets, { octets, bits }: Network): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== octets[i]) return false;
  const rest = bits & 7;
  return rest === 0 || ((address[whole] as number) ^ (octets[whole] as number)) >> (8 - rest) === 0;
}
