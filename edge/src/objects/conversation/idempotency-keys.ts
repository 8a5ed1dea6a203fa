/** Number of keys that are stored. */
const MAX_KEYS = 500;

/** Keys of requests that were accepted, with their sends, to recognize duplicates. */
export class IdempotencyKeys {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS idempotency_key (
      id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, send INTEGER NOT NULL)`);
  }

  find(key: string): number | null {
    const [record] = this.#sql.exec<{ send: number }>("SELECT send FROM idempotency_key WHERE key = ?", key);
    return record?.send ?? null;
  }

  add(key: string, send: number): void {
    const { id } = this.#sql
      .exec<{ id: number }>("INSERT INTO idempotency_key (key, send) VALUES (?, ?) RETURNING id", key, send)
      .one();
    this.#sql.exec("DELETE FROM idempotency_key WHERE id <= ?", id - MAX_KEYS);
  }
}
