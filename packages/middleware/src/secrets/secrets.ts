// What an app keeps to itself.

/** The first one is used for what is made, all of them for what comes back: so a secret can be replaced. */
export type Secrets = string | readonly string[];
