// The two errors that come out of the codec, and the diagnosis: what stood where on the wire. The diagnosis is for logs
// and never for the peer, so it is escaped here, where it is made.

import {
  LOCAL_RULES,
  type LocalProtocolErrorCode,
  PROTOCOL_RULES,
  type ProtocolErrorCode,
  type ProtocolRule,
} from "./catalogue.js";

// Octets of the line shown before and after the faulty one.
const SHOWN_BEFORE = 48;
const SHOWN_AFTER = 24;
// Longer than any name that is in use.
const SHOWN_NAME = 64;
// Their values are secrets, and logs are read by many (RFC 9110 §11.4, §11.6.2, RFC 6265 §8).
const SECRET = /^[\t ]*(?:(?:proxy-)?authorization|(?:set-)?cookie)[\t ]*:/i;

/** Where in a message a fault stands. */
export interface Diagnosis {
  /** Octets from the message's first octet to the faulty one. */
  readonly offset: number;
  /** Name of the field line that the fault stands in, as sent. */
  readonly field?: string | undefined;
  /** The octets of the faulty line, cut to what is worth showing. */
  readonly octets: Uint8Array;
  /** Index of the faulty octet in `octets`; their length where the message ended too early. */
  readonly index: number;
}

/**
 * The peer broke a rule of HTTP. Final for the connection: answer `status` with `Connection: close`, then close.
 * `message` and `explain()` are for logs, not for the peer.
 */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: ProtocolErrorCode;
  /** The status to answer with. */
  readonly status: number;
  /** The rule, as `RFC 9112 §5.1`. */
  readonly section: string;
  readonly diagnosis: Diagnosis;

  constructor(code: ProtocolErrorCode, diagnosis: Diagnosis) {
    const [status, section, message]: ProtocolRule = PROTOCOL_RULES[code];
    super(`${code}: ${message} (${section}, octet ${diagnosis.offset})`);
    this.code = code;
    this.status = status;
    this.section = section;
    this.diagnosis = diagnosis;
  }

  /**
   * The fault in four lines, safe for any log: the rule, the place, the line of the message, and a caret under the faulty
   * octet. Of what the peer sent only printable ASCII is shown as it is; other octets are escaped as `\xNN`, and the
   * values of secret fields are hidden.
   */
  explain(): string {
    const { offset, field } = this.diagnosis;
    const { line, caret } = quote(this.diagnosis);
    const place = field === undefined ? "" : `, in field "${escaped(field.slice(0, SHOWN_NAME))}"`;
    return [
      `${this.status} ${this.code}: ${PROTOCOL_RULES[this.code][2]} (${this.section})`,
      `  at octet ${offset} of the message${place}`,
      `  | ${line}`,
      `  | ${" ".repeat(caret)}^`,
    ].join("\n");
  }
}

/** Our own side misused the codec: thrown at the call, with nothing written and no state changed. */
export class LocalProtocolError extends Error {
  override readonly name = "LocalProtocolError";
  readonly code: LocalProtocolErrorCode;

  constructor(code: LocalProtocolErrorCode, detail: string) {
    super(`${code}: ${LOCAL_RULES[code]}: ${escaped(detail.slice(0, 200))}`);
    this.code = code;
  }
}

/**
 * The diagnosis of the octet at `index`: takes the line around it, and a copy, for the buffer moves on.
 * @param lineStart where the faulty line may begin at the earliest
 */
export function diagnose(
  octets: Uint8Array,
  lineStart: number,
  index: number,
  end: number,
  offset: number,
  field?: string,
): Diagnosis {
  let start = index;
  while (start > lineStart && start > index - SHOWN_BEFORE && octets[start - 1] !== 0x0a) start--;
  let stop = index;
  while (stop < end && stop < index + SHOWN_AFTER && (octets[stop] !== 0x0a || stop === index)) stop++;
  return { offset, field, octets: octets.slice(start, stop), index: index - start };
}

function quote({ octets, index, field }: Diagnosis): { line: string; caret: number } {
  const text = String.fromCharCode(...octets);
  // Where the name was cut off, all that is left is value.
  const hidden = SECRET.exec(text)?.[0].length ?? (SECRET.test(`${field}:`) ? 0 : text.length);
  const shown = Array.from(text, (octet, at) => (at >= hidden && at !== index ? "*" : escaped(octet)));
  return { line: shown.join(""), caret: shown.slice(0, index).join("").length };
}

function escaped(text: string): string {
  return text.replace(/[^\x20-\x5b\x5d-\x7e]/g, (character) => {
    const code = character.charCodeAt(0);
    if (character === "\r") return "\\r";
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\\") return "\\\\";
    return code > 0xff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\x${code.toString(16).padStart(2, "0")}`;
  });
}
