/** The ids of all jobs; everything else about a job is in its own object. */
export class Jobs {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS job (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE)");
  }

  add(id: string): void {
    this.#sql.exec("INSERT INTO job (id) VALUES (?)", id);
  }

  /** Newest first. `before` is the number of the last job of the previous page. */
  list(limit: number, before: number | null): { number: number; id: string }[] {
    return this.#sql
      .exec<{ number: number; id: string }>(
        "SELECT number, id FROM job WHERE ?1 IS NULL OR number < ?1 ORDER BY number DESC LIMIT ?2",
        before,
        limit,
      )
      .toArray();
  }
}
