// The field lines of headers as they were set. Iteration of `Headers` gives names in lower case, sorted.

import { STRINGS_PER_LINE } from "./field-block.js";
import { blockOf, LightHeaders, linesOf } from "./headers.js";

/** In the order and the letter case in which they were set; native headers have kept neither. */
export function* fieldLines(headers: Headers): Generator<[name: string, value: string], undefined> {
  if (!(headers instanceof LightHeaders)) {
    yield* headers;
    return;
  }
  for (const lines of [linesOf(headers), blockOf(headers)?.lines ?? []]) {
    for (let at = 0; at < lines.length; at += STRINGS_PER_LINE)
      yield [lines[at + 1] as string, lines[at + 2] as string];
  }
}
