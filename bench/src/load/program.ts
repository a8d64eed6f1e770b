// What a server program is: a module that exports `listen`. launch.ts runs it in a process of its own.

/** Does `work` on a free port of 127.0.0.1, and gives the port once it accepts connections. */
export type Listen<Work extends string> = (work: Work) => Promise<number>;

/** What the bench asks a server's process over the IPC channel, and what it answers. */
export type Question = "usage" | "collect-garbage";

export interface Usage {
  /** CPU time since the process was made, in µs. */
  readonly user: number;
  readonly system: number;
  /** Resident memory in octets. */
  readonly rss: number;
}
