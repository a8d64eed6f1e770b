// What the exchanges of a server have in common.

import type { Clock } from "../transport/clock.js";
import type { Connection } from "../transport/connection.js";
import type { Handler } from "./handler.js";
import type { Logger } from "./logger.js";
import type { Origins } from "./origins.js";

export interface Environment {
  readonly handler: Handler;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly origins: Origins;
  /** The Unix socket that the server listens on; empty where it listens on a port. */
  readonly path: string;
  /** Field lines of every response, Date apart. */
  readonly fieldText: string;
  /** Octets of content that are read as a whole at most. */
  readonly mostContent: number;
  /** Aborts when a stop begins. */
  readonly stopSignal: AbortSignal;
  /** The response of an exchange is handed over, whole. */
  exchangeFinished(connection: Connection): void;
  /** No response got through, or not all of it. */
  exchangeCut(): void;
}
