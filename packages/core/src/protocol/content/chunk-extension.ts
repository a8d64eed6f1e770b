// The grammar of chunk extensions (RFC 9112 §7.1.1). What they say is dropped; that they are well-formed is not.
//
//   chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
//   chunk-ext-name = token
//   chunk-ext-val  = token / quoted-string

const BEGIN = /[ \t]*;[ \t]*/y;
const WHITESPACE = /[ \t]*/y;
const NAME = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const EQUALS = /[ \t]*=[ \t]*/y;
// Control octets were refused before: none is left for `.` and `[^…]` to match.
const VALUE = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[^"\\]|\\.)*"/y;

/** @returns index of the first character from `start` on that does not fit (the length, where something is missing), or -1 */
export function chunkExtensionFault(line: string, start: number): number {
  let at = start;
  while (at < line.length) {
    const name = skip(BEGIN, line, at);
    if (name < 0) return skip(WHITESPACE, line, at);
    at = skip(NAME, line, name);
    if (at < 0) return name;
    const value = skip(EQUALS, line, at);
    if (value < 0) continue;
    at = skip(VALUE, line, value);
    // A quoted-string that nothing else is wrong with has no end.
    if (at < 0) return line[value] === '"' ? line.length : value;
  }
  return -1;
}

/** The index behind what the sticky pattern matches at `at`, or -1. */
function skip(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : -1;
}
