// What does not belong into logs.

export const MASK = "***";

/** Fields that are secrets whatever they hold. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  ...["authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "x-auth-token", "x-csrf-token"],
]);

/** Names in a query whose values are secrets. */
export const SECRET_NAMES: readonly string[] = [
  ...["access_token", "api_key", "apikey", "auth", "client_secret", "code", "id_token", "jwt", "key", "password"],
  ...["refresh_token", "secret", "session", "sig", "signature", "token"],
];

/** @returns what masks the values of these names in a query */
export function maskerOf(names: readonly string[]): (query: string) => string {
  const secret = new Set(names.map((name) => name.toLowerCase()));
  return (query) =>
    query
      .split("&")
      .map((pair) => {
        const equals = pair.indexOf("=");
        return equals >= 0 && secret.has(decoded(pair.slice(0, equals)).toLowerCase())
          ? `${pair.slice(0, equals)}=${MASK}`
          : pair;
      })
      .join("&");
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replace(/\+/g, " "));
  } catch {
    return name;
  }
}
