// Sessions in the database, so that a restart signs nobody out.

import type { SessionStore } from "@sockeye/middleware/session";
import type { Database } from "../storage/database.js";

export function sessionStore(database: Database): SessionStore {
  const get = database.prepare("SELECT data FROM sessions WHERE key = ? AND expires > ?");
  const set = database.prepare(
    `INSERT INTO sessions (key, data, expires) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET data = excluded.data, expires = excluded.expires`,
  );
  const replace = database.prepare("UPDATE sessions SET data = ?, expires = ? WHERE key = ? AND expires > ?");
  const remove = database.prepare("DELETE FROM sessions WHERE key = ?");
  const removeOld = database.prepare("DELETE FROM sessions WHERE expires <= ?");
  return {
    get(key) {
      const [row] = get.all(key, Date.now()) as { data: string }[];
      return row?.data ?? null;
    },
    set(key, text, milliseconds) {
      const now = Date.now();
      removeOld.run(now);
      set.run(key, text, now + milliseconds);
    },
    replace(key, text, milliseconds) {
      const now = Date.now();
      return replace.run(text, now + milliseconds, key, now).changes > 0;
    },
    delete(key) {
      remove.run(key);
    },
  };
}
