/** A table of texts by name in a Durable Object's database. */
export class KeyValue<Key extends string> {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS key_value (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  get(key: Key): string | null {
    const [row] = this.#sql.exec<{ value: string }>("SELECT value FROM key_value WHERE key = ?", key);
    return row?.value ?? null;
  }

  set(key: Key, value: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO key_value VALUES (?, ?)", key, value);
  }

  delete(key: Key): void {
    this.#sql.exec("DELETE FROM key_value WHERE key = ?", key);
  }
}
