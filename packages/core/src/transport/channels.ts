// What can be watched from outside, by `node:diagnostics_channel`. While nobody subscribes, a channel costs one look.

import { type Channel, channel } from "node:diagnostics_channel";

/** `{ connection, socket }`: a peer was accepted. */
export const openChannel: Channel = channel("sockeye:connection:open");
/** `{ connection, exchanges }`: the connection is closed, after that many exchanges. */
export const closeChannel: Channel = channel("sockeye:connection:close");
/** `{ connection, direction: "in" | "out", octets }`: as they go over the wire (behind TLS, in the clear). They may hold secrets. */
export const octetsChannel: Channel = channel("sockeye:octets");
/** `{ connection, error, remote }`: a peer broke a rule; `error` is a `ProtocolError`. */
export const protocolErrorChannel: Channel = channel("sockeye:protocol-error");
/** `{ exchange, request }`: a handler is about to run. `finish` or `cut` of the same exchange follows. */
export const startChannel: Channel = channel("sockeye:exchange:start");
/** `{ exchange, request, response }`: the response is handed over to the socket, whole; `request` is `null` where no handler ran. */
export const finishChannel: Channel = channel("sockeye:exchange:finish");
/**
 * `{ exchange, request, error }`: no response got through, or not all of it; `error` is an `ExchangeError`, and `request` is
 * `null` where no handler ran.
 */
export const cutChannel: Channel = channel("sockeye:exchange:cut");
