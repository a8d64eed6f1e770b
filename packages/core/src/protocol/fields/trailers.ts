// What may not stand in a trailer section (RFC 9110 §6.5.1): fields that frame or route a message. Behind it they mean
// nothing, and to whoever merges trailers into the header section they mean something else.

const FORBIDDEN: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "host", "trailer"]);

export function isForbiddenTrailer(name: string): boolean {
  return FORBIDDEN.has(name.toLowerCase());
}
