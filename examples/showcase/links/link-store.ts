// The links in the database. It knows nothing of HTTP.

import type { Database, Statement } from "../storage/database.js";
import { DuplicateError } from "./duplicate-error.js";
import type { Amendments, Draft, Link, Listing, Page } from "./link.js";
import { searchTerms } from "./search-terms.js";
import { freeSlug, slugOf } from "./slug.js";

const COLUMNS = `
  links.id, links.url, links.title, links.description, links.slug, links.visits, links.version, links.created,
  people.name AS owner,
  (SELECT json_group_array(tag) FROM (SELECT tag FROM tags WHERE link = links.id ORDER BY tag)) AS tags`;
const TABLES = "links LEFT JOIN people ON people.id = links.owner";

const ORDERS: Readonly<Record<NonNullable<Listing["sort"]>, string>> = {
  newest: "links.created DESC, links.id DESC",
  title: "links.title COLLATE NOCASE, links.id",
  visits: "links.visits DESC, links.id DESC",
  // A word in the title or among the tags says more than one in the description.
  relevance: "bm25(words, 8, 6, 3, 1), links.id",
};

const PORTION = 200;

export interface TagCount {
  readonly tag: string;
  readonly links: number;
}

/** A link as it comes from elsewhere. */
export interface Entry extends Draft {
  /** ISO 8601; now where it is not known. */
  readonly created?: string | undefined;
}

interface Row extends Omit<Link, "tags"> {
  readonly tags: string;
}

export class LinkStore {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  list({ q, tag, sort, limit, offset }: Listing): Page {
    const terms = searchTerms(q);
    const isSearch = terms !== "";
    const conditions = [
      isSearch ? "words MATCH :terms" : "",
      tag === undefined ? "" : "links.id IN (SELECT link FROM tags WHERE tag = :tag)",
    ].filter((condition) => condition !== "");
    const from = [
      `FROM ${TABLES}`,
      isSearch ? "JOIN words ON words.rowid = links.id" : "",
      conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`,
    ].join(" ");
    const order = ORDERS[sort === undefined || sort === "relevance" ? (isSearch ? "relevance" : "newest") : sort];

    const rows = this.#all<Row>(`SELECT ${COLUMNS} ${from} ORDER BY ${order} LIMIT :limit OFFSET :offset`, {
      terms,
      tag: tag ?? "",
      limit,
      offset,
    });
    const [count] = this.#all<{ total: number }>(`SELECT count(*) AS total ${from}`, { terms, tag: tag ?? "" });
    return { links: rows.map(linkOf), total: count?.total ?? 0 };
  }

  /** All links, the oldest first. They are read in portions, and may be changed between two of them. */
  *each(): IterableIterator<Link> {
    for (let after = 0; ; ) {
      const rows = this.#all<Row>(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE links.id > :after ORDER BY links.id LIMIT ${PORTION}`,
        { after },
      );
      yield* rows.map(linkOf);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }

  get(id: number): Link | null {
    const [row] = this.#all<Row>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE links.id = :id`, { id });
    return row === undefined ? null : linkOf(row);
  }

  tags(): readonly TagCount[] {
    return this.#all<TagCount>("SELECT tag, count(*) AS links FROM tags GROUP BY tag ORDER BY links DESC, tag", {});
  }

