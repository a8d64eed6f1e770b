// Content negotiation by Accept-Encoding (RFC 9110 §12.5.3).

export type ContentCoding = "br" | "zstd" | "gzip";

// #( codings [ weight ] ); a weight has at most three decimals (§12.4.2). Codings match in any letter case.
const ELEMENT = /^[\t ]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?:[\t ]*;[\t ]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[\t ]*$/;

/**
 * Chooses the coding of an answer.
 *
 * The highest weight wins; among equal ones the first of `available`, and identity last. An element that is malformed is
 * passed over. Where nothing is acceptable, not even identity, identity is sent all the same: a client can always read that.
 * @param accept the field's value, `null` where there is none: then identity is sent
 * @param available what there is besides identity, the most wanted first
 */
export function chooseCoding<Coding extends ContentCoding>(
  accept: string | null,
  available: readonly Coding[],
): Coding | "identity" {
  if (accept === null || accept === "" || available.length === 0) return "identity";
  const weights = weightsOf(accept);
  const others = weights.get("*");
  // Identity needs no naming to be acceptable, and then it is what a client wants least.
  let best = weights.get("identity") ?? others ?? 0;
  let chosen: Coding | "identity" = "identity";
  for (const coding of available) {
    const weight = weights.get(coding) ?? others ?? 0;
    if (weight > 0 && (weight > best || (weight === best && chosen === "identity"))) {
      best = weight;
      chosen = coding;
    }
  }
  return chosen;
}

/** Weights from 0 to 1 by coding, in lower case. Where one comes twice, the first counts. */
function weightsOf(accept: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const element of accept.split(",")) {
    const match = ELEMENT.exec(element);
    if (match === null) continue;
    const [, coding, weight = "1"] = match as unknown as [string, string, string | undefined];
    const name = canonicalName(coding.toLowerCase());
    if (!weights.has(name)) weights.set(name, Number(weight));
  }
  return weights;
}

// A recipient considers "x-gzip" to be equivalent to "gzip" (§8.4.1.3).
function canonicalName(coding: string): string {
  return coding === "x-gzip" ? "gzip" : coding;
}
