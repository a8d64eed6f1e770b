// A known difference between us and others, and which rule decides it.

import type { ProtocolErrorCode } from "../src/protocol/index.js";
import type { Observation } from "./observe.js";
import type { PeerName } from "./peer.js";
import type { Disagreement } from "./verdict.js";

/** Cases that we refuse with this code, or the case with this id; `host/port-*` is every id that begins so. */
export type Selector = ProtocolErrorCode | `${string}/${string}`;

export interface Difference {
  /** What the cases have in common. */
  readonly behaviour: string;
  /** The rule that decides. */
  readonly rule: string;
  /**
   * - `ours`: we do what the rule demands, or what its grammar says
   * - `policy`: the rule leaves it to the recipient
   * - `deviation`: the rule is on their side, and we break it on purpose: docs/conformance.md says why
   */
  readonly right: "ours" | "policy" | "deviation";
  readonly why: string;
  /** Ids decide before codes do. */
  readonly cases: readonly Selector[];
  readonly peers: Readonly<Partial<Record<PeerName, Disagreement>>>;
  /** The major versions from which on a peer no longer differs. */
  readonly mendedIn?: Readonly<Partial<Record<PeerName, number>>>;
}

/** The row that explains a disagreement, if there is one. */
export function explanation(observation: Observation, rows: readonly Difference[]): Difference | undefined {
  const candidates = rows.filter(({ peers }) => peers[observation.peer] === observation.disagreement);
  return (
    candidates.find(({ cases }) => cases.some((selector) => matchesId(selector, observation.wireCase.id))) ??
    candidates.find(({ cases }) => cases.some((selector) => selector === observation.ours.refusal))
  );
}

/** Whether a row can be expected to be seen with this peer. */
export function isExpected({ peers, mendedIn }: Difference, name: PeerName, version: string): boolean {
  return peers[name] !== undefined && Number.parseInt(version, 10) < (mendedIn?.[name] ?? Number.POSITIVE_INFINITY);
}

/** Whether a row is about this case at all, whoever the peer is and whatever it made of it. */
export function isAbout({ cases }: Difference, { wireCase, ours }: Observation): boolean {
  return cases.some((selector) => matchesId(selector, wireCase.id) || selector === ours.refusal);
}

function matchesId(selector: Selector, id: string): boolean {
  return selector.endsWith("*") ? id.startsWith(selector.slice(0, -1)) : selector === id;
}
