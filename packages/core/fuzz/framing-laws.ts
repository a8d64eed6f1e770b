// The law against smuggling: every message that the codec has accepted ends where other readers find its end.

import { uphold } from "./broken-law.js";
import type { Input } from "./input.js";
import type { Message, Observation } from "./observation.js";
import { type Context, readAgain } from "./re-reading.js";

/** @throws {BrokenLaw} `framing` */
export function checkFraming(input: Input, { messages, error, lines }: Observation): void {
  for (const message of messages) {
    for (const sloppy of [false, true]) checkMessage(input, message, error !== null, sloppy);
  }
  // What is not read is either not all here, or nobody asks for it any more.
  const last = messages.at(-1);
  const next = last === undefined ? 0 : last.end;
  const isWaiting = error === null && next !== null && (lines.at(-1) ?? "").startsWith("need-data");
  if (isWaiting) {
    const head = readAgain(input.octets, next, contextOf(last), false);
    uphold("framing", head === null, () => `a whole head at ${next} was not read`);
  }
}

function checkMessage({ octets, eof }: Input, message: Message, failed: boolean, sloppy: boolean): void {
  const reader = sloppy ? "the sloppy reader" : "the plain reader";
  const { head, start, headEnd, content, end } = message;
  const reading = readAgain(octets, start, contextOf(message), sloppy);
  uphold("framing", reading !== null, () => `${reader} finds no end of the head at ${start}`);
  uphold(
    "framing",
    reading.headEnd === headEnd,
    () => `${reader} ends the head at ${reading.headEnd}, we at ${headEnd}`,
  );

  const framing = head.framing.kind === "length" ? head.framing.octets : head.framing.kind;
  uphold("framing", reading.framing === framing, () => `${reader} frames by ${reading.framing}, we by ${framing}`);
  const isTunnel = head.type === "response" && head.upgrade;
  const failedInside = failed && end === null;
  if (isTunnel || failedInside) return;

  const theirEnd = framing === "close" && !eof ? null : reading.end;
  uphold("framing", theirEnd === end, () => `${reader} ends the message at ${theirEnd}, we at ${end}`);
  const isSame = reading.content === content;
  uphold("framing", isSame, () => `${reader} has the content ${JSON.stringify(reading.content)}`);
}

function contextOf(message: Message | undefined): Context {
  if (message === undefined) return { method: "", status: null };
  return { method: message.method, status: message.head.type === "request" ? null : message.head.status };
}
