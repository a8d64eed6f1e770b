// What the client likes best of what there is, RFC 9110 §12.5.

import Negotiator from "negotiator";

// Names that people use for the types they mostly offer.
const SHORT: Readonly<Record<string, string>> = {
  html: "text/html",
  text: "text/plain",
  css: "text/css",
  csv: "text/csv",
  json: "application/json",
  xml: "application/xml",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
};

export type Negotiated = "mediaType" | "language" | "encoding";

const FIELDS: Readonly<Record<Negotiated, string>> = {
  mediaType: "accept",
  language: "accept-language",
  encoding: "accept-encoding",
};

/** @returns what the client likes best of `offers`, of equals what it names first; `null` where it takes none */
export function negotiate<Offer extends string>(
  kind: Negotiated,
  headers: Headers,
  offers: readonly Offer[],
): Offer | null {
  const field = FIELDS[kind];
  const negotiator = new Negotiator({ headers: { [field]: headers.get(field) ?? undefined } });
  const full = kind === "mediaType" ? offers.map((offer) => SHORT[offer] ?? offer) : [...offers];
  const best = negotiator[kind](full);
  return best === undefined ? null : (offers[full.indexOf(best)] ?? null);
}
