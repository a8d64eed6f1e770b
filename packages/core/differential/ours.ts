// Our own verdict on a wire case. The peer's end follows the last octet of every case here, so that nobody waits.

import { requestTranscript, responseTranscript } from "../test/protocol/transcript.js";
import type { ResponseWireCase, WireCase } from "../test/protocol/wire-case.js";
import { type Message, requestStart, type Verdict } from "./verdict.js";

export function ourRequestVerdict({ wire, limits }: WireCase): Verdict {
  return verdictOf(requestTranscript([Buffer.from(wire, "latin1")], true, limits).lines);
}

export function ourResponseVerdict({ wire, limits, requests, asksUpgrade }: ResponseWireCase): Verdict {
  return verdictOf(responseTranscript([Buffer.from(wire, "latin1")], true, requests, limits, asksUpgrade).lines);
}

// The lines are described at `WireCase.expected`.
function verdictOf(lines: readonly string[]): Verdict {
  const messages: Message[] = [];
  let start = "";
  let content = "";
  for (const line of lines) {
    const [event = "", first = "", second = "", ...flags] = line.split(" ");
    switch (event) {
      case "request":
        start = requestStart(first, second);
        content = "";
        break;
      case "response":
        start = first;
        content = "";
        // A tunnel begins: nothing more is read.
        if (flags.includes("[upgrade]")) messages.push({ start, content });
        break;
      case "informational":
        messages.push({ start: first, content: "" });
        break;
      case "content":
        content = line.slice("content ".length);
        break;
      case "end":
        messages.push({ start, content });
        break;
      case "error":
        return { messages, refusal: first };
    }
  }
  return { messages, refusal: null };
}
