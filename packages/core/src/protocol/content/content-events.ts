// What reading content gives.

import type { FieldSection } from "../fields/field-section.js";

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

export const END: EndEvent = { type: "end", trailers: null };
