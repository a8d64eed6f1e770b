// Which coding a client likes best (RFC 9110 §12.5.3).

// codings [ weight ]
const ELEMENT = /^[\t ]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[\t ]*(?:;[\t ]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[\t ]*)?$/i;

/**
 * @param offers in the server's order, which decides between equals
 * @returns `null` for content as it is: where there is no field, or `identity` is liked better
 */
export function chooseCoding<Coding extends string>(field: string | null, offers: readonly Coding[]): Coding | null {
  if (field === null) return null;
  const weights = new Map<string, number>();
  for (const element of field.split(",")) {
    const [, name, q = "1"] = ELEMENT.exec(element) ?? [];
    if (name !== undefined) weights.set(name.toLowerCase().replace(/^x-gzip$/, "gzip"), Number(q));
  }
  const any = weights.get("*") ?? 0;
  let best: Coding | null = null;
  // What does not say how it likes content as it is, likes anything better.
  let most = weights.get("identity") ?? 0;
  for (const coding of offers) {
    const weight = weights.get(coding) ?? any;
    if (weight > most || (weight === most && weight > 0 && best === null)) {
      best = coding;
      most = weight;
    }
  }
  return best;
}
