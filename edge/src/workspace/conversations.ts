import type { ConversationNote, ReceivedConversation, Way } from "./records.ts";

/** How many conversations the list remembers; older ones are still in their own objects. */
const KEPT = 10_000;

/** The conversations that came in, and what became of them. */
export class ReceivedConversations {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS conversation (
        id INTEGER PRIMARY KEY, way TEXT NOT NULL, state TEXT NOT NULL, received_at TEXT NOT NULL,
        updated_at TEXT NOT NULL, change INTEGER NOT NULL, url TEXT, error_code TEXT, error_message TEXT);
      CREATE INDEX IF NOT EXISTS conversation_change ON conversation (change)`);
  }

  note(conversation: number, { way, state, url, error }: ConversationNote): void {
    const now = new Date().toISOString();
    const { change } = this.#sql
      .exec<{ change: number }>("SELECT ifnull(max(change), 0) + 1 AS change FROM conversation")
      .one();
    this.#sql.exec(
      `INSERT INTO conversation VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET
        way = ?2, state = ?3, updated_at = ?4, change = ?5, url = ifnull(?6, url), error_code = ?7, error_message = ?8`,
      conversation,
      way,
      state,
      now,
      change,
      url ?? null,
      error?.code ?? null,
      error?.message ?? null,
    );
    this.#sql.exec("DELETE FROM conversation WHERE change <= ?", change - KEPT);
  }

  /** The latest change first. `before` is the `change` at which the page before ended. */
  list(limit: number, before: number | null): (ReceivedConversation & { change: number })[] {
    const rows = this.#sql.exec<{
      id: number;
      way: Way;
      state: string;
      received_at: string;
      updated_at: string;
      change: number;
      url: string | null;
      error_code: string | null;
      error_message: string | null;
    }>("SELECT * FROM conversation WHERE ?1 IS NULL OR change < ?1 ORDER BY change DESC LIMIT ?2", before, limit);
    return [...rows].map((row) => ({
      conversation: row.id,
      way: row.way,
      state: row.state,
      receivedAt: row.received_at,
      updatedAt: row.updated_at,
      url: row.url,
      error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? "" },
      change: row.change,
    }));
  }
}
