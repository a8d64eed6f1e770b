// The request of `app.request`, from what a test wants to write.

import type { TestRequestInit } from "./app.js";

const BASE = "http://localhost";

export function testRequest(request: string | URL | Request, init: TestRequestInit): Request {
  const { json, exchange: _exchange, ...rest } = init;
  const given = typeof request === "string" ? new URL(request, BASE) : request;
  if (json === undefined) return new Request(given, rest);
  const headers = new Headers(rest.headers);
  if (!headers.has("content-type")) headers.set("Content-Type", "application/json");
  return new Request(given, { method: "POST", ...rest, headers, body: JSON.stringify(json) });
}
