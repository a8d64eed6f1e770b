// The Authorization field (RFC 9110 §11.6.2).

// token68, which both Basic and Bearer have behind their scheme.
const TOKEN68 = /^[A-Za-z0-9\-._~+/]+=*$/;

/**
 * Reads the credentials of one scheme.
 * @param scheme in lower case
 * @returns the token68 behind the scheme; `null` where the request has no credentials, or those of another scheme;
 * `undefined` where they are malformed
 */
export function readCredentials(headers: Headers, scheme: string): string | null | undefined {
  const field = headers.get("authorization");
  if (field === null) return null;
  const { length } = scheme;
  if (field.slice(0, length).toLowerCase() !== scheme) return null;
  if (field.length === length) return undefined;
  // 1*SP
  let start = length;
  while (field.charCodeAt(start) === 0x20) start++;
  if (start === length) return null;
  const token = field.slice(start);
  return TOKEN68.test(token) ? token : undefined;
}
