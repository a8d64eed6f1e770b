// How long a connection has waited, for what, and what becomes of it then. It knows moments and no timer.

import type { Deadlines } from "./deadlines.js";

/** What a connection waits for at present. */
export type Phase =
  /** The first request. */
  | "fresh"
  /** The next request. */
  | "idle"
  /** The rest of a head. */
  | "head"
  /** Content that a reader wants. */
  | "reading"
  /** The handler, or whoever makes its response. */
  | "answering"
  /** The rest of content behind the response, which nobody wants, or its reader wants. */
  | "discarding"
  /** Whoever began to read content, to go on behind the response. */
  | "held"
  /** The peer, to take the last of what was written. */
  | "ending"
  /** The peer, to close: we have ended the connection, and read on so that it gets our last octets. */
  | "lingering";

export type Verdict =
  | "wait"
  /** Nothing goes on. */
  | "rest"
  /** The peer kept its request back: 408. */
  | "time-out"
  /** The handler has taken too long. */
  | "expire"
  /** A peer that has half-closed may be gone. */
  | "suspect"
  /** Nobody reads the content any more. */
  | "abandon"
  | "end"
  | "reset"
  | "destroy";

// A connection that we have ended is still read, so that the peer gets our last octets and not a reset (RFC 9112 §9.6):
// while it sends, but not for ever.
const LINGER_SILENCE = 2_000;
const LINGER_MOST = 10_000;
// A peer that half-closes gets its answer. One that leaves looks the same: after this time it may count as gone.
const HALF_CLOSE_GRACE = 1_000;
// Whoever reads content behind the response, and stops, has this time to go on.
const HELD_MOST = 5_000;
const NEVER = -1;

/** Moments of a clock, in milliseconds. */
export class Patience {
  /** The time for a head begins. */
  headAt: number;
  /** A request has come. */
  begunAt = 0;
  /** A response was finished. */
  finishedAt = 0;
  /** Octets have come, or somebody has asked for them. */
  receivedAt: number;
  halfClosedAt: number = NEVER;
  endedAt = 0;
  #fullAt = NEVER;

  constructor(now: number) {
    this.headAt = now;
    this.receivedAt = now;
  }

  /**
   * @param isFull whether the peer has to take something of what was written
   * @param hasMoved whether it has taken some since the last time
   */
  judge(now: number, phase: Phase, isFull: boolean, hasMoved: boolean, deadlines: Deadlines): Verdict {
    const silence = now - this.receivedAt;
    if (phase === "lingering") {
      return silence >= LINGER_SILENCE || now - this.endedAt >= LINGER_MOST ? "destroy" : "wait";
    }
    if (!isFull && phase !== "ending") this.#fullAt = NEVER;
    else if (this.#fullAt === NEVER || hasMoved) this.#fullAt = now;
    else if (isPast(deadlines.write, now - this.#fullAt)) return "reset";

    switch (phase) {
      case "ending":
        // To linger is to wait behind the last octet.
        this.endedAt = now;
        this.receivedAt = now;
        return "wait";
      case "fresh":
        return isPast(deadlines.head, now - this.headAt) ? "end" : "wait";
      case "idle":
        return isPast(deadlines.idle, now - this.finishedAt) ? "end" : "rest";
      case "head":
        // A request that waits because the peer does not take its answers is not late.
        return !isFull && isPast(deadlines.head, now - this.headAt) ? "time-out" : "wait";
      case "discarding":
        return isPast(deadlines.content, silence) ? "end" : "wait";
      case "held":
        return silence >= HELD_MOST ? "abandon" : "wait";
      case "reading":
        if (isPast(deadlines.content, silence)) return "time-out";
    }
    if (isPast(deadlines.exchange, now - this.begunAt)) return "expire";
    return this.halfClosedAt !== NEVER && now - this.halfClosedAt >= HALF_CLOSE_GRACE ? "suspect" : "wait";
  }

  /** The response is written, and the next head may come. */
  finished(now: number): void {
    this.finishedAt = now;
    this.headAt = now;
  }

  /** The peer has taken what was written. */
  drained(): void {
    this.#fullAt = NEVER;
  }
}

function isPast(deadline: number, milliseconds: number): boolean {
  return deadline > 0 && milliseconds >= deadline;
}
