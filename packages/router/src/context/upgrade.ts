// How a handler hands its connection over. Only Sockeye's server can: the type is its own.

import type { Exchange } from "@sockeye/core";

/** Hands the connection over to the protocol that the request asked for (RFC 9110 §7.8). */
export type Upgrade = Exchange["upgrade"];
