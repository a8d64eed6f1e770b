// What all connections of a server have in common.

import type { Limits, ProtocolError, RequestHead } from "../protocol/index.js";
import type { Clock } from "./clock.js";
import type { Deadlines } from "./deadlines.js";
import type { OpenExchange } from "./open-exchange.js";
import type { RequestContent } from "./request-content.js";

/** @typeParam Peer a connection of the service */
export interface Service<Peer> {
  readonly limits: Limits;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  /** Octets of a request's content that are read and dropped where the response did not want them. */
  readonly mostDiscarded: number;
  /** Whether each response is to be the last of its connection. */
  readonly stopping: boolean;
  /** A request has come in. @param content `null` where it has none */
  open(head: RequestHead, content: RequestContent | null, connection: Peer): OpenExchange;
  /** The peer broke a rule, and is answered with its status. */
  refused(error: ProtocolError, connection: Peer): void;
  /** The socket failed: the peer reset it, or the network did. */
  failed(error: Error, connection: Peer): void;
  closed(connection: Peer): void;
}
