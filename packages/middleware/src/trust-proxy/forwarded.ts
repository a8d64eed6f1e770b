// What proxies say of the requests that they pass on, hop by hop: the last one is the one next to us.

/** One proxy's word. Each member is as it was sent, and not judged. */
export interface Hop {
  /** Who asked the proxy. */
  readonly for: string | null;
  readonly proto: string | null;
  readonly host: string | null;
}

/** X-Forwarded-For, and X-Forwarded-Proto and X-Forwarded-Host, which belong to the hops from the last one on. */
export function xForwardedHops(headers: Headers): readonly Hop[] {
  const list = (name: string): string[] => {
    const field = headers.get(name);
    return field === null || field.trim() === "" ? [] : field.split(",").map((member) => member.trim());
  };
  const clients: (string | null)[] = list("x-forwarded-for");
  const protos = list("x-forwarded-proto");
  const hosts = list("x-forwarded-host");
  if (clients.length === 0 && protos.length + hosts.length > 0) clients.push(null);
  // A proxy that replaces the field speaks of the whole way; those that add to it, of one hop each.
  const member = (members: string[], i: number): string | null =>
    (members.length === clients.length ? members[i] : members.at(-1)) ?? null;
  return clients.map((client, i) => ({ for: client, proto: member(protos, i), host: member(hosts, i) }));
}

// forwarded-pair = token "=" ( token / quoted-string )
const PAIR = /[\t ]*(?:([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=([!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[^"\\]|\\.)*"))?[\t ]*(;|,|$)/y;

/** Forwarded (RFC 7239 §4). Empty where it is malformed: nothing of it can be told apart then. */
export function forwardedHops(headers: Headers): readonly Hop[] {
  const field = headers.get("forwarded");
  if (field === null) return [];
  const hops: Hop[] = [];
  let pairs: Record<string, string> = {};
  PAIR.lastIndex = 0;
  for (;;) {
    const start = PAIR.lastIndex;
    const match = PAIR.exec(field);
    if (match === null) return [];
    const [, name, value, end] = match;
    if (name !== undefined && value !== undefined) {
      if (name.toLowerCase() in pairs) return [];
      pairs[name.toLowerCase()] = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
    }
    if (end === ";") continue;
    if (Object.keys(pairs).length > 0) {
      hops.push({ for: pairs["for"] ?? null, proto: pairs["proto"] ?? null, host: pairs["host"] ?? null });
    }
    pairs = {};
    if (end !== "," || start === field.length) return hops;
  }
}

export interface Node {
  readonly address: string;
  /** 0 where it is not told. */
  readonly port: number;
}

// node = nodename [ ":" node-port ] (RFC 7239 §6): 192.0.2.1, 192.0.2.1:4711, [2001:db8::1]:4711; X-Forwarded-For has bare
// 2001:db8::1 as well.
const NODE = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)|([0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?::(\d{1,5}))?$/;

/** `null` for `unknown`, for an obfuscated name (`_hidden`), and for what cannot be read. */
export function parseNode(text: string): Node | null {
  const match = NODE.exec(text);
  if (match === null) return null;
  const [, bracketed, ipv4, bare, port = "0"] = match;
  // In bare IPv6 nothing tells a port from a group.
  if (bare !== undefined && match[4] !== undefined) return { address: text, port: 0 };
  return { address: (bracketed ?? ipv4 ?? bare) as string, port: Number(port) };
}
