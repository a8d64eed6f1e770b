// IP addresses as text, as octets, and as what the rest of the package calls one client.

/** 16 octets; an IPv4 address stands in them as IPv6 maps it (`::ffff:192.0.2.1`). */
export type AddressOctets = Uint8Array;

/** Octets before an IPv4 address that IPv6 maps. */
export const MAPPED_OCTETS = 12;

/** `null` where the text is no address. A zone (`fe80::1%eth0`) is left out. */
export function parseAddress(text: string): AddressOctets | null {
  const octets = new Uint8Array(16);
  if (!text.includes(":")) {
    octets[10] = 0xff;
    octets[11] = 0xff;
    return readIpv4(text, octets, MAPPED_OCTETS) ? octets : null;
  }
  const zone = text.indexOf("%");
  return readIpv6(zone < 0 ? text : text.slice(0, zone), octets) ? octets : null;
}

export function isIpv4(octets: AddressOctets): boolean {
  for (let i = 0; i < 10; i++) if (octets[i] !== 0) return false;
  return octets[10] === 0xff && octets[11] === 0xff;
}

/**
 * What stands for one client: an IPv4 address; of IPv6 the network of 64 bits, which is what one customer gets. Text that is no
 * address stands for itself.
 */
export function clientNetwork(address: string): string {
  // Nearly always, and ready.
  if (!address.includes(":")) return address;
  const octets = parseAddress(address);
  if (octets === null) return address;
  if (isIpv4(octets)) return octets.subarray(MAPPED_OCTETS).join(".");
  let text = "";
  for (let i = 0; i < 8; i += 2) text += `${(((octets[i] as number) << 8) | (octets[i + 1] as number)).toString(16)}:`;
  return `${text}:/64`;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function readIpv4(text: string, octets: Uint8Array, at: number): boolean {
  const parts = IPV4.exec(text);
  if (parts === null) return false;
  for (let i = 0; i < 4; i++) {
    const part = parts[i + 1] as string;
    // 010 is eight to some and ten to others.
    if (Number(part) > 255 || (part.length > 1 && part.startsWith("0"))) return false;
    octets[at + i] = Number(part);
  }
  return true;
}

function readIpv6(text: string, octets: Uint8Array): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const [head = "", tail] = halves;
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === null || after === null) return false;
  const count = before.length + after.length;
  if (tail === undefined ? count !== 16 : count > 14) return false;
  octets.set(before);
  octets.set(after, 16 - after.length);
  return true;
}

/** The octets of groups with colons between them; the last may be an IPv4 address. */
function groupsOf(text: string): number[] | null {
  if (text === "") return [];
  const octets: number[] = [];
  const groups = text.split(":");
  for (const [i, group] of groups.entries()) {
    if (i === groups.length - 1 && group.includes(".")) {
      const ipv4 = new Uint8Array(4);
      if (!readIpv4(group, ipv4, 0)) return null;
      octets.push(...ipv4);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 0xff);
    }
  }
  return octets;
}
