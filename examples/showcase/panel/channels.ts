// What core's channels tell (docs/core.md, "What can be seen"), with types.

import { channel } from "node:diagnostics_channel";
import type { Exchange, ProtocolError } from "@sockeye/core";

export type Connection = Exchange["connection"];

interface Messages {
  "sockeye:connection:open": { readonly connection: Connection };
  "sockeye:connection:close": { readonly connection: Connection };
  "sockeye:octets": { readonly connection: Connection; readonly direction: "in" | "out"; readonly octets: Uint8Array };
  "sockeye:exchange:start": { readonly exchange: Exchange; readonly request: Request };
  "sockeye:exchange:finish": { readonly exchange: Exchange; readonly response: Response };
  "sockeye:exchange:cut": { readonly exchange: Exchange; readonly error: Error };
  "sockeye:protocol-error": {
    readonly connection: Connection;
    readonly error: ProtocolError;
    readonly remote?: string;
  };
}

/** @returns ends the subscription */
export function watch<Name extends keyof Messages>(name: Name, receive: (message: Messages[Name]) => void): () => void {
  const subscriber = (message: unknown): void => receive(message as Messages[Name]);
  channel(name).subscribe(subscriber);
  return () => void channel(name).unsubscribe(subscriber);
}
