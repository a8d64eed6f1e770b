// Requests that break a rule of HTTP, to see the server refuse them: no browser can be made to send one.

import { connect } from "node:net";
import { text } from "node:stream/consumers";

const SAMPLES = {
  "two-hosts": { title: "Two Host fields", octets: "GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n" },
  "space-before-colon": {
    title: "A space before the colon",
    octets: "POST /api/links HTTP/1.1\r\nHost: localhost\r\nContent-Length : 12\r\n\r\n",
  },
  "both-framings": {
    title: "Content-Length and chunked",
    octets: "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  },
  "bare-line-feed": { title: "A bare LF at the end of a line", octets: "GET / HTTP/1.1\nHost: localhost\n\n" },
  "control-octet": {
    title: "A control octet in a value",
    octets: "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: no\x01thing\r\n\r\n",
  },
  "bad-chunk-size": {
    title: "A chunk size in words",
    octets: "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n",
  },
} as const;

export type SampleName = keyof typeof SAMPLES;
export const SAMPLE_NAMES = Object.keys(SAMPLES) as [SampleName, ...SampleName[]];

export function samples(): readonly { readonly name: SampleName; readonly title: string; readonly octets: string }[] {
  return SAMPLE_NAMES.map((name) => ({ name, ...SAMPLES[name] }));
}

/** Sends one of them to this machine's own port. @returns what the server answered, as text */
export async function sendSample(name: SampleName, port: number): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.end(SAMPLES[name].octets, "latin1");
  return text(socket);
}
