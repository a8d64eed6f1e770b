// All laws for one input.

import { uphold } from "./broken-law.js";
import { type Delivery, deliveries } from "./delivery.js";
import { checkDiagnosis } from "./diagnosis-laws.js";
import { checkFraming } from "./framing-laws.js";
import { checkHead } from "./head-laws.js";
import type { Input } from "./input.js";
import type { Observation } from "./observation.js";
import { play } from "./play.js";

/**
 * Delivers the input in several ways.
 * @param seed of the places where it is cut
 * @returns what was seen when it was delivered whole
 * @throws {BrokenLaw} the first law that does not hold
 */
export function check(input: Input, seed: number): Observation {
  let whole: Observation | null = null;
  for (const delivery of deliveries(input.octets, seed)) {
    const seen = play(input, delivery.pieces);
    if (seen.error !== null) checkDiagnosis(seen.error, input.octets, seen.lastStart);
    whole ??= seen;
    checkSame(whole, seen, delivery);
  }
  uphold("cut", whole !== null, () => "nothing was delivered");
  for (const message of whole.messages) checkHead(message);
  checkFraming(input, whole);
  return whole;
}

function checkSame(whole: Observation, seen: Observation, { name }: Delivery): void {
  const lines = Math.max(whole.lines.length, seen.lines.length);
  for (let at = 0; at < lines; at++) {
    const [expected, line] = [whole.lines[at], seen.lines[at]];
    uphold("cut", line === expected, () => `delivered ${name}: ${line}\n  and whole: ${expected}`);
  }
}
