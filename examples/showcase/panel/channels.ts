// Subscribes to core's channels (docs/core.md, "What can be seen"), with their types.

import { channel } from "node:diagnostics_channel";
import type { ChannelConnection, ChannelMessages } from "@sockeye/core";

export type Connection = ChannelConnection;

/** @returns ends the subscription */
export function watch<Name extends keyof ChannelMessages>(
  name: Name,
  receive: (message: ChannelMessages[Name]) => void,
): () => void {
  const subscriber = (message: unknown): void => receive(message as ChannelMessages[Name]);
  channel(name).subscribe(subscriber);
  return () => void channel(name).unsubscribe(subscriber);
}
