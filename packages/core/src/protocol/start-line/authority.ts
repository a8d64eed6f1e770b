// The grammar of `uri-host [ ":" port ]`: the Host field (RFC 9110 §7.2) and the authority of a request-target.

import { DIGIT, HEXDIG, REG_NAME } from "../grammar.js";

const LARGEST_PORT = 65535;
const IPV6_CHARACTERS = /^[0-9A-Fa-f:.]+$/;
// IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ), RFC 3986 §3.2.2.
const IP_FUTURE = /^[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/;

/**
 * Judges `uri-host [ ":" port ]` (RFC 3986 §3.2.2, §3.2.3; no userinfo). The host may be empty, as the grammar has it.
 * @returns index of the first character that does not fit (the length, where something is missing at the end), or -1
 */
export function authorityFault(authority: string): number {
  const colon = hostEnd(authority);
  if (colon < 0) return ~colon;
  if (colon === authority.length) return -1;
  return portFault(authority, colon);
}

/** Whether there is a host, and, behind it, a port with at least one digit where one is required. */
export function hasHost(authority: string): boolean {
  return authority !== "" && authority.charCodeAt(0) !== 0x3a;
}

/** Index behind the host, or the complement of the index of the first character that does not fit. */
function hostEnd(authority: string): number {
  const length = authority.length;
  if (authority.charCodeAt(0) === 0x5b) {
    const close = authority.indexOf("]");
    if (close < 0) return ~length;
    if (!isIpLiteral(authority.slice(1, close))) return ~1;
    return close + 1;
  }
  for (let at = 0; at < length; at++) {
    const code = authority.charCodeAt(at);
    if (REG_NAME[code] === 1) continue;
    if (code === 0x3a) return at;
    // pct-encoded = "%" HEXDIG HEXDIG
    if (code !== 0x25 || !isHexdig(authority, at + 1) || !isHexdig(authority, at + 2)) return ~at;
    at += 2;
  }
  return length;
}

function portFault(authority: string, colon: number): number {
  if (authority.charCodeAt(colon) !== 0x3a) return colon;
  let port = 0;
  for (let at = colon + 1; at < authority.length; at++) {
    const code = authority.charCodeAt(at);
    if (DIGIT[code] !== 1) return at;
    port = 10 * port + code - 0x30;
    if (port > LARGEST_PORT) return at;
  }
  return -1;
}

function isHexdig(text: string, at: number): boolean {
  return at < text.length && HEXDIG[text.charCodeAt(at)] === 1;
}

// IP-literal = "[" ( IPv6address / IPvFuture ) "]", RFC 3986 §3.2.2. The URL standard reads IPv6address as the RFC does.
function isIpLiteral(address: string): boolean {
  return IP_FUTURE.test(address) || (IPV6_CHARACTERS.test(address) && URL.canParse(`http://[${address}]/`));
}
