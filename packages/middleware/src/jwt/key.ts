// What tokens are verified with, from the options.

import { type CryptoKey, createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from "jose";
import { RemoteKeySet, type RemoteKeySetOptions } from "./remote-key-set.js";

/** Gives the key for a token, by its header. */
export type Key = JWTVerifyGetKey;

export interface KeyOptions {
  readonly secret?: string | Uint8Array | undefined;
  readonly key?: CryptoKey | JWK | undefined;
  readonly keySet?: JSONWebKeySet | RemoteKeySetOptions | undefined;
}

export function keyOf({ secret, key, keySet }: KeyOptions): Key {
  if (secret !== undefined) {
    const octets = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
    return async () => octets;
  }
  if (key !== undefined) return oneKey(key);
  if (keySet !== undefined && "keys" in keySet) return createLocalJWKSet(keySet);
  return new RemoteKeySet(keySet as RemoteKeySetOptions).find;
}

function oneKey(key: CryptoKey | JWK): Key {
  if (!("kty" in key)) return async () => key as CryptoKey;
  // A JWK need not say its algorithm: the header does, and only those of the list have come so far.
  const imported = new Map<string, ReturnType<typeof importJWK>>();
  return (header) => {
    const { alg } = header as { alg: string };
    const found = imported.get(alg) ?? importJWK(key, alg);
    imported.set(alg, found);
    return found;
  };
}
