// The database: one SQLite file. A write is on the disk when its call returns, so neither `kill -9` nor a power cut
// takes back what was answered.

import { join } from "node:path";
import Sqlite from "libsql";
import { makeFolder } from "./folder.js";
import { MIGRATIONS } from "./migrations.js";

export type Database = Sqlite.Database;
export type Statement = Sqlite.Statement<[object]>;

/**
 * Opens the database, and brings its tables up to date.
 * @throws {Error} whose message is one line, where there can be no such folder or database
 * @param folder is made where it is missing; `null` keeps everything in memory, for tests
 */
export function openDatabase(folder: string | null): Database {
  if (folder !== null) makeFolder(folder);
  const database = new Sqlite(folder === null ? ":memory:" : join(folder, "showcase.db"), { timeout: 5000 });
  // Readers go on while somebody writes, and a commit waits for the disk.
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  migrate(database);
  return database;
}

function migrate(database: Database): void {
  const step = database.transaction((script: string, version: number) => {
    database.exec(script);
    database.pragma(`user_version = ${version}`);
  });
  const done = userVersion(database);
  if (done > MIGRATIONS.length) throw new Error(`The database is of a later version of this program (${done})`);
  for (const [index, script] of MIGRATIONS.entries()) {
    if (index >= done) step(script, index + 1);
  }
}

function userVersion(database: Database): number {
  const { user_version: version } = database.prepare("PRAGMA user_version").get() as { user_version: number };
  return version;
}
