// What bearer tokens of every kind have in common (RFC 6750).

import { HttpError } from "@sockeye/core/message";
import { readCredentials } from "./authorization.js";
import { challenge, unauthorized } from "./challenge.js";

export interface BearerChallenges {
  /** "If the request lacks any authentication information […] the resource server SHOULD NOT include an error code." */
  missing(): HttpError;
  malformed(): HttpError;
  /** @param description visible ASCII */
  invalid(description: string, cause?: unknown): HttpError;
}

export function bearerChallenges(realm: string | undefined): BearerChallenges {
  const missing = challenge("Bearer", { realm });
  const malformed = challenge("Bearer", { realm, error: "invalid_request" });
  return {
    missing: () => unauthorized(missing, "A bearer token is needed", "TOKEN_MISSING"),
    malformed: () =>
      new HttpError(400, "The bearer token cannot be read", {
        code: "TOKEN_MALFORMED",
        headers: { "WWW-Authenticate": malformed },
      }),
    invalid(description, cause) {
      const field = challenge("Bearer", { realm, error: "invalid_token", error_description: description });
      return unauthorized(field, description, "TOKEN_INVALID", cause);
    },
  };
}

/** @returns the token of the Authorization field; `null` without one. @throws {HttpError} 400 */
export function readBearer(headers: Headers, refuse: BearerChallenges): string | null {
  const token = readCredentials(headers, "bearer");
  if (token === undefined) throw refuse.malformed();
  return token;
}
