/** The jobs that were made: what they are about, their own objects know. */
export class Jobs {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS job (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE)");
  }

  add(id: string): void {
    this.#sql.exec("INSERT INTO job (id) VALUES (?)", id);
  }

  /** The newest first. `before` is the `n` at which the page before ended. */
  list(limit: number, before: number | null): { n: number; id: string }[] {
    return this.#sql
      .exec<{ n: number; id: string }>(
        "SELECT n, id FROM job WHERE ?1 IS NULL OR n < ?1 ORDER BY n DESC LIMIT ?2",
        before,
        limit,
      )
      .toArray();
  }
}
