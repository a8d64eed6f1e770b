// http-parser-js, a parser without a server: it is driven as node:http drives one. After a request or response that ends
// the connection nothing more is looked at.

import { createRequire } from "node:module";
import { HTTPParser } from "http-parser-js";
import { endsWithin } from "../../fuzz/time-limit.js";
import type { RequestPeer, ResponsePeer } from "../peer.js";
import { type Message, requestStart, type Verdict } from "../verdict.js";

const { version } = createRequire(import.meta.url)("http-parser-js/package.json") as { version: string };

const MOST_MILLISECONDS = 100;

// What `kOnHeadersComplete` may give back.
const GOES_ON = 0;
const HAS_NO_CONTENT = 1;
const SWITCHES_PROTOCOL = 2;

interface Head {
  readonly method: number;
  readonly url: string;
  readonly statusCode: number;
  readonly upgrade: boolean;
  readonly shouldKeepAlive: boolean;
}

/** What the server or client around the parser makes of a head. */
interface Reaction {
  readonly start: string;
  readonly next: typeof GOES_ON | typeof HAS_NO_CONTENT | typeof SWITCHES_PROTOCOL;
  readonly isLast: boolean;
}

export const JAVASCRIPT_REQUEST_PARSER: RequestPeer = {
  name: "http-parser-js",
  version,
  observe: async ({ wire }) =>
    play(HTTPParser.REQUEST, wire, ({ method, url, shouldKeepAlive }) => {
      const name = HTTPParser.methods[method] ?? "";
      const isConnect = name === "CONNECT";
      return {
        start: requestStart(name, url),
        next: isConnect ? SWITCHES_PROTOCOL : GOES_ON,
        isLast: isConnect || !shouldKeepAlive,
      };
    }),
  stop: async () => {},
};

export const JAVASCRIPT_RESPONSE_PARSER: ResponsePeer = {
  name: "http-parser-js",
  version,
  observe: async ({ wire, requests = ["GET"] }) => {
    if (requests.length === 0) return null;
    const outstanding = [...requests];
    return play(HTTPParser.RESPONSE, wire, ({ statusCode, shouldKeepAlive }) => {
      const start = String(statusCode);
      if (statusCode === 101) return { start, next: SWITCHES_PROTOCOL, isLast: true };
      if (statusCode < 200) return { start, next: HAS_NO_CONTENT, isLast: false };
      const method = outstanding.shift();
      if (method === "CONNECT" && statusCode < 300) return { start, next: SWITCHES_PROTOCOL, isLast: true };
      const isLast = !shouldKeepAlive || outstanding.length === 0;
      return { start, next: method === "HEAD" ? HAS_NO_CONTENT : GOES_ON, isLast };
    });
  },
  stop: async () => {},
};

function play(
  type: typeof HTTPParser.REQUEST | typeof HTTPParser.RESPONSE,
  wire: string,
  react: (head: Head) => Reaction,
): Verdict {
  const messages: Message[] = [];
  let current: Reaction = { start: "", next: GOES_ON, isLast: false };
  let content = "";
  let isOver = false;

  const parser = new HTTPParser(type);
  parser[HTTPParser.kOnHeadersComplete] = (head) => {
    if (isOver) return GOES_ON;
    current = react(head);
    content = "";
    return current.next;
  };
  parser[HTTPParser.kOnBody] = (octets, offset, length) => {
    content += octets.toString("latin1", offset, offset + length);
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (isOver) return;
    messages.push({ start: current.start, content });
    isOver = current.isLast;
  };

  const feed = (): Error | undefined => {
    // The parser stops where it thinks that another protocol begins; without one, HTTP goes on.
    for (let octets = Buffer.from(wire, "latin1"); octets.length > 0 && !isOver; ) {
      const consumed = parser.execute(octets);
      if (consumed instanceof Error) return consumed;
      // A length that is no number makes its position none.
      if (Number.isNaN(consumed)) return new Error("lost its place");
      octets = octets.subarray(consumed);
    }
    return parser.finish() ?? undefined;
  };
  // A negative chunk size sends it back, again and again.
  let fault: Error | undefined = new Error("never ends");
  endsWithin(MOST_MILLISECONDS, () => {
    fault = feed();
  });
  return { messages, refusal: fault === undefined || isOver ? null : fault.message };
}
