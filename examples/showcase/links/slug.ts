// The short name of a link, as in `/go/mdn-fetch`.

import { randomInt } from "node:crypto";

const LONGEST = 48;
const MOST_NUMBERED = 9;

/** @returns `"crème brûlée!"` → `"creme-brulee"`; `"link"` where nothing is left of the title */
export function slugOf(title: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = (words ?? []).join("-").slice(0, LONGEST).replace(/-$/, "");
  return slug === "" ? "link" : slug;
}

/** @returns the slug itself, or with a number behind it */
export function freeSlug(slug: string, isTaken: (slug: string) => boolean): string {
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number++) {
    // A thousand links of one title are not counted through: behind the first few, the number is drawn.
    const numbered = `${slug}-${number > MOST_NUMBERED ? randomInt(10 ** 9) : number}`;
    if (!isTaken(numbered)) return numbered;
  }
}
