// One input of the fuzzer: a wire case, or several, changed in a few ways. It depends on the seed, on the number of the
// execution and on the rows, and on nothing that the codec does.

import type { Limits } from "../src/protocol/index.js";
import { REQUEST_CASES, RESPONSE_CASES } from "../test/protocol/cases/index.js";
import type { ResponseWireCase } from "../test/protocol/wire-case.js";
import { METHODS } from "./dictionary.js";
import { mutate } from "./mutations.js";
import { Random } from "./random.js";

/** What the octets are meant to be: requests for a server, or responses for a client. */
export type Side = "requests" | "responses";

export interface Input {
  readonly side: Side;
  /** One character an octet. */
  readonly octets: string;
  /** The peer half-closes after the last octet. */
  readonly eof: boolean;
  readonly limits: Partial<Limits>;
  /** Methods of the requests that the responses answer; on the other side none. */
  readonly methods: readonly string[];
  /** Whether those requests ask for another protocol. */
  readonly asksUpgrade: boolean;
}

// Octet by octet, longer ones would cost more time than they show.
const LONGEST = 30_000;
const MOST_MUTATIONS = 6;

const ROWS: Readonly<Record<Side, readonly ResponseWireCase[]>> = {
  requests: REQUEST_CASES,
  responses: RESPONSE_CASES,
};

/** @param execution counts the inputs of one seed */
export function makeInput(side: Side, seed: number, execution: number): Input {
  const random = new Random(seed, execution);
  const rows = ROWS[side];
  const row = random.pick(rows);
  const donor = (): string => random.pick(rows).wire;

  let octets = row.wire;
  // Mostly few, for what breaks at once never reaches the readers further in; now and then none, for the tests do not
  // deliver the row itself as the fuzzer does.
  for (let left = random.below(random.between(2, MOST_MUTATIONS + 1)); left > 0; left--)
    octets = mutate(octets, random, donor);
  const eof = row.eof ?? false;
  return {
    side,
    octets: octets.slice(0, LONGEST),
    eof: random.oneIn(8) ? !eof : eof,
    limits: random.oneIn(12) ? smallLimits(random) : (row.limits ?? {}),
    methods: side === "requests" ? [] : methods(row, random),
    asksUpgrade: side === "responses" && (random.oneIn(8) ? false : (row.asksUpgrade ?? true)),
  };
}

/** So small that the octets of most rows go beyond them. */
function smallLimits(random: Random): Limits {
  return {
    requestLine: random.between(8, 40),
    headerSection: random.between(0, 80),
    fieldLines: random.between(0, 4),
    trailerSection: random.between(0, 40),
    chunkExtensions: random.between(0, 12),
  };
}

function methods(row: ResponseWireCase, random: Random): readonly string[] {
  const own = row.requests ?? ["GET"];
  if (random.oneIn(2)) return own;
  return [...own.slice(0, random.below(4)), ...Array.from({ length: random.below(4) }, () => random.pick(METHODS))];
}
