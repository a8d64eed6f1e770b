// What the fuzzer prints: a failure as a wire case to copy, and the summary.

import { PROTOCOL_RULES } from "../src/protocol/index.js";
import { requestTranscript, responseTranscript } from "../test/protocol/transcript.js";
import { LAWS } from "./broken-law.js";
import type { Input } from "./input.js";
import type { Failure } from "./shrink.js";
import { endsWithin } from "./time-limit.js";

const LONGEST_TRANSCRIPT = 2_000;

export interface Tally {
  readonly seed: number;
  executions: number;
  seconds: number;
  /** Inputs of which a head was accepted and nothing refused. */
  accepted: number;
  /** Heads accepted, whatever followed them. */
  heads: number;
  /** How many inputs ended in each error. */
  readonly codes: Map<string, number>;
}

export function describeFailure({ input, broken, seed }: Failure): string {
  return `broken: ${LAWS[broken.law]}\n  ${broken.message}\n  (places of the cuts: ${seed})\n\n${wireCase(input)}\n`;
}

export function describeTally({ seed, executions, seconds, accepted, heads, codes }: Tally): string {
  const count = (number: number): string => number.toLocaleString("en");
  const rows = [...codes].sort(([, one], [, other]) => other - one).map(([code, times]) => `${code} ${count(times)}`);
  const all = Object.keys(PROTOCOL_RULES).length;
  return [
    `seed ${seed}: ${count(executions)} executions in ${seconds.toFixed(1)} s, ${count(Math.round(executions / seconds))}/s`,
    `accepted: ${count(accepted)} inputs to their end, ${count(heads)} heads in all`,
    `error codes: ${codes.size} of ${all}: ${rows.join(", ")}`,
  ].join("\n");
}

/** A row for packages/core/test/protocol/cases; what it is to give is what it gives now. */
function wireCase(input: Input): string {
  const { side, octets, eof, limits, methods, asksUpgrade } = input;
  const members = [
    `id: "fuzz/…"`,
    `rule: "…"`,
    `section: "RFC …"`,
    ...(side === "responses" ? [`requests: ${JSON.stringify(methods)}`] : []),
    ...(side === "responses" && !asksUpgrade ? ["asksUpgrade: false"] : []),
    ...(Object.keys(limits).length > 0 ? [`limits: ${JSON.stringify(limits)}`] : []),
    `wire: ${quoted(octets)}`,
    ...(eof ? ["eof: true"] : []),
    `expected: [${transcript(input).map(quoted).join(", ")}]`,
  ];
  return `{ ${members.join(", ")} }`;
}

function transcript({ side, octets, eof, limits, methods, asksUpgrade }: Input): readonly string[] {
  const pieces = [Buffer.from(octets, "latin1")];
  let lines: readonly string[] = ["no end"];
  try {
    endsWithin(LONGEST_TRANSCRIPT, () => {
      const isRequest = side === "requests";
      ({ lines } = isRequest
        ? requestTranscript(pieces, eof, limits)
        : responseTranscript(pieces, eof, methods, limits, asksUpgrade));
    });
  } catch (error) {
    lines = [String(error)];
  }
  return lines;
}

function quoted(octets: string): string {
  const escaped = octets.replace(/["\\]|[^\x20-\x7e]/g, (octet) => {
    if (octet === "\r") return "\\r";
    if (octet === "\n") return "\\n";
    if (octet === "\t") return "\\t";
    if (octet === '"' || octet === "\\") return `\\${octet}`;
    return `\\x${octet.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return `"${escaped}"`;
}
