// The links as the API shows them, one a line.

import * as z from "zod";
import type { Link } from "../links/link.js";
import type { FoundLink } from "./found-link.js";

// Whether it is a link at all is judged as for every other file.
const List = z.array(
  z.object({
    url: z.string(),
    title: z.string().default(""),
    description: z.string().optional(),
    tags: z.array(z.string()).optional(),
    slug: z.string().optional(),
    created: z.iso.datetime().optional(),
  }),
);

export function isJsonList(text: string): boolean {
  return /^\s*\[\s*[\]{]/.test(text);
}

/** @returns `null` where it is no list of links */
export function readJsonList(text: string): FoundLink[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return List.safeParse(value).data ?? null;
}

export function* writeJsonList(links: Iterable<Link>): Iterable<string> {
  let separator = "[\n";
  for (const link of links) {
    yield separator + JSON.stringify(link);
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}