  /** Counts a visit. @returns where the short name leads; `null` where it is not known */
  visit(slug: string): string | null {
    const [row] = this.#all<{ url: string }>("UPDATE links SET visits = visits + 1 WHERE slug = :slug RETURNING url", {
      slug,
    });
    return row?.url ?? null;
  }

  /** @param owner id of a person. @throws {DuplicateError} */
  add(draft: Draft, owner: number | null): Link {
    return this.#atOnce(() => {
      this.#refuseDuplicate("url", draft.url, null);
      if (draft.slug !== undefined) this.#refuseDuplicate("slug", draft.slug, null);
      return this.#insert(draft, owner);
    });
  }

  /** Adds those whose address is not among the links yet: all or, where one cannot be added, none. */
  addAll(entries: Iterable<Entry>, owner: number | null): { added: number; known: number } {
    return this.#atOnce(() => {
      const count = { added: 0, known: 0 };
      for (const entry of entries) {
        if (this.#holder("url", entry.url) !== null) count.known++;
        else {
          const slug = entry.slug === undefined || this.#holder("slug", entry.slug) !== null ? undefined : entry.slug;
          this.#insert({ ...entry, slug }, owner);
          count.added++;
        }
      }
      return count;
    });
  }

  /** @throws {DuplicateError} */
  change(link: Link, amendments: Amendments): Link {
    const { id } = link;
    return this.#atOnce(() => {
      const { url = link.url, slug = link.slug, title = link.title, description = link.description } = amendments;
      this.#refuseDuplicate("url", url, id);
      this.#refuseDuplicate("slug", slug, id);
      this.#run(
        `UPDATE links SET url = :url, slug = :slug, title = :title, description = :description, version = version + 1
         WHERE id = :id`,
        { id, url, slug, title, description },
      );
      this.#describe(id, { url, title, description, tags: amendments.tags ?? link.tags });
      return this.get(id) as Link;
    });
  }

  /** @returns whether it was there */
  remove(id: number): boolean {
    return this.#atOnce(() => {
      this.#run("DELETE FROM words WHERE rowid = :id", { id });
      return this.#run("DELETE FROM links WHERE id = :id", { id }) > 0;
    });
  }

  #insert(entry: Entry, owner: number | null): Link {
    const { url, title, description, tags, created = new Date().toISOString() } = entry;
    const slug = entry.slug ?? freeSlug(slugOf(title), (candidate) => this.#holder("slug", candidate) !== null);
    const [row] = this.#all<{ id: number }>(
      `INSERT INTO links (url, title, description, slug, owner, created)
       VALUES (:url, :title, :description, :slug, :owner, :created) RETURNING id`,
      { url, title, description, slug, owner, created },
    );
    const { id } = row as { id: number };
    this.#describe(id, { url, title, description, tags });
    return this.get(id) as Link;
  }

  /** What a link is found by, besides its id. */
  #describe(id: number, { url, title, description, tags }: Pick<Link, "url" | "title" | "description" | "tags">): void {
    this.#run("DELETE FROM tags WHERE link = :id", { id });
    for (const tag of tags) this.#run("INSERT INTO tags (tag, link) VALUES (:tag, :id)", { tag, id });
    this.#run("DELETE FROM words WHERE rowid = :id", { id });
    this.#run(
      "INSERT INTO words (rowid, title, tags, url, description) VALUES (:id, :title, :tags, :url, :description)",
      // Every address has the scheme: as a word it would find all.
      { id, title, tags: tags.join(" "), url: url.replace(/^https?:/, ""), description },
    );
  }

  #refuseDuplicate(field: "url" | "slug", value: string, own: number | null): void {
    const holder = this.#holder(field, value);
    if (holder !== null && holder !== own) throw new DuplicateError(field, holder);
  }

  #holder(field: "url" | "slug", value: string): number | null {
    const [row] = this.#all<{ id: number }>(`SELECT id FROM links WHERE ${field} = :value`, { value });
    return row?.id ?? null;
  }

  #all<Found>(sql: string, values: object): Found[] {
    return this.#prepared(sql).all(values) as Found[];
  }

  /** @returns how many rows it changed */
  #run(sql: string, values: object): number {
    return this.#prepared(sql).run(values).changes;
  }

  #prepared(sql: string): Statement {
    const statement = this.#statements.get(sql) ?? this.#database.prepare<object>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #atOnce<Result>(work: () => Result): Result {
    return this.#database.transaction(work).immediate();
  }
}

function linkOf({ id, url, title, description, slug, tags, owner, visits, version, created }: Row): Link {
  return { id, url, title, description, slug, tags: JSON.parse(tags), owner, visits, version, created };
}
