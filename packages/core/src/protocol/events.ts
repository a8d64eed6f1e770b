// What comes out of a codec beside heads.

import type { FieldSection } from "./fields/field-section.js";

/** Some of the content, its transfer coding taken off. The octets are a view of what was received. */
export interface ContentEvent {
  readonly type: "content";
  readonly octets: Uint8Array;
}

/** The message is complete. */
export interface EndEvent {
  readonly type: "end";
  /** The trailer section of a chunked message, `null` where there is none. */
  readonly trailers: FieldSection | null;
}

/** The peer has closed its side between two messages: no other will come. */
export interface ClosedEvent {
  readonly type: "closed";
}

/** `"need-data"`: feed more octets. `"paused"`: nothing more is read until the present exchange is finished. */
export type Waiting = "need-data" | "paused";

export const END: EndEvent = { type: "end", trailers: null };
export const CLOSED: ClosedEvent = { type: "closed" };
