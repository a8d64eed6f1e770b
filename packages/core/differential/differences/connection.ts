// Whether the connection goes on behind a request, and what may stand there.

// biome-ignore-all format: two lines or three say what a row is, so that neighbours can be compared.
import type { Difference } from "../difference.js";

export const CONNECTION_DIFFERENCES: readonly Difference[] = [
  { behaviour: "both close and keep-alive, in HTTP/1.0", rule: "RFC 9112 §9.3", right: "ours",
    why: "close decides: they read a request behind the last one", cases: ["persistence/keep-alive-1-0-close"],
    peers: { "node:http": "reads otherwise", "http-parser-js": "reads otherwise" } },
  { behaviour: "Proxy-Connection: keep-alive, in HTTP/1.0", rule: "RFC 9112 §9.3", right: "ours",
    why: "only Connection keeps it", cases: ["persistence/proxy-connection-1-0"], peers: { "node:http": "reads otherwise" } },
  { behaviour: "close with HTAB behind it or empty elements around it", rule: "RFC 9110 §5.6.1.2", right: "ours",
    why: "empty elements MUST be accepted, and whitespace is no part of an element: it is close",
    cases: ["llhttp/close-tab-then-request", "persistence/close-empty-elements"], peers: { "node:http": "reads otherwise" },
    mendedIn: { "node:http": 22 } },
  { behaviour: "an option that only begins with close", rule: "RFC 9110 §7.6.1", right: "ours",
    why: "options are tokens: it is not close", cases: ["persistence/close-prefix"], peers: { "http-parser-js": "refuses", nginx: "refuses" } },
  { behaviour: "a request behind a CONNECT that was refused", rule: "RFC 9110 §9.3.6", right: "ours",
    why: "without a 2xx there is no tunnel; they have let go of the connection", cases: ["persistence/connect-refused", "h11/connect-refused"],
    peers: { "node:http": "refuses", "http-parser-js": "refuses" } },
  { behaviour: "a request behind an Upgrade that was not followed", rule: "RFC 9110 §7.8", right: "ours",
    why: "without a 101 HTTP goes on; node:http loses what came in one piece with the request",
    cases: ["persistence/upgrade-refused", "h11/upgrade-refused", "hyper/upgrade-twice"], peers: { "node:http": "refuses" } },
  { behaviour: "Upgrade: websocket without Sec-WebSocket-Key", rule: "RFC 6455 §4.2.1", right: "policy",
    why: "no business of HTTP, but of whoever switches",
    cases: ["persistence/upgrade", "persistence/upgrade-*", "llhttp/connection-empty-option", "llhttp/upgrade-then-octets", "llhttp/upgrade-with-keep-alive"],
    peers: { HAProxy: "refuses" } },
  { behaviour: "nothing, or empty lines only, before the client's end", rule: "RFC 9112 §9.5", right: "policy",
    why: "HAProxy answers 400 to nobody",
    cases: ["request-line/only-empty-lines", "persistence/end-before-request", "go/closed-at-once", "go/empty-line-behind", "go/expect-then-empty-lines",
      "h11/closed-at-once", "h11/nothing", "h11/only-empty-line", "h11/only-empty-line-eof", "hyper/eof-idle", "hyper/length-get"],
    peers: { HAProxy: "refuses" } },
];
