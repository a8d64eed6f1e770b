// Whether a connection goes on after a message (RFC 9112 §9.3), and whether another protocol may follow (RFC 9110 §7.8).

import type { ControlFields } from "../fields/control-fields.js";
import type { FieldSection } from "../fields/field-section.js";
import { listElements } from "../grammar.js";
import type { HttpVersion } from "../start-line/version.js";

/** Whether the sender of this message lets the connection persist. */
export function isPersistent(version: HttpVersion, fields: FieldSection, control: ControlFields): boolean {
  if (control.connection < 0) return version === "1.1";
  // What nearly every client sends, without the making of a list.
  if (control.connectionLines === 1 && fields.hasValue(control.connection, "keep-alive")) return true;
  const options = connectionOptions(fields);
  if (options.includes("close")) return false;
  return version === "1.1" || options.includes("keep-alive");
}

/** Whether the sender asks for another protocol: an Upgrade field that Connection names, never in HTTP/1.0. */
export function asksUpgrade(version: HttpVersion, fields: FieldSection, control: ControlFields): boolean {
  if (control.upgrade < 0 || control.connection < 0 || version === "1.0") return false;
  return connectionOptions(fields).includes("upgrade") && listElements(fields.get("upgrade") ?? "").length > 0;
}

function connectionOptions(fields: FieldSection): string[] {
  return listElements((fields.get("connection") ?? "").toLowerCase());
}
