// Percent-decoding, segment by segment. A slash that was encoded (%2F) does not end its segment: in a decoded path a lone
// surrogate stands for it, which decoding never gives.

const ENCODED_SLASH = "\ud800";

/** @returns the path, decoded; `null` where it cannot be */
export function decodePath(path: string): string | null {
  if (!path.includes("%")) return path;
  try {
    return path.split("/").map(decodeSegment).join("/");
  } catch {
    return null;
  }
}

/** The text of a pattern, which may be written plain or encoded. */
export function decodeText(text: string): string {
  return decodePath(text) ?? text;
}

/** @returns a part of a decoded path as people want it */
export function withSlashes(part: string): string {
  return part.includes(ENCODED_SLASH) ? part.replaceAll(ENCODED_SLASH, "/") : part;
}

/** @returns a part of a decoded path, or of a pattern, for people to read */
export function printed(part: string): string {
  return part.replaceAll(ENCODED_SLASH, "%2F");
}

function decodeSegment(segment: string): string {
  return segment.includes("%") ? decodeURIComponent(segment).replaceAll("/", ENCODED_SLASH) : segment;
}
