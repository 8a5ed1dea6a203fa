/** The counters of all isolates together. */
export class Counters {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, value INTEGER NOT NULL)");
  }

  add(counts: [key: string, by: number][]): void {
    for (const [key, by] of counts) {
      this.#sql.exec(
        "INSERT INTO counter VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
        key,
        by,
      );
    }
  }

  list(): { key: string; value: number }[] {
    return this.#sql.exec<{ key: string; value: number }>("SELECT key, value FROM counter ORDER BY key").toArray();
  }
}
