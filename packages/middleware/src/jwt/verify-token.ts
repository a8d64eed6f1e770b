// One token: its claims, or why it is refused.

import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import type { Key } from "./key.js";

/** @throws what jose throws, and what `key` does */
export async function verifyToken(token: string, key: Key, wanted: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, key, wanted)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // A token without a key id: each key that it could be is tried.
    for await (const candidate of error) {
      try {
        return (await jwtVerify(token, candidate, wanted)).payload;
      } catch (failure) {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Why a token is refused, for the client; `null` where the fault is not the token's. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof errors.JWTExpired) return "The token has expired";
  if (error instanceof errors.JWTClaimValidationFailed) return `The claim ${error.claim} does not fit`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The signature does not fit";
  if (error instanceof errors.JWKSNoMatchingKey) return "No key fits the token";
  if (error instanceof errors.JOSEAlgNotAllowed) return "The algorithm is not allowed";
  return error instanceof errors.JOSEError ? "The token cannot be read" : null;
}
