// What was seen when one input was delivered: a transcript that leaves nothing out, and the messages in it.

import type {
  ClientEvent,
  FieldSection,
  ProtocolError,
  RequestHead,
  ResponseHead,
  ServerEvent,
} from "../src/protocol/index.js";

export type Head = RequestHead | ResponseHead;

/** A message whose head was accepted. Places are counted in octets from the input's first one. */
export interface Message {
  readonly head: Head;
  /** Method of the request: its own, or the one that a response answers. */
  readonly method: string;
  /** Behind the message before; empty lines may follow before the head. */
  readonly start: number;
  readonly headEnd: number;
  /** One character an octet. */
  content: string;
  /** `null` where the message is not complete. */
  end: number | null;
}

export interface Observation {
  /** One line an event, and how it all ended: equal lines, equal readings. */
  readonly lines: readonly string[];
  readonly messages: readonly Message[];
  /** Where the message begins that was being read at last, empty lines before it left out. */
  readonly lastStart: number;
  readonly error: ProtocolError | null;
}

/** The event as a line, without the octets of content. */
export function describeEvent(event: ServerEvent | ClientEvent): string {
  switch (event.type) {
    case "request":
    case "response":
    case "informational":
      return describeHead(event);
    case "content":
      return "content";
    case "end":
      return `end ${JSON.stringify([...((event.trailers ?? []) as FieldSection)])}`;
    case "closed":
      return "closed";
  }
}

/** All that a head says. */
export function describeHead(head: Head): string {
  const { type, version, framing, persistent, upgrade } = head;
  const own =
    head.type === "request"
      ? [head.method, head.target, head.targetForm, head.authority, head.path, head.expectsContinue]
      : [head.status, head.reason];
  return JSON.stringify([type, ...own, version, framing, persistent, upgrade, [...head.fields]]);
}
