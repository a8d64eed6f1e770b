// The door of the codec: HTTP/1.1 as RFC 9110 and RFC 9112 have it, octets in and events out. For people who write their
// own servers, proxies, clients and tools.

export {
  LOCAL_RULES,
  type LocalProtocolErrorCode,
  PROTOCOL_RULES,
  type ProtocolErrorCode,
  type ProtocolRule,
} from "./catalogue.js";
export { ClientCodec, type ClientEvent, type RequestInit } from "./client-codec.js";
export type { ClosedEvent, Waiting } from "./codec.js";
export type { ContentEvent, EndEvent } from "./content/content-events.js";
export type { Octets } from "./content/content-writer.js";
export type { Framing } from "./content/framing.js";
export { type Diagnosis, LocalProtocolError, ProtocolError } from "./errors.js";
export type { FieldLines } from "./fields/field-lines.js";
export { FieldSection } from "./fields/field-section.js";
export { RequestHead } from "./head/request-head.js";
export { ResponseHead } from "./head/response-head.js";
export { DEFAULT_LIMITS, type Limits } from "./limits.js";
export { type ResponseInit, ServerCodec, type ServerEvent } from "./server-codec.js";
export { REASON_PHRASES } from "./start-line/reason-phrases.js";
export type { TargetForm } from "./start-line/target.js";
export type { HttpVersion } from "./start-line/version.js";
export type { State } from "./states.js";
