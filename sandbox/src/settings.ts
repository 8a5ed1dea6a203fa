// Settings of the control routes, and sequences of ids. Both are in the database, so that they survive the process.

import type { Database } from "./database.ts";

export class Settings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    database.run(`
      CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    `);
  }

  get<T>(name: string): T | undefined {
    const row = this.#database.first<{ value: string }>("SELECT value FROM setting WHERE name = ?", name);
    return row && (JSON.parse(row.value) as T);
  }

  set(name: string, value: unknown): void {
    const sql = "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    this.#database.run(sql, name, JSON.stringify(value));
  }

  /** The next number of a sequence, which begins with 1001. No number is returned twice. */
  next(sequence: string): number {
    const sql = "INSERT INTO sequence VALUES (?, 1001) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last";
    return this.#database.first<{ last: number }>(sql, sequence)?.last ?? 0;
  }

  reset(): void {
    this.#database.run("DELETE FROM setting; DELETE FROM sequence");
  }
}
