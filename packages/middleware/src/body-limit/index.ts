// How much content a request may have.

import { changedRequest, HttpError } from "@sockeye/core/message";
import { amend, type Context, type Middleware } from "@sockeye/router";
import * as z from "zod/mini";
import { checkOptions } from "../options.js";

export interface BodyLimitOptions {
  /** Octets. It takes the place of the server's own limit, and so may be more than that. */
  readonly max: number;
}

const schema = z.strictObject({ max: z.int().check(z.minimum(0)) });

/**
 * Limits the content of requests, in whichever way it is read: as a whole, or as a stream. Content that is announced as
 * larger is refused before any of it is read, and before the client sends it where it waits for 100 (Continue).
 * @throws {HttpError} 413 `CONTENT_TOO_LARGE`
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function bodyLimit(options: BodyLimitOptions): Middleware {
  checkOptions("bodyLimit", schema, options);
  const { max } = options;

  return function bodyLimit(c, next) {
    const length = c.headers.get("content-length");
    if (Number(length ?? 0) > max) {
      throw new HttpError(413, `The content is larger than ${max} octets`, { code: "CONTENT_TOO_LARGE" });
    }
    if (length !== null || mayHaveContent(c)) {
      amend(c, { request: changedRequest(c.request, { contentLimit: max }) });
    }
    return next();
  };
}

/** Content of a length that is not told. Requests of the platform tell nothing by their fields. */
function mayHaveContent({ headers, method }: Context): boolean {
  return headers.has("transfer-encoding") || (method !== "GET" && method !== "HEAD");
}
