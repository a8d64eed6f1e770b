// `npm run differential [-- --markdown]`: what other implementations make of the wire cases, beside what we make of them.
// Ends with 1 where somebody differs and no row of differences.ts says why, or where a row has become untrue.

import { parseArgs } from "node:util";
import { REQUEST_CASES, RESPONSE_CASES } from "../test/protocol/cases/index.js";
import { REQUEST_DIFFERENCES, RESPONSE_DIFFERENCES } from "./differences.js";
import { type Observation, observe } from "./observe.js";
import { ourRequestVerdict, ourResponseVerdict } from "./ours.js";
import { RESPONSE_PEERS, startRequestPeers } from "./peers.js";
import { printMarkdown, printSummary } from "./report.js";
import { isClean, type Side, sideOf } from "./side.js";

const MOST_SECONDS = 115;

const { values } = parseArgs({ options: { markdown: { type: "boolean", default: false } } });
// The proxies end when this process exits, and a signal's own way out is none.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
setTimeout(() => {
  console.error(`Not done after ${MOST_SECONDS} s.`);
  process.exit(1);
}, 1000 * MOST_SECONDS).unref();

const sides = [await observeRequests(), await observeResponses()];
for (const side of sides) (values.markdown ? printMarkdown : printSummary)(side);
if (!sides.every(isClean)) process.exitCode = 1;

async function observeRequests(): Promise<Side> {
  const peers = await startRequestPeers();
  const observations: Observation[] = [];
  // One after the other: a parser that works in this process keeps the others waiting, and patience is short.
  for (const peer of peers) observations.push(...(await observe(peer, REQUEST_CASES, ourRequestVerdict)));
  await Promise.all(peers.map((peer) => peer.stop()));
  return sideOf(
    "Requests",
    ["node:http", "http-parser-js", "nginx", "HAProxy"],
    peers,
    observations,
    REQUEST_DIFFERENCES,
  );
}

async function observeResponses(): Promise<Side> {
  const observations: Observation[] = [];
  for (const peer of RESPONSE_PEERS) observations.push(...(await observe(peer, RESPONSE_CASES, ourResponseVerdict)));
  return sideOf(
    "Responses",
    ["node:http", "http-parser-js", "undici"],
    RESPONSE_PEERS,
    observations,
    RESPONSE_DIFFERENCES,
  );
}
