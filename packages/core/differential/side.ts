// All that was seen of requests, or of responses, and how far the table explains it.

import { type Difference, explanation, isExpected } from "./difference.js";
import type { Observation } from "./observe.js";
import type { PeerName } from "./peer.js";

export interface Side {
  readonly title: string;
  /** All peers of this side; those that are not installed have no version. */
  readonly peers: readonly { readonly name: PeerName; readonly version: string | null }[];
  readonly observations: readonly Observation[];
  readonly rows: readonly Difference[];
  /** Each disagreement that a row explains, with its row. */
  readonly explained: ReadonlyMap<Observation, Difference>;
  readonly unexplained: readonly Observation[];
  /** Rows that explain nothing, though a peer of theirs was there. */
  readonly stale: readonly Difference[];
}

export function sideOf(
  title: string,
  names: readonly PeerName[],
  present: readonly { readonly name: PeerName; readonly version: string }[],
  observations: readonly Observation[],
  rows: readonly Difference[],
): Side {
  const explained = new Map<Observation, Difference>();
  const unexplained: Observation[] = [];
  for (const observation of observations) {
    if (observation.disagreement === null) continue;
    const row = explanation(observation, rows);
    if (row === undefined) unexplained.push(observation);
    else explained.set(observation, row);
  }

  const used = new Set(explained.values());
  const stale = rows.filter(
    (row) => !used.has(row) && present.some(({ name, version }) => isExpected(row, name, version)),
  );
  const peers = names.map((name) => ({ name, version: present.find((peer) => peer.name === name)?.version ?? null }));
  return { title, peers, observations, rows, explained, unexplained, stale };
}

export function isClean({ unexplained, stale }: Side): boolean {
  return unexplained.length === 0 && stale.length === 0;
}
