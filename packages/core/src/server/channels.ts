// What can be watched of an exchange from outside, and the messages of all channels by their names.

import { channel } from "node:diagnostics_channel";
import type { ExchangeError } from "../message/errors.js";
import type { ConnectionMessages, MessageChannel } from "../transport/channels.js";
import type { Exchange } from "./handler.js";

/**
 * What is published on `node:diagnostics_channel`: the name of a channel → its message. `subscribe` of Node gives `unknown`, which is
 * `message as ChannelMessages["sockeye:octets"]`, say.
 */
export interface ChannelMessages extends ConnectionMessages {
  /** A handler is about to run. `finish` or `cut` of the same exchange follows. */
  "sockeye:exchange:start": { readonly exchange: Exchange; readonly request: Request };
  /** The response is handed over to the socket, whole. `request` is `null` where no handler ran. */
  "sockeye:exchange:finish": {
    readonly exchange: Exchange;
    readonly request: Request | null;
    readonly response: Response;
  };
  /** No response got through, or not all of it. `request` is `null` where no handler ran. */
  "sockeye:exchange:cut": {
    readonly exchange: Exchange;
    readonly request: Request | null;
    readonly error: ExchangeError;
  };
}

export const startChannel: MessageChannel<ChannelMessages["sockeye:exchange:start"]> =
  channel("sockeye:exchange:start");
export const finishChannel: MessageChannel<ChannelMessages["sockeye:exchange:finish"]> =
  channel("sockeye:exchange:finish");
export const cutChannel: MessageChannel<ChannelMessages["sockeye:exchange:cut"]> = channel("sockeye:exchange:cut");
