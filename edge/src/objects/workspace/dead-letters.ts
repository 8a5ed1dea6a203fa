import type { DeadLetter } from "../../../../contract/dead-letters.ts";
import type { ErrorCode } from "../../../../contract/errors.ts";
import type { NewDeadLetter } from "./types.ts";

type DeadLetterRecord = {
  id: number;
  conversation: number;
  send: number;
  at: string;
  attempts: number;
  error_code: ErrorCode;
  error_message: string;
};

/** Sends that failed finally, until they are sent again or deleted. */
export class DeadLetters {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS dead_letter (
      id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL, send INTEGER NOT NULL, at TEXT NOT NULL,
      attempts INTEGER NOT NULL, error_code TEXT NOT NULL, error_message TEXT NOT NULL)`);
  }

  /** Adds a dead letter; an earlier one of the same send is replaced, because a queue may deliver a message twice. */
  add({ conversation, send, attempts, error }: NewDeadLetter): number {
    this.#sql.exec("DELETE FROM dead_letter WHERE conversation = ? AND send = ?", conversation, send);
    return this.#sql
      .exec<{ id: number }>(
        `INSERT INTO dead_letter (conversation, send, at, attempts, error_code, error_message)
          VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
        conversation,
        send,
        new Date().toISOString(),
        attempts,
        error.code,
        error.message,
      )
      .one().id;
  }

  /** Newest first. `before` is the id of the last dead letter of the previous page. */
  list(limit: number, before: number | null): DeadLetter[] {
    const records = this.#sql.exec<DeadLetterRecord>(
      "SELECT * FROM dead_letter WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2",
      before,
      limit,
    );
    return [...records].map(toDeadLetter);
  }

  read(id: number): DeadLetter | null {
    const [record] = this.#sql.exec<DeadLetterRecord>("SELECT * FROM dead_letter WHERE id = ?", id);
    return record === undefined ? null : toDeadLetter(record);
  }

  /** Returns whether it existed. */
  remove(id: number): boolean {
    return this.#sql.exec("DELETE FROM dead_letter WHERE id = ? RETURNING id", id).toArray().length > 0;
  }
}

const toDeadLetter = ({ error_code, error_message, ...rest }: DeadLetterRecord): DeadLetter => ({
  ...rest,
  error: { code: error_code, message: error_message },
});
