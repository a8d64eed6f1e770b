// How long a peer may keep a connection waiting.

/** Milliseconds; 0 sets no deadline. */
export interface Deadlines {
  /** From the first octet of a head to its last, and from the accept to the end of the first head. */
  readonly head: number;
  /** Between two pieces of content that somebody waits for. */
  readonly content: number;
  /** Between two exchanges. */
  readonly idle: number;
  /** For the peer to take some of what was written. */
  readonly write: number;
  /** From the head of a request to the end of its response. */
  readonly exchange: number;
}
