// What the differential check asks of those it compares us with.

import type { ResponseWireCase, WireCase } from "../test/protocol/wire-case.js";
import type { Verdict } from "./verdict.js";

export type PeerName = "node:http" | "http-parser-js" | "nginx" | "HAProxy" | "undici";

export interface Peer<Case extends WireCase> {
  readonly name: PeerName;
  readonly version: string;
  /** Delivers the octets and the end after them. `null` where this peer cannot be brought into the case's situation. */
  observe(wireCase: Case): Promise<Verdict | null>;
  stop(): Promise<void>;
}

export type RequestPeer = Peer<WireCase>;
export type ResponsePeer = Peer<ResponseWireCase>;
