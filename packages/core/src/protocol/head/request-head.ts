// The head of a request: read from the wire, judged as a whole, and what it asks of the connection.

import { type Framing, isEmpty, requestFraming } from "../content/framing.js";
import { ControlFields } from "../fields/control-fields.js";
import { FieldFault } from "../fields/field-fault.js";
import type { FieldSection } from "../fields/field-section.js";
import { listElements } from "../grammar.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import { authorityFault, hasHost } from "../start-line/authority.js";
import type { RequestLineReader } from "../start-line/request-line-reader.js";
import { type TargetForm, targetAuthority, targetFault, targetForm, targetPath } from "../start-line/target.js";
import { type HttpVersion, versionAt } from "../start-line/version.js";
import { asksUpgrade, isPersistent } from "./persistence.js";

// One string each for the usual methods: comparing and looking up by them is then comparing pointers.
const METHODS: readonly string[] = [
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "DELETE",
  "PATCH",
  "OPTIONS",
  "QUERY",
  "CONNECT",
  "TRACE",
];
const NO_EXPECTATIONS: readonly string[] = [];

export class RequestHead {
  readonly type = "request";
  /** As sent; the letter case counts (RFC 9110 §9.1). */
  readonly method: string;
  /** The request-target as sent (RFC 9112 §3.2). */
  readonly target: string;
  readonly version: HttpVersion;
  readonly fields: FieldSection;
  readonly framing: Framing;
  /** Whether the client lets the connection persist (RFC 9112 §9.3). */
  readonly persistent: boolean;
  /** Whether the client waits for a 100 before it sends content (RFC 9110 §10.1.1). */
  readonly expectsContinue: boolean;
  /** Whether the protocol may be switched: by 101 for an Upgrade field, by 2xx for CONNECT. */
  readonly upgrade: boolean;
  /** Value of the Host field, empty where there is none. */
  readonly host: string;

  constructor(
    method: string,
    target: string,
    version: HttpVersion,
    fields: FieldSection,
    framing: Framing,
    persistent: boolean,
    expectsContinue: boolean,
    upgrade: boolean,
    host: string,
  ) {
    this.method = method;
    this.target = target;
    this.version = version;
    this.fields = fields;
    this.framing = framing;
    this.persistent = persistent;
    this.expectsContinue = expectsContinue;
    this.upgrade = upgrade;
    this.host = host;
  }

  get targetForm(): TargetForm {
    return targetForm(this.method, this.target);
  }

  /** `host [ ":" port ]`: the target's own where it has one, else the Host field's, else empty (RFC 9112 §3.3). */
  get authority(): string {
    return targetAuthority(this.targetForm, this.target) || this.host;
  }

  /** Path and query: the target without scheme and authority; `*` in asterisk-form, empty in authority-form. */
  get path(): string {
    return targetPath(this.targetForm, this.target);
  }
}

/**
 * Makes the head of what was read, which stands at the buffer's front.
 * @param sectionStart where its header section stands in the buffer
 * @param before the request before: where it has the same header section, that was judged already
 * @throws {ProtocolError} `TARGET_…`, `HOST_…`, `EXPECTATION_UNKNOWN` and the codes of `requestFraming`
 */
export function requestHead(
  buffer: ReceiveBuffer,
  { methodEnd, targetEnd }: RequestLineReader,
  fields: FieldSection,
  sectionStart: number,
  before: RequestHead | null,
): RequestHead {
  const text = buffer.latin1(0, targetEnd);
  const method = methodOf(text, methodEnd);
  const target = text.slice(methodEnd + 1);
  const targetProblem = targetFault(method, target);
  if (targetProblem !== null) throw buffer.fault(targetProblem.code, methodEnd + 1 + targetProblem.index);

  const version = versionAt(buffer, targetEnd + 1);
  if (before !== null && before.fields === fields && before.version === version && before.method === method) {
    const { framing, persistent, expectsContinue, upgrade, host } = before;
    return new RequestHead(method, target, version, fields, framing, persistent, expectsContinue, upgrade, host);
  }
  const control = new ControlFields(fields);
  const framing = hostFault(version, fields, control) ?? requestFraming(method, version, fields, control);
  if (framing instanceof FieldFault) throw framing.in(buffer, fields, sectionStart);
  const expectations = expectationsOf(version, fields, control);
  if (expectations.length > 0 && expectations.some((expectation) => expectation !== "100-continue")) {
    throw new FieldFault("EXPECTATION_UNKNOWN", control.expect).in(buffer, fields, sectionStart);
  }
  return new RequestHead(
    method,
    target,
    version,
    fields,
    framing,
    isPersistent(version, fields, control),
    expectations.length > 0 && !isEmpty(framing),
    method === "CONNECT" || asksUpgrade(version, fields, control),
    control.host < 0 ? "" : fields.valueAt(control.host),
  );
}

function methodOf(text: string, length: number): string {
  for (const known of METHODS) {
    if (known.length === length && text.charCodeAt(0) === known.charCodeAt(0) && text.startsWith(known)) return known;
  }
  return text.slice(0, length);
}

// "A server MUST respond with a 400 to any HTTP/1.1 request message that lacks a Host header field and to any request
// message that contains more than one Host header field line or a Host header field with an invalid field value."
// (RFC 9112 §3.2)
function hostFault(version: HttpVersion, fields: FieldSection, control: ControlFields): FieldFault | null {
  if (control.hostLines === 0) return version === "1.0" ? null : new FieldFault("HOST_MISSING", -1);
  if (control.hostLines > 1) return new FieldFault("HOST_DUPLICATE", fields.find("host", control.host + 1));
  const value = fields.valueAt(control.host);
  // The grammar lets all of it be missing, as it is for a target without an authority; a port alone names nobody.
  const index = value === "" || hasHost(value) ? authorityFault(value) : 0;
  return index < 0 ? null : new FieldFault("HOST_MALFORMED", control.host, index);
}

// Expect = #expectation, of which 100-continue is the only one there is (RFC 9110 §10.1.1). HTTP/1.0 knows none.
function expectationsOf(version: HttpVersion, fields: FieldSection, control: ControlFields): readonly string[] {
  if (version === "1.0" || control.expect < 0) return NO_EXPECTATIONS;
  return listElements((fields.get("expect") as string).toLowerCase());
}
