// The door of the codec: HTTP/1.1 as RFC 9110 and RFC 9112 have it, octets in and events out. For people who write their
// own servers, proxies, clients and tools.

export {
  LOCAL_RULES,
  type LocalProtocolErrorCode,
  PROTOCOL_RULES,
  type ProtocolErrorCode,
  type ProtocolRule,
} from "./catalogue.js";
export { ClientCodec, type RequestInit } from "./client-codec.js";
export type { Octets } from "./content-writer.js";
export { type Diagnosis, LocalProtocolError, ProtocolError } from "./errors.js";
export type { ClientEvent, ClosedEvent, ContentEvent, EndEvent, ServerEvent, Waiting } from "./events.js";
export { FieldSection } from "./field-section.js";
export type { Framing } from "./framing.js";
export type { FieldLines } from "./head-writer.js";
export { DEFAULT_LIMITS, type Limits } from "./limits.js";
export { REASON_PHRASES } from "./reason-phrases.js";
export { RequestHead } from "./request-head.js";
export { ResponseHead } from "./response-head.js";
export { type ResponseInit, ServerCodec } from "./server-codec.js";
export type { State } from "./states.js";
export type { TargetForm } from "./target.js";
export type { HttpVersion } from "./version.js";
