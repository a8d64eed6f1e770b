// The laws of an error: its diagnosis goes to logs, so no octet of the peer's may do anything there but be read, and it is
// of use only where it points at the right octet.

import type { ProtocolError } from "../src/protocol/index.js";
import { uphold } from "./broken-law.js";

const PRINTABLE = /^[\x20-\x7e\n]*$/;
const QUOTE = "  | ";

/**
 * @param octets of the whole input
 * @param messageStart where in there the message begins that is at fault
 * @throws {BrokenLaw} `diagnosis`
 */
export function checkDiagnosis(error: ProtocolError, octets: string, messageStart: number): void {
  const text = error.explain();
  for (const logged of [text, error.message]) {
    // The section sign in "RFC 9112 §2.2" is our own, and known to be safe.
    const isPrintable = PRINTABLE.test(logged.replace(error.section, ""));
    uphold("diagnosis", isPrintable, () => `not printable ASCII: ${JSON.stringify(logged)}`);
  }
  checkCaret(text);
  checkSecret(text);

  const { offset, octets: quoted, index } = error.diagnosis;
  const at = messageStart + offset;
  uphold("diagnosis", index >= 0 && index <= quoted.length, () => `index ${index} in ${quoted.length} octets`);
  uphold("diagnosis", at <= octets.length, () => `offset ${offset} lies behind the octets received`);
  const shown = Buffer.from(quoted).toString("latin1");
  const isThere = octets.startsWith(shown, at - index);
  uphold("diagnosis", isThere, () => `offset ${offset} of the message is not where ${JSON.stringify(shown)} stands`);
}

// One octet of a secret may be shown: the faulty one.
const SECRET_LINE = /^[ \t]*(?:\\t)*(?:authorization|proxy-authorization|cookie|set-cookie)(?: |\\t)*:(.*)$/i;

function checkSecret(text: string): void {
  const value = SECRET_LINE.exec(text.split("\n")[2]?.slice(QUOTE.length) ?? "")?.[1] ?? "";
  const shown = value.replaceAll("*", "").replace(/^(?:\\x[0-9a-f]{2}|\\.|.)?$/, "");
  uphold("diagnosis", shown === "", () => `a secret is shown:\n${text}`);
}

function checkCaret(text: string): void {
  const [, , line = "", caretLine = "", ...rest] = text.split("\n");
  const isQuoted = line.startsWith(QUOTE) && caretLine.startsWith(QUOTE) && rest.length === 0;
  uphold("diagnosis", isQuoted, () => `explain() is not of four lines:\n${text}`);
  const before = caretLine.slice(0, -1);
  const pointsInside = caretLine.endsWith("^") && before.trimEnd() === QUOTE.trimEnd() && before.length <= line.length;
  uphold("diagnosis", pointsInside, () => `the caret points at nothing:\n${text}`);
}
