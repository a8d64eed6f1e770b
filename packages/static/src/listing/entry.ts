// A line of a listing, and in which order lines stand.

export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Octets; 0 for a folder. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export type SortKey = "name" | "size" | "modified";
export type SortOrder = "asc" | "desc";

export interface Sorting {
  readonly sort: SortKey;
  readonly order: SortOrder;
}

/** `sort=size&order=desc` of a query; by name and ascending, where it says nothing that is known. */
export function sortingOf(query: string): Sorting {
  const parameters = new URLSearchParams(query);
  const sort = parameters.get("sort");
  const isKey = sort === "size" || sort === "modified";
  return { sort: isKey ? sort : "name", order: parameters.get("order") === "desc" ? "desc" : "asc" };
}
