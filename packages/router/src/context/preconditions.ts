// Conditional requests for what a handler makes (RFC 9110 §13).

import {
  evaluatePreconditions,
  formatHttpDate,
  isEntityTag,
  LightResponse,
  type Validators as MessageValidators,
} from "@sockeye/core/message";
import { problemReply } from "./problem.js";

/** What is known of the resource as it stands now. */
export interface Validators {
  /** As it stands in ETag: `"v5"` with its quotes, or `W/"v5"`. */
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
}

/**
 * @param current `null` where there is no such resource yet
 * @param defaults gets ETag and Last-Modified, for the answer
 * @returns the answer where it is 304 or 412, else `null`
 * @throws {TypeError} where the entity-tag is none
 */
export function answerPreconditions(request: Request, current: Validators | null, defaults: Headers): Response | null {
  const validators = current === null ? null : checked(current);
  const fields = validators === null ? {} : fieldsOf(validators);
  switch (evaluatePreconditions(request.method, request.headers, validators)) {
    case "not-modified":
      return new LightResponse(null, { status: 304, headers: fields });
    case "failed":
      return problemReply(412);
    default:
      // What changes the resource answers with what it is afterwards (§8.8.3), which only the handler knows.
      if (request.method === "GET" || request.method === "HEAD") {
        for (const [name, value] of Object.entries(fields)) defaults.set(name, value);
      }
      return null;
  }
}

function checked({ etag, lastModified }: Validators): MessageValidators {
  if (etag !== undefined && !isEntityTag(etag))
    throw new TypeError(`${etag} is no entity-tag: it has its quotes, as in "v5"`);
  return { etag, lastModified: lastModified === undefined ? undefined : Math.floor(lastModified.getTime() / 1000) };
}

function fieldsOf({ etag, lastModified }: MessageValidators): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { ETag: etag }),
    ...(lastModified === undefined ? {} : { "Last-Modified": formatHttpDate(lastModified) }),
  };
}
