// One path, one spelling: which paths of URLs name something in the tree, and how such a path is written.

// A character that never needs percent-encoding (unreserved, RFC 3986 §2.3) and has it all the same. Were it decoded, a
// guard that compares `/admin` would not see `/%61dmin`.
const NEEDLESSLY_ENCODED = /%(?:2[DdEe]|3\d|[46][1-9A-Fa-f]|[57][\dAa]|5[Ff]|7[Ee])/;
// What parts segments on some system, and what ends a string on others.
const SEPARATOR = /[/\\\0]/;
// Names that Windows takes for devices, with any extension, or for another file: streams and drives, names that end in dots or
// spaces, short names such as PROGRA~1, characters that no name holds.
const WINDOWS_ALIAS =
  /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[\d\xb9\xb2\xb3])\s*(?:\.|$)|[\0-\x1f<>:"|?*]|[. ]$|~\d/i;

/**
 * Decodes the path of a URL, once.
 *
 * Refused are dot segments and empty segments, plain or encoded; an encoded slash, a backslash, NUL; percent-encoding that is
 * malformed, not UTF-8, or of a character that never needs it; and on Windows every name that stands for another file.
 * @param path begins with a slash
 * @returns the decoded segments, the last one empty where the path ends with a slash; `null` where it is refused
 */
export function canonicalSegments(path: string, windows: boolean = false): readonly string[] | null {
  if (!path.startsWith("/") || NEEDLESSLY_ENCODED.test(path)) return null;
  const segments = path.slice(1).split("/");
  const last = segments.length - 1;
  for (let i = 0; i <= last; i++) {
    const segment = decoded(segments[i] as string);
    if (segment === null || (segment === "" && i < last) || !isName(segment, windows)) return null;
    segments[i] = segment;
  }
  return segments;
}

/** Whether a path of a URL can name a file or a folder of this name. */
export function isServableName(name: string, windows: boolean = false): boolean {
  // What is not UTF-8 on disk comes with replacement characters, and leads nowhere.
  return name !== "" && !/[\ufffd\p{Surrogate}]/u.test(name) && isName(name, windows);
}

/** Whether a segment begins with a dot, `/.well-known` (RFC 8615) at the top excepted. */
export function hasDotfile(segments: readonly string[]): boolean {
  return segments.some((segment, i) => segment.startsWith(".") && !(i === 0 && segment === ".well-known"));
}

/** Writes decoded segments as the path of a URL: what `canonicalSegments` reads as the same segments. */
export function pathOf(segments: readonly string[]): string {
  return segments.map((segment) => `/${encodeSegment(segment)}`).join("");
}

/** Percent-encodes all but what a path may hold as it is (pchar, RFC 3986 §3.3). */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function isName(segment: string, windows: boolean): boolean {
  return segment !== "." && segment !== ".." && !SEPARATOR.test(segment) && !(windows && WINDOWS_ALIAS.test(segment));
}

function decoded(segment: string): string | null {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
