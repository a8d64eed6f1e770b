// What a server runs for each request.

import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { FieldsInit } from "../message/fields-init.js";
import type { Address } from "./address.js";

/** Answers a request. What it throws is answered: an `HttpError` with its status, anything else with 500. */
export type Handler = (request: Request, exchange: Exchange) => Response | Promise<Response>;

/** An application in the manner of the Fetch standard: Hono's, h3's, itty-router's. */
export interface FetchApp {
  fetch(request: Request, exchange: Exchange): Response | Promise<Response>;
}

/** What a `Request` cannot tell: the connection that it came by, and what may be sent besides the response. */
export interface Exchange {
  /** The peer's end of the connection; behind a proxy that is the proxy's. */
  readonly remote: Address;
  readonly local: Address;
  /** The TLS socket, or `null` for a connection in the clear. */
  readonly tls: TLSSocket | null;
  /** The request-target as it was sent (RFC 9112 §3.2): `*` where OPTIONS asks about the server as a whole, which no URL tells. */
  readonly target: string;
  /** The connection: `id` counts from 1 through all connections of the process, `exchanges` those of this connection. */
  readonly connection: { readonly id: number; readonly exchanges: number };
  /** Fields that came behind the content (RFC 9110 §6.5); `null` until the content has come to its end, or without any. */
  readonly trailers: Headers | null;
  /**
   * Aborts when the server begins to stop, which is before it closes anything: a check of readiness says so then, and what
   * would never end by itself comes to its end.
   */
  readonly stopping: AbortSignal;
  /**
   * Sends an interim response, such as 103 with Link fields (RFC 8297). To HTTP/1.0, and once the response is on its way
   * or the peer has gone, nothing is sent.
   * @param status 102 to 199
   * @throws {RangeError} for another status
   * @throws {LocalProtocolError} for fields that frame a message, such as Content-Length
   */
  informational(status: number, headers?: FieldsInit): void;
  /**
   * Hands the connection over to the protocol that the request's Upgrade field asked for (RFC 9110 §7.8): return what this
   * gives. 101 is sent then, and `take` gets the socket, with octets that came behind the request.
   * @param headers among them Upgrade, which names the protocol
   * @throws {HttpError} 426 where the request asks for no other protocol
   */
  upgrade(headers: FieldsInit, take: (socket: Duplex, octets: Uint8Array) => void): Response;
}
