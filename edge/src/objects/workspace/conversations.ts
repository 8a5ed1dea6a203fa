import type { Channel, ConversationState, ReceivedConversation } from "../../../../contract/conversations.ts";
import type { ErrorCode } from "../../../../contract/errors.ts";
import { addColumns } from "../../platform/add-columns.ts";
import type { ConversationUpdate } from "./types.ts";

/** Number of conversations in the list; older ones are still in their own objects. */
const MAX_CONVERSATIONS = 10_000;
/** Number of changes between two removals of older conversations. */
const PRUNE_INTERVAL = 100;

/** The conversations that were received, with their states. */
export class ReceivedConversations {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS conversation (
        id INTEGER PRIMARY KEY, channel TEXT NOT NULL, state TEXT NOT NULL, received_at TEXT NOT NULL,
        updated_at TEXT NOT NULL, revision INTEGER NOT NULL, url TEXT, error_code TEXT, error_message TEXT);
      CREATE INDEX IF NOT EXISTS conversation_revision ON conversation (revision)`);
    // In the order in which they were introduced.
    addColumns(sql, "conversation", ["created", "missing_files"]);
  }

  update(conversation: number, { channel, state, url, created, missingFiles, error }: ConversationUpdate): void {
    const now = new Date().toISOString();
    const { revision } = this.#sql
      .exec<{ revision: number }>("SELECT ifnull(max(revision), 0) + 1 AS revision FROM conversation")
      .one();
    this.#sql.exec(
      `INSERT INTO conversation VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO UPDATE SET
        channel = ?2, state = ?3, updated_at = ?4, revision = ?5, url = ifnull(?6, url), error_code = ?7, error_message = ?8,
        created = ?9, missing_files = ?10`,
      conversation,
      channel,
      state,
      now,
      revision,
      url ?? null,
      error?.code ?? null,
      error?.message ?? null,
      created === undefined ? null : Number(created),
      missingFiles ?? null,
    );
    if (revision % PRUNE_INTERVAL === 0) this.#prune();
  }

  #prune(): void {
    this.#sql.exec(
      "DELETE FROM conversation WHERE revision <= (SELECT revision FROM conversation ORDER BY revision DESC LIMIT 1 OFFSET ?)",
      MAX_CONVERSATIONS,
    );
  }

  /** Latest change first. `before` is the revision of the last conversation of the previous page. */
  list(limit: number, before: number | null): (ReceivedConversation & { revision: number })[] {
    const records = this.#sql.exec<{
      id: number;
      channel: Channel;
      state: ConversationState;
      received_at: string;
      updated_at: string;
      revision: number;
      url: string | null;
      error_code: ErrorCode | null;
      error_message: string | null;
      created: number | null;
      missing_files: number | null;
    }>("SELECT * FROM conversation WHERE ?1 IS NULL OR revision < ?1 ORDER BY revision DESC LIMIT ?2", before, limit);
    return [...records].map((record) => ({
      conversation: record.id,
      channel: record.channel,
      state: record.state,
      receivedAt: record.received_at,
      updatedAt: record.updated_at,
      url: record.url,
      created: record.created === null ? null : record.created === 1,
      missingFiles: record.missing_files,
      error: record.error_code === null ? null : { code: record.error_code, message: record.error_message ?? "" },
      revision: record.revision,
    }));
  }
}
