// The states of one side of an exchange: a message is informational heads, a head, content, its end (RFC 9112 §2.1).
// What we send, on either side, follows the table. What we read needs none: the state names the reader that is asked.

import { LocalProtocolError } from "./errors.js";

export type State =
  /** Before a message, or between two. */
  | "idle"
  /** The head has passed, the end has not. */
  | "content"
  /** The message is complete, the other side's perhaps not yet. */
  | "done"
  /** No message will follow. */
  | "closed"
  /** The connection speaks another protocol now. */
  | "switched"
  /** A rule of the protocol was broken. */
  | "failed";

export type Step = "informational" | "head" | "content" | "end";

/** For each step of sending the states that it may be taken in, and where it leads. */
const STEPS: Readonly<Record<Step, Readonly<Partial<Record<State, State>>>>> = {
  informational: { idle: "idle" },
  head: { idle: "content" },
  content: { content: "content" },
  end: { content: "done" },
};

/** The state that a step leads to. @throws {LocalProtocolError} `OUT_OF_ORDER` where it may not be taken */
export function follow(step: Step, state: State): State {
  const next = STEPS[step][state];
  if (next === undefined) throw new LocalProtocolError("OUT_OF_ORDER", `${step} in state ${state}`);
  return next;
}
