// A link, and what may be said of one.

import * as z from "zod";

export interface Link {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly description: string;
  /** `/go/<slug>` leads to the link. */
  readonly slug: string;
  /** In alphabetical order. */
  readonly tags: readonly string[];
  /** Name of the person who added it; `null` once that person is gone. */
  readonly owner: string | null;
  /** How often `/go/<slug>` was followed. */
  readonly visits: number;
  /** Grows with each change, and is the link's entity-tag. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly created: string;
}

/** Only the web: a link of another scheme, such as `javascript:`, would run in our page. */
const WebUrl = z
  .url({ protocol: /^https?$/, error: "Expected an address that begins with https:// or http://" })
  .max(2048)
  .transform((text) => new URL(text))
  .refine(
    ({ username, password }) => username === "" && password === "",
    "An address that holds a password is no link to share",
  )
  .transform(({ href }) => href);

const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}+#._-]{0,39}$/u, "A tag is a word of at most 40 letters and digits");

const Tags = z
  .array(Tag)
  .max(12)
  .transform((tags) => [...new Set(tags)].sort());

const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "A short name is made of a-z, 0-9 and single hyphens");

/** What somebody who adds a link has to say. Without a slug, it is made of the title. */
export const Draft = z.strictObject({
  url: WebUrl,
  title: z.string().trim().min(1, "A link needs a title").max(200),
  description: z.string().trim().max(1000).default(""),
  tags: Tags.default([]),
  slug: Slug.optional(),
});
export type Draft = z.output<typeof Draft>;

/** What is left out stays as it is. */
export const Amendments = z.strictObject({
  url: WebUrl.optional(),
  title: Draft.shape.title.optional(),
  description: z.string().trim().max(1000).optional(),
  tags: Tags.optional(),
  slug: Slug.optional(),
});
export type Amendments = z.output<typeof Amendments>;

export const SORTS = ["newest", "title", "visits", "relevance"] as const;

/** Query of the list. */
export const Listing = z.object({
  q: z.string().max(200).default(""),
  tag: Tag.optional(),
  /** Left out: what matches best, or the newest where nothing is looked for. */
  sort: z.enum(SORTS).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(30),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export type Listing = z.output<typeof Listing>;

export interface Page {
  readonly links: readonly Link[];
  /** How many there are, with those that the page does not show. */
  readonly total: number;
}
