// The tables, as the scripts that made them. What has been released is never changed: what is new is a new script.

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('admin', 'member')),
    password TEXT NOT NULL,
    created TEXT NOT NULL
  ) STRICT;

  -- key: the digest of what the cookie has. expires: milliseconds since 1970.
  CREATE TABLE sessions (
    key TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    expires INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- AUTOINCREMENT: an id is never used again, for pages that are open still hold it.
  CREATE TABLE links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    owner INTEGER REFERENCES people ON DELETE SET NULL,
    visits INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    created TEXT NOT NULL
  ) STRICT;

  CREATE TABLE tags (
    tag TEXT NOT NULL,
    link INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
    PRIMARY KEY (tag, link)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tags_of_link ON tags (link);

  -- Its rowid is the link's id.
  CREATE VIRTUAL TABLE words USING fts5 (
    title, tags, url, description,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
  );
  `,
];
