// The application's side of one exchange, as its connection sees it.

import type { ExchangeErrorCode } from "../message/errors.js";
import type { FieldSection } from "../protocol/index.js";

export interface OpenExchange {
  /** Runs the handler, whose response goes to the connection. */
  start(): void;
  /** The response will not get through, or not be finished. */
  abort(code: ExchangeErrorCode, cause?: Error): void;
  /** The peer has half-closed and is silent: it may be gone. A response is sent all the same. */
  suspect(): void;
  /** The deadline of the whole exchange has passed. */
  expire(): void;
  /** Trailer fields have come behind the content. */
  receiveTrailers(fields: FieldSection): void;
}
