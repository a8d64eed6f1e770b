// Answers as other runtimes than our own server want them.

import { nativeResponse, sourceLength, sourceOf } from "@sockeye/core/message";

/** @returns one of the platform's own responses, without content for HEAD, whose fields are those of GET (RFC 9110 §9.3.2) */
export function nativeAnswer(response: Response, method: string): Response {
  if (method !== "HEAD") return nativeResponse(response);
  const source = sourceOf(response);
  const length = source === undefined ? null : sourceLength(source);
  const { body, headers, status, statusText } = nativeResponse(response);
  // Lets go of what the content would have been read from.
  if (body !== null) void body.cancel().catch(() => {});
  const answer = new Response(null, { status, statusText, headers });
  if (length !== null && source !== null && !headers.has("content-length")) {
    answer.headers.set("Content-Length", String(length));
  }
  return answer;
}
