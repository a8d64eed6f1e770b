// Writes field lines as a latin1 string, one character an octet. Everything is judged before it is written, so that no
// value can end its line and begin another (response splitting).

import { LocalProtocolError } from "../errors.js";
import { isFieldValue, isToken, listElements } from "../grammar.js";
import { authorityFault } from "../start-line/authority.js";
import { isForbiddenTrailer } from "./trailers.js";

/** Field lines to send, in order. Characters above U+00FF are refused: one character is one octet. */
export type FieldLines = Iterable<readonly [name: string, value: string]>;

/** Field lines as text, and what of them the codec must know. */
export interface WrittenFields {
  text: string;
  /** The options of Connection, in lower case. */
  connection: readonly string[];
  hasHost: boolean;
  hasUpgrade: boolean;
}

const NO_FIELDS: Readonly<WrittenFields> = { text: "", connection: [], hasHost: false, hasUpgrade: false };

/**
 * @throws {LocalProtocolError} `FIELD_NAME_INVALID`, `FIELD_VALUE_INVALID`, `FRAMING_FIELD`, `HOST_INVALID`
 */
export function writeFields(fields: FieldLines | undefined): Readonly<WrittenFields> {
  if (fields === undefined) return NO_FIELDS;
  const written: WrittenFields = { text: "", connection: [], hasHost: false, hasUpgrade: false };
  for (const [name, value] of fields) {
    checkField(name, value);
    steer(written, name, value);
    written.text += `${name}: ${value}\r\n`;
  }
  return written;
}

/** A trailer section without its empty line. @throws {LocalProtocolError} also `TRAILERS_FORBIDDEN` */
export function writeTrailers(fields: FieldLines): string {
  let text = "";
  for (const [name, value] of fields) {
    checkField(name, value);
    if (isForbiddenTrailer(name)) throw new LocalProtocolError("TRAILERS_FORBIDDEN", name);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}

function checkField(name: string, value: string): void {
  if (!isToken(name)) throw new LocalProtocolError("FIELD_NAME_INVALID", name);
  // The value may be a secret, and the message of an error ends up in logs.
  if (!isFieldValue(value)) throw new LocalProtocolError("FIELD_VALUE_INVALID", name);
}

function steer(written: WrittenFields, name: string, value: string): void {
  switch (name.length) {
    case 4:
      if (name.toLowerCase() !== "host") return;
      if (written.hasHost || authorityFault(value) >= 0) throw new LocalProtocolError("HOST_INVALID", value);
      written.hasHost = true;
      return;
    case 7:
      if (name.toLowerCase() === "upgrade") written.hasUpgrade = true;
      return;
    case 10:
      if (name.toLowerCase() === "connection")
        written.connection = [...written.connection, ...listElements(value.toLowerCase())];
      return;
    case 14:
      if (name.toLowerCase() === "content-length") throw new LocalProtocolError("FRAMING_FIELD", name);
      return;
    case 17:
      if (name.toLowerCase() === "transfer-encoding") throw new LocalProtocolError("FRAMING_FIELD", name);
  }
}
