// What a client likes better, by Accept (RFC 9110 §12.5.1).

// media-range [ weight ]; other parameters make a range that no type of ours is meant by.
const ELEMENT =
  /^[\t ]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?:[\t ]*;[\t ]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[\t ]*$/;

/**
 * Weight of a media type, by the most specific range that it is in; 1 where there is no field.
 * @param type without parameters, in lower case
 */
export function acceptWeight(accept: string | null, type: string): number {
  if (accept === null || accept.trim() === "") return 1;
  const ranges = [type, `${type.slice(0, type.indexOf("/"))}/*`, "*/*"];
  let best = ranges.length;
  let weight = 0;
  for (const element of accept.split(",")) {
    const [, range, q = "1"] = ELEMENT.exec(element) ?? [];
    const specific = range === undefined ? -1 : ranges.indexOf(range.toLowerCase());
    if (specific < 0 || specific >= best) continue;
    best = specific;
    weight = Number(q);
  }
  return weight;
}
