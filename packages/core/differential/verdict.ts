// What a recipient made of the octets of a wire case, in terms that all recipients have in common, and how two of them
// can disagree.

/** A complete message that came out: `GET /path` or `200`, and its content, one latin1 character an octet. */
export interface Message {
  readonly start: string;
  readonly content: string;
}

export interface Verdict {
  /** The complete messages, in order. */
  readonly messages: readonly Message[];
  /** The status or error by which what follows them was refused; `null` where there was none: it ended, or was dropped. */
  readonly refusal: string | null;
}

/** What the peer does where we do something else. */
export type Disagreement =
  /** It takes a message that we refuse, or that we see cut off. */
  | "accepts"
  /** It refuses a message that we take, or octets that we do not look at. */
  | "refuses"
  /** It takes a message as another one, or takes more messages than there are. */
  | "reads otherwise";

/**
 * Compares verdicts on the same octets. How a message is refused does not count, nor whether a message that is cut off is
 * answered before the connection is closed.
 */
export function disagreement(ours: Verdict, theirs: Verdict): Disagreement | null {
  const shared = Math.min(ours.messages.length, theirs.messages.length);
  for (let at = 0; at < shared; at++) {
    const [a, b] = [ours.messages[at] as Message, theirs.messages[at] as Message];
    if (a.start !== b.start || a.content !== b.content) return "reads otherwise";
  }
  if (theirs.messages.length > shared) return ours.refusal === null ? "reads otherwise" : "accepts";
  if (ours.messages.length > shared) return "refuses";
  return ours.refusal === null && theirs.refusal !== null ? "refuses" : null;
}

// Whether the authority stands in the target or in Host is the same to an origin server (RFC 9112 §3.3), and a proxy may
// turn the one into the other.
const SCHEME_AND_AUTHORITY = /^https?:\/\/[^/?#]*/i;

/** How a request is shown: its method, and its target without scheme and authority. */
export function requestStart(method: string, target: string): string {
  const path = target.replace(SCHEME_AND_AUTHORITY, "");
  return `${method} ${path === target || path.startsWith("/") ? path : `/${path}`}`;
}
