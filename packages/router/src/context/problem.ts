// Problem details, RFC 9457: what errors are answered with.

import { HttpError, LightHeaders, LightResponse, REASON_PHRASES, type ReplyInit } from "@sockeye/core/message";

/** Members of a problem; `status` and `title` are filled in. Further ones are extensions. */
export interface Problem {
  /** A URI that names the kind of problem. Left out, it is `about:blank`: the status says it all. */
  readonly type?: string | undefined;
  /** @defaultValue the reason phrase of the status */
  readonly title?: string | undefined;
  /** What happened this time, for people. */
  readonly detail?: string | undefined;
  readonly instance?: string | undefined;
  /** A stable name for programs, such as `JSON_MALFORMED`. */
  readonly code?: string | undefined;
  readonly [extension: string]: unknown;
}

/** Further members of the problem that an error is answered with, such as `errors`. */
const extensions = new WeakMap<HttpError, Problem>();

/** @returns the error, whose problem has the members of `problem` as well */
export function withProblem<Thrown extends HttpError>(error: Thrown, problem: Problem): Thrown {
  extensions.set(error, problem);
  return error;
}

/** @param status 400 to 599 */
export function problemReply(status: number, problem: Problem = {}, init?: Exclude<ReplyInit, number>): Response {
  const { type, title = titleOf(status), ...members } = problem;
  const headers = new LightHeaders(init?.headers);
  if (!headers.has("content-type")) headers.set("Content-Type", "application/problem+json");
  return new LightResponse(JSON.stringify({ type, title, status, ...members }), { ...init, status, headers });
}

/** The answer to what was thrown: an `HttpError` says its status, everything else is 500. */
export function problemOf(error: unknown): Response {
  if (!(error instanceof HttpError)) return problemReply(500);
  const { code, expose, headers, message, status } = error;
  const detail = expose && message !== "" ? message : undefined;
  return problemReply(status, { detail, code, ...extensions.get(error) }, { headers });
}

function titleOf(status: number): string {
  return REASON_PHRASES[status] ?? (status < 500 ? "Client Error" : "Server Error");
}
