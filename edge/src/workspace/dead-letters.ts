import type { DeadLetter } from "./records.ts";

type Row = {
  id: number;
  conversation: number;
  at: string;
  attempts: number;
  code: string;
  text: string;
  message: string;
};

/** Deliveries that were given up, until somebody sends them again or throws them away. */
export class DeadLetters {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS dead_letter (
      id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL, at TEXT NOT NULL, attempts INTEGER NOT NULL,
      code TEXT NOT NULL, text TEXT NOT NULL, message TEXT NOT NULL)`);
  }

  /** A queue may bring a message twice; it is one letter. */
  add({ conversation, attempts, error, message }: Omit<DeadLetter, "id" | "at">): number {
    this.#sql.exec("DELETE FROM dead_letter WHERE conversation = ? AND message = ?", conversation, message);
    return this.#sql
      .exec<{ id: number }>(
        `INSERT INTO dead_letter (conversation, at, attempts, code, text, message) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
        conversation,
        new Date().toISOString(),
        attempts,
        error.code,
        error.message,
        message,
      )
      .one().id;
  }

  /** The newest first. `before` is the id at which the page before ended. */
  list(limit: number, before: number | null): DeadLetter[] {
    const rows = this.#sql.exec<Row>(
      "SELECT * FROM dead_letter WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2",
      before,
      limit,
    );
    return [...rows].map(letter);
  }

  read(id: number): DeadLetter | null {
    const [row] = this.#sql.exec<Row>("SELECT * FROM dead_letter WHERE id = ?", id);
    return row === undefined ? null : letter(row);
  }

  /** Whether it was there. */
  remove(id: number): boolean {
    return this.#sql.exec("DELETE FROM dead_letter WHERE id = ? RETURNING id", id).toArray().length > 0;
  }
}

const letter = ({ id, conversation, at, attempts, code, text, message }: Row): DeadLetter => ({
  id,
  conversation,
  at,
  attempts,
  error: { code, message: text },
  message,
});
