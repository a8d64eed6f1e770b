import { REQUEST_CASES, RESPONSE_CASES } from "../test/protocol/cases/index.js";
import { ourRequestVerdict, ourResponseVerdict } from "./ours.js";
import type { Peer } from "./peer.js";
import { JAVASCRIPT_REQUEST_PARSER, JAVASCRIPT_RESPONSE_PARSER } from "./peers/http-parser-js.js";
import { NODE_HTTP_CLIENT } from "./peers/node-http-client.js";
import { startNodeHttp } from "./peers/node-http-server.js";
import { startProxies } from "./peers/proxies.js";
import { UNDICI } from "./peers/undici.js";
import { disagreement, type Verdict } from "./verdict.js";
import type { WireCase } from "../test/protocol/wire-case.js";

async function run<C extends WireCase>(peer: Peer<C>, cases: readonly C[], ours: (c: C) => Verdict) {
  const t0 = Date.now();
  let slow = 0;
  const out: string[] = [];
  const queue = [...cases];
  const worker = async () => {
    for (let c = queue.shift(); c; c = queue.shift()) {
      const t = Date.now();
      const theirs = await peer.observe(c);
      if (Date.now() - t > 900) { slow++; out.push(`SLOW ${peer.name} ${c.id}`); }
      if (!theirs) continue;
      const o = ours(c);
      const d = disagreement(o, theirs);
      if (d) out.push(JSON.stringify({ k: d, code: o.refusal, peer: peer.name, id: c.id, wire: c.wire.length > 200 ? `${c.wire.slice(0, 160)}…${c.wire.length}` : c.wire, ours: o.messages.map((m) => `${m.start}|${m.content}`), theirs: theirs.messages.map((m) => `${m.start}|${m.content}`), ref: theirs.refusal }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  console.error(peer.name, peer.version, cases.length, out.length, "slow", slow, Date.now() - t0, "ms");
  for (const l of out.sort()) console.log(l);
}
const proxies = await startProxies();
const node = await startNodeHttp();
console.error(REQUEST_CASES.length, RESPONSE_CASES.length);
await run(JAVASCRIPT_REQUEST_PARSER, REQUEST_CASES, ourRequestVerdict);
await run(JAVASCRIPT_RESPONSE_PARSER, RESPONSE_CASES, ourResponseVerdict);
await Promise.all([node, ...proxies].map((p) => run(p, REQUEST_CASES, ourRequestVerdict)));
await Promise.all([NODE_HTTP_CLIENT, UNDICI].map((p) => run(p, RESPONSE_CASES, ourResponseVerdict)));
for (const p of [...proxies, node]) await p.stop();
