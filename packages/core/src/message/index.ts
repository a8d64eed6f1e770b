// The door of the messages: `Request`, `Headers` and `Response` of the web platform, made light. Portable: nothing here
// needs Node.

export { REASON_PHRASES } from "../protocol/start-line/reason-phrases.js";
export { BlobSource, type BodySource, FileSlice, type OpenFile, sourceLength } from "./body-source.js";
export { changedRequest, type RequestChanges } from "./changed-request.js";
export { DefaultFields } from "./default-fields.js";
export { isEntityTag, matchesStrongly, matchesWeakly, parseEntityTags, weakened } from "./entity-tag.js";
export { ExchangeError, type ExchangeErrorCode, HttpError, type HttpErrorOptions } from "./errors.js";
export { fieldLines } from "./field-lines.js";
export type { FieldsInit } from "./fields-init.js";
export { LightHeaders } from "./headers.js";
export { formatHttpDate, parseHttpDate } from "./http-date.js";
export type { IncomingContent, IncomingFields, IncomingRequest } from "./incoming.js";
export type { BodyInit, ResponseInit } from "./init.js";
export {
  type ConditionalFields,
  evaluatePreconditions,
  type PreconditionVerdict,
  rangeIsWanted,
  type Validators,
} from "./preconditions.js";
export { type Reply, type ReplyInit, reply } from "./reply.js";
export { LightRequest, nativeRequest, octetsOf } from "./request.js";
export { requestPath, requestQuery } from "./request-target.js";
export { LightResponse, nativeResponse, sourceOf, takeSource } from "./response.js";
