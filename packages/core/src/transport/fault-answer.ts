// The answer to a peer that kept no rule or no time: the short status, and not a word of what was wrong (that is for us).

import { REASON_PHRASES, type ServerCodec } from "../protocol/index.js";

/** @returns what to write; nothing may follow it on the connection */
export function faultAnswer(codec: ServerCodec, status: number, dateLine: string): string {
  const text = `${status} ${REASON_PHRASES[status]}\n`;
  const fieldText = `${dateLine}Content-Type: text/plain; charset=utf-8\r\n`;
  const head = codec.sendWhole({ status, fieldText, contentLength: text.length, persistent: false });
  return codec.sendsContent ? head + text : head;
}
