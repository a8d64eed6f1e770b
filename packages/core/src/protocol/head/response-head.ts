// The head of a response: read from the wire, and what it means for the connection.

import { type Framing, isInformational, opensTunnel, responseFraming } from "../content/framing.js";
import { ControlFields } from "../fields/control-fields.js";
import { FieldFault } from "../fields/field-fault.js";
import type { FieldSection } from "../fields/field-section.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import { REASON_START, STATUS_START, type StatusLineReader, statusAt } from "../start-line/status-line-reader.js";
import { type HttpVersion, versionAt } from "../start-line/version.js";
import { isPersistent } from "./persistence.js";

/** What of a request its response depends on. */
export interface SentRequest {
  readonly method: string;
  /** Whether it asks for another protocol by an Upgrade field. */
  readonly upgrade: boolean;
}

export class ResponseHead {
  /** `informational`: 1xx, another head follows (RFC 9110 §15.2). */
  readonly type: "response" | "informational";
  readonly status: number;
  /** Often empty; nothing may depend on it (RFC 9112 §4). */
  readonly reason: string;
  readonly version: HttpVersion;
  readonly fields: FieldSection;
  readonly framing: Framing;
  /** Whether the connection goes on after this response: the server lets it, and the content has an end of its own. */
  readonly persistent: boolean;
  /** Whether another protocol follows: 101, or 2xx to CONNECT. */
  readonly upgrade: boolean;

  constructor(
    status: number,
    reason: string,
    version: HttpVersion,
    fields: FieldSection,
    framing: Framing,
    persistent: boolean,
    upgrade: boolean,
  ) {
    this.type = isInformational(status) ? "informational" : "response";
    this.status = status;
    this.reason = reason;
    this.version = version;
    this.fields = fields;
    this.framing = framing;
    this.persistent = persistent;
    this.upgrade = upgrade;
  }
}

/**
 * Makes the head of what was read, which stands at the buffer's front.
 * @param sectionStart where its header section stands in the buffer
 * @param request what this answers
 * @throws {ProtocolError} the codes of `responseFraming`; `SWITCH_UNEXPECTED`
 */
export function responseHead(
  buffer: ReceiveBuffer,
  { reasonEnd }: StatusLineReader,
  fields: FieldSection,
  sectionStart: number,
  request: SentRequest,
): ResponseHead {
  const status = statusAt(buffer);
  // "A server MUST NOT switch to a protocol that was not indicated by the client" (RFC 9110 §7.8).
  if (status === 101 && !request.upgrade) throw buffer.fault("SWITCH_UNEXPECTED", STATUS_START);
  const version = versionAt(buffer, 0);
  const control = new ControlFields(fields);
  const framing = responseFraming(request.method, status, version, fields, control);
  if (framing instanceof FieldFault) throw framing.in(buffer, fields, sectionStart);

  const reason = buffer.latin1(REASON_START, reasonEnd);
  const persistent = framing.kind !== "close" && isPersistent(version, fields, control);
  const upgrade = status === 101 || opensTunnel(request.method, status);
  return new ResponseHead(status, reason, version, fields, framing, persistent, upgrade);
}
