// From what somebody types to a query of SQLite's full-text search.

/**
 * All words have to be there, each at least as the beginning of one: `fetch api` finds "Fetch API" and "Fetching APIs".
 * @returns `""` where there is no word to look for
 */
export function searchTerms(typed: string): string {
  // In quotes nothing is an operator, and words hold no quote.
  return (typed.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) => `"${word}"*`).join(" ");
}
