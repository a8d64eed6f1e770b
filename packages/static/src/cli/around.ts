// What the command puts around the files: CORS, a password, a line for each request.

import { createHash, timingSafeEqual } from "node:crypto";
import { type Exchange, type Handler, HttpError, LightHeaders, reply, requestPath, requestQuery } from "@sockeye/core";

/** Pages of any origin may read what is answered (Fetch standard, CORS protocol). */
export function withCors(handler: Handler): Handler {
  return async function cors(request, exchange) {
    const asked = request.headers.get("access-control-request-method");
    if (request.method === "OPTIONS" && asked !== null) return preflight(request);
    const response = await handler(request, exchange);
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Access-Control-Expose-Headers", "*");
    return response;
  };
}

function preflight(request: Request): Response {
  const headers = new LightHeaders({
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Max-Age": "7200",
  });
  const wanted = request.headers.get("access-control-request-headers");
  if (wanted !== null) headers.set("Access-Control-Allow-Headers", wanted);
  return reply.empty(204, { headers });
}

/** Asks for a user's name and password (RFC 7617). */
export function withBasicAuth(handler: Handler, { user, password }: { user: string; password: string }): Handler {
  const expected = digest(Buffer.from(`${user}:${password}`));
  const challenge = { "WWW-Authenticate": 'Basic realm="files", charset="UTF-8"' };
  return function basicAuth(request, exchange) {
    const [, token] = /^basic +([A-Za-z0-9+/]+=*) *$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    const given = digest(Buffer.from(token ?? "", "base64"));
    // Digests are of one length, and are compared in a time that says nothing of where they differ.
    if (token !== undefined && timingSafeEqual(given, expected)) return handler(request, exchange);
    return reply.text("A name and a password are needed.\n", { status: 401, headers: challenge });
  };
}

/** @param write takes a line: `2026-11-24T23:31:02Z 127.0.0.1 GET /a.txt 200 3 ms` */
export function withLog(handler: Handler, write: (line: string) => void): Handler {
  return async function log(request, exchange) {
    const start = performance.now();
    let status = 500;
    try {
      const response = await handler(request, exchange);
      status = response.status;
      return response;
    } catch (error) {
      if (error instanceof HttpError) status = error.status;
      throw error;
    } finally {
      const time = `${new Date().toISOString().slice(0, 19)}Z`;
      const milliseconds = Math.round(performance.now() - start);
      write(`${time} ${addressOf(exchange)} ${request.method} ${targetOf(request)} ${status} ${milliseconds} ms`);
    }
  };
}

function addressOf({ remote }: Exchange): string {
  return "address" in remote ? remote.address : "-";
}

function targetOf(request: Request): string {
  const query = requestQuery(request);
  return requestPath(request) + (query === "" ? "" : `?${query}`);
}

function digest(octets: Uint8Array): Buffer {
  return createHash("sha256").update(octets).digest();
}
