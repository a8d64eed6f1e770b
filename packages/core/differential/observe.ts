// Puts every case to a peer, a few at a time.

import type { WireCase } from "../test/protocol/wire-case.js";
import type { Peer, PeerName } from "./peer.js";
import { type Disagreement, disagreement, type Verdict } from "./verdict.js";

const AT_ONCE = 8;

export interface Observation {
  readonly peer: PeerName;
  readonly wireCase: WireCase;
  readonly ours: Verdict;
  readonly theirs: Verdict;
  readonly disagreement: Disagreement | null;
}

/** What the peer made of each case that can be put to it. */
export async function observe<Case extends WireCase>(
  peer: Peer<Case>,
  cases: readonly Case[],
  verdictOf: (wireCase: Case) => Verdict,
): Promise<Observation[]> {
  const observations: Observation[] = [];
  const waiting = cases.values();
  const work = async (): Promise<void> => {
    // All workers draw from one iterator.
    for (const wireCase of waiting) {
      const theirs = await peer.observe(wireCase);
      if (theirs === null) continue;
      const ours = verdictOf(wireCase);
      const found = disagreement(ours, theirs);
      observations.push({ peer: peer.name, wireCase, ours, theirs, disagreement: found });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return observations;
}
