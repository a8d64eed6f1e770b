// The octet classes of RFC 9110 §5.6 and RFC 9112, as tables, and the same rules for strings that we are about to
// send. No I/O and no runtime of its own: everything else in the project that judges names and values asks here.

export const HTAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const COLON = 0x3a;

// token = 1*tchar
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// field-value = *field-content, which neither begins nor ends with white space. One character is one octet.
const NOT_FIELD_VALUE = /^[\t ]|[\t ]$|[^\t\x20-\x7e\x80-\xff]/;

/** For each octet 1 where it belongs to the class, else 0. */
export type OctetClass = Readonly<Uint8Array>;

/** tchar, RFC 9110 §5.6.2: what methods and field names are made of. */
export const TCHAR: OctetClass = octetClass(TOKEN);
/** field-vchar / SP / HTAB, RFC 9110 §5.5: VCHAR, obs-text and inner white space. */
export const FIELD_VALUE: OctetClass = octetClass(/[\t\x20-\x7e\x80-\xff]/);
/** Visible ASCII but "#": every octet that a request-target as browsers and curl send it may hold. */
export const TARGET: OctetClass = octetClass(/[\x21\x22\x24-\x7e]/);
/** reg-name without pct-encoded, RFC 3986 §3.2.2: unreserved / sub-delims. */
export const REG_NAME: OctetClass = octetClass(/[A-Za-z0-9\-._~!$&'()*+,;=]/);
/** DIGIT, RFC 5234 appendix B.1. */
export const DIGIT: OctetClass = octetClass(/[0-9]/);
/** HEXDIG in both letter cases, RFC 9112 §7.1. */
export const HEXDIG: OctetClass = octetClass(/[0-9A-Fa-f]/);

/** For each octet its own value, upper-case letters folded to lower case: field names match so (RFC 9110 §5.1). */
export const LOWER_CASE: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet,
);

/** Whether the string is a `token` (RFC 9110 §5.6.2): a method, a field name, a connection option. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Whether the string is a `field-value` (RFC 9110 §5.5), each character standing for one octet. */
export function isFieldValue(text: string): boolean {
  return !NOT_FIELD_VALUE.test(text);
}

/**
 * The elements of a comma-separated list (RFC 9110 §5.6.1), white space taken off, empty elements left out.
 * Only for lists whose elements hold no quoted-string.
 */
export function listElements(value: string): string[] {
  return splitList(value).filter((element) => element !== "");
}

/** The same with the empty elements left in, for lists that may have none. */
export function splitList(value: string): string[] {
  return value.split(",").map(withoutSpaceAround);
}

// By hand: a pattern for the end of a string looks for it anew from each white space inside.
function withoutSpaceAround(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === SP || code === HTAB;
}

function octetClass(pattern: RegExp): OctetClass {
  return Uint8Array.from({ length: 256 }, (_, octet) => Number(pattern.test(String.fromCharCode(octet))));
}
