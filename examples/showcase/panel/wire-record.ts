// Octets as they went over the wire, kept up to a bound, and shown without secrets.

import type { WireText } from "./shown.js";

const MOST_KEPT = 8 * 1024;

/** Field lines whose value is a secret (RFC 9110 §11.6, RFC 6265), wherever they stand: a second request may lie behind. */
const SECRET_LINE = /^([\t ]*(?:(?:proxy-)?authorization|(?:set-)?cookie)[\t ]*:)([^\r\n]*)/gim;

export class WireRecord {
  readonly #kept: Uint8Array[] = [];
  #keptOctets = 0;
  #octets = 0;

  add(octets: Uint8Array): void {
    this.#octets += octets.length;
    const part = octets.subarray(0, MOST_KEPT - this.#keptOctets);
    if (part.length === 0) return;
    // The server goes on using its own.
    this.#kept.push(part.slice());
    this.#keptOctets += part.length;
  }

  get octets(): number {
    return this.#octets;
  }

  /** Of a response; `null` before it has begun. */
  get status(): number | null {
    const start = Buffer.from(this.#kept[0]?.subarray(0, 12) ?? []).toString("latin1");
    const status = /^HTTP\/1\.1 (\d{3})/.exec(start)?.[1];
    return status === undefined ? null : Number(status);
  }

  /** @param hidesContent whether what stands behind the head is a secret too, as a password is */
  show(hidesContent: boolean): WireText {
    const text = Buffer.concat(this.#kept).toString("latin1");
    return { text: withoutSecrets(text, hidesContent), octets: this.#octets };
  }
}

export function withoutSecrets(text: string, hidesContent: boolean): string {
  const shown = text.replace(SECRET_LINE, (_line, name: string, value: string) => name + "*".repeat(value.length));
  const end = shown.indexOf("\r\n\r\n");
  if (!hidesContent || end < 0) return shown;
  const content = end + 4;
  return shown.slice(0, content) + "*".repeat(shown.length - content);
}
