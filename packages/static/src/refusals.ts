// Answers without a file.

import { LightHeaders, type LightResponse, reply } from "@sockeye/core/message";

export const ALLOWED = "GET, HEAD, OPTIONS";

const SENTENCES = {
  400: "The path is not written in its canonical form.",
  403: "This may not be read.",
  404: "There is nothing here.",
  405: "Files are read by GET and HEAD.",
  412: "The file is not in the state that the request asks for.",
  416: "The file has no such range.",
  503: "Too many files are open. Try again.",
} as const;

/** Plain text that says nothing of the file system. */
export function refusal(status: keyof typeof SENTENCES, fields: Readonly<Record<string, string>> = {}): LightResponse {
  const headers = new LightHeaders(fields);
  headers.set("X-Content-Type-Options", "nosniff");
  if (status === 405) headers.set("Allow", ALLOWED);
  if (status === 503) headers.set("Retry-After", "1");
  return reply.text(`${SENTENCES[status]}\n`, { status, headers });
}

/** Sends on to another path of this server. @param location begins with one slash */
export function redirection(location: string): LightResponse {
  const headers = { Location: location, "X-Content-Type-Options": "nosniff" };
  return reply.text(`The page is at ${location}\n`, { status: 301, headers });
}
