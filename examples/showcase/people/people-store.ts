// The people in the database.

import type { Database } from "../storage/database.js";
import { FULL_COST, hashPassword, type PasswordCost, verifyPassword } from "./password.js";
import type { NewPerson, Person, Role } from "./person.js";

interface Row {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** Somebody has the name already. */
export class NameTakenError extends Error {
  override readonly name = "NameTakenError";
}

export class PeopleStore {
  readonly #database: Database;
  readonly #cost: PasswordCost;
  /** What a password is compared with where there is no such person, so that a guess takes as long as with one. */
  #nobody: Promise<string> | null = null;

  constructor(database: Database, cost: PasswordCost = FULL_COST) {
    this.#database = database;
    this.#cost = cost;
  }

  get isEmpty(): boolean {
    return this.#database.prepare("SELECT 1 FROM people LIMIT 1").all().length === 0;
  }

  list(): readonly Person[] {
    return (this.#database.prepare("SELECT * FROM people ORDER BY name").all() as Row[]).map(personOf);
  }

  get(id: number): Person | null {
    const [row] = this.#database.prepare("SELECT * FROM people WHERE id = ?").all(id) as Row[];
    return row === undefined ? null : personOf(row);
  }

  /** @throws {NameTakenError} */
  async add({ name, password, role }: NewPerson): Promise<Person> {
    const hash = await hashPassword(password, this.#cost);
    const [row] = this.#database
      .prepare(
        `INSERT INTO people (name, role, password, created) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO NOTHING RETURNING *`,
      )
      .all(name, role, hash, new Date().toISOString()) as Row[];
    if (row === undefined) throw new NameTakenError(`There is a ${name} already`);
    return personOf(row);
  }

  /** The person's links stay. @returns whether there was one */
  remove(id: number): boolean {
    return this.#database.prepare("DELETE FROM people WHERE id = ?").run(id).changes > 0;
  }

  /** @returns `null` where name and password do not belong together */
  async verify(name: string, password: string): Promise<Person | null> {
    const [row] = this.#database.prepare("SELECT * FROM people WHERE name = ?").all(name) as Row[];
    this.#nobody ??= hashPassword("", this.#cost);
    const isRight = await verifyPassword(password, row?.password ?? (await this.#nobody));
    return isRight && row !== undefined ? personOf(row) : null;
  }
}

function personOf({ id, name, role }: Row): Person {
  return { id, name, roles: [role] };
}
