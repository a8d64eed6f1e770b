// Problem details, RFC 9457: what errors are answered with.

import { HttpError, LightHeaders, LightResponse, type ReplyInit } from "@sockeye/core/message";

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

// RFC 9110 §15, and the registry of status codes.
const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
  507: "Insufficient Storage",
  508: "Loop Detected",
  511: "Network Authentication Required",
};

function titleOf(status: number): string {
  return TITLES[status] ?? (status < 500 ? "Client Error" : "Server Error");
}
