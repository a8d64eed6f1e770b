// The states of one side of an exchange: a message is informational heads, a head, content, its end (RFC 9112 §2.1).
// Both sides of both roles follow the one table; code only looks it up.

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

export type Step = "informational" | "head" | "content" | "end" | "next" | "close" | "switch" | "fail";

export const MESSAGE_STATES: Readonly<Record<State, Readonly<Partial<Record<Step, State>>>>> = {
  idle: { informational: "idle", head: "content", close: "closed", switch: "switched", fail: "failed" },
  content: { content: "content", end: "done", fail: "failed" },
  done: { next: "idle", close: "closed", switch: "switched", fail: "failed" },
  closed: {},
  switched: {},
  failed: { fail: "failed" },
};
