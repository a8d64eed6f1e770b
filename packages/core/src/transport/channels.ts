// What can be watched of a connection from outside, by `node:diagnostics_channel`. While nobody subscribes, a channel costs one
// look.

import { channel } from "node:diagnostics_channel";
import type { ProtocolError } from "../protocol/index.js";
import type { PeerSocket } from "./peer-socket.js";

/** A connection, in all of its messages the same object. `id` counts from 1 through all connections of the process. */
export interface ChannelConnection {
  readonly id: number;
}

export interface ConnectionMessages {
  /** A peer was accepted. */
  "sockeye:connection:open": { readonly connection: ChannelConnection; readonly socket: PeerSocket };
  /** The connection is closed, after that many exchanges. */
  "sockeye:connection:close": { readonly connection: ChannelConnection; readonly exchanges: number };
  /** As they go over the wire (behind TLS, in the clear). They may hold secrets. */
  "sockeye:octets": {
    readonly connection: ChannelConnection;
    readonly direction: "in" | "out";
    readonly octets: Uint8Array;
  };
  /** A peer broke a rule. `remote` is its IP address; behind a Unix socket there is none. */
  "sockeye:protocol-error": {
    readonly connection: ChannelConnection;
    readonly error: ProtocolError;
    readonly remote: string | undefined;
  };
}

/** A channel of Node, on which only the one kind of message is published. */
export interface MessageChannel<Message> {
  readonly hasSubscribers: boolean;
  publish(message: Message): void;
}

export const openChannel: MessageChannel<ConnectionMessages["sockeye:connection:open"]> =
  channel("sockeye:connection:open");
export const closeChannel: MessageChannel<ConnectionMessages["sockeye:connection:close"]> =
  channel("sockeye:connection:close");
export const octetsChannel: MessageChannel<ConnectionMessages["sockeye:octets"]> = channel("sockeye:octets");
export const protocolErrorChannel: MessageChannel<ConnectionMessages["sockeye:protocol-error"]> =
  channel("sockeye:protocol-error");
