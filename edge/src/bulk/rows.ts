import { Chunks } from "../chunks.ts";
import type { Counts, Row, RowStatus } from "./records.ts";

type Stored = {
  n: number;
  conversation: number | null;
  status: RowStatus;
  send: number | null;
  again: number;
  next_at: number;
  attempts: number;
  created: number | null;
  url: string | null;
  code: string | null;
  message: string | null;
};

/** A row that is to be sent. */
export interface OwnRow {
  row: number;
  conversation: number;
  /** Its send, once its conversation has taken it. */
  send: number | null;
  /** It has failed, and is to begin again. */
  again: boolean;
  attempts: number;
}

/** What became of a row. */
export type Outcome =
  | { status: "done"; created: boolean; url: string }
  | { status: "failed"; error: { code: string; message: string } }
  | { status: "waiting"; nextAt: number; error: { code: string; message: string } | null };

/** The rows of a job, with their payloads until their conversations have taken them, and how many stand where. */
export class Rows {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #payloads: Chunks;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS row (
        n INTEGER PRIMARY KEY, conversation INTEGER, status TEXT NOT NULL, send INTEGER, again INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, created INTEGER, url TEXT,
        code TEXT, message TEXT);
      CREATE INDEX IF NOT EXISTS row_turn ON row (status, next_at, n);
      CREATE INDEX IF NOT EXISTS row_conversation ON row (conversation);
      CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`);
    this.#payloads = new Chunks(this.#sql, "row_part");
  }

  add(conversation: number, payload: Uint8Array): void {
    const n = this.#insert(conversation, "waiting", null);
    this.#payloads.write(n, payload);
  }

  addUnreadable(error: { code: string; message: string }): void {
    this.#insert(null, "failed", error);
  }

  #insert(conversation: number | null, status: RowStatus, error: { code: string; message: string } | null): number {
    return this.#storage.transactionSync(() => {
      const n = this.#count("total", 1);
      this.#count(status, 1);
      this.#sql.exec(
        "INSERT INTO row (n, conversation, status, code, message) VALUES (?, ?, ?, ?, ?)",
        n,
        conversation,
        status,
        error?.code ?? null,
        error?.message ?? null,
      );
      return n;
    });
  }

  has(conversation: number): boolean {
    return this.#sql.exec("SELECT 1 FROM row WHERE conversation = ? LIMIT 1", conversation).toArray().length > 0;
  }

  /** The next row whose time has come, which is running from now on; null when there is none. */
  claim(): OwnRow | null {
    const [row] = this.#sql.exec<Stored>(
      "SELECT * FROM row WHERE status = 'waiting' AND next_at <= ? ORDER BY next_at, n LIMIT 1",
      Date.now(),
    );
    if (row === undefined || row.conversation === null) return null;
    this.#storage.transactionSync(() => {
      this.#sql.exec("UPDATE row SET attempts = attempts + 1 WHERE n = ?", row.n);
      this.#move(row.n, row.status, "running");
    });
    const { n, conversation, send, again, attempts } = row;
    return { row: n, conversation, send, again: again === 1, attempts: attempts + 1 };
  }

  /** Rows that were running when the process went away wait again. */
  release(): void {
    const running = this.#sql.exec<{ n: number }>("SELECT n FROM row WHERE status = 'running'").toArray();
    this.#storage.transactionSync(() => {
      for (const { n } of running) this.#move(n, "running", "waiting");
    });
  }

  payload(row: number): Uint8Array | null {
    return this.#payloads.read(row);
  }

  payloadSize(row: number): number | null {
    return this.#payloads.size(row);
  }

  /** Forgets all of them. */
  clear(): void {
    this.#sql.exec("DELETE FROM row");
    this.#sql.exec("DELETE FROM tally WHERE name <> 'version'");
    this.#payloads.clear();
  }

  /** Its conversation has it now. */
  taken(row: number, send: number): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec("UPDATE row SET send = ?, again = 0 WHERE n = ?", send, row);
      this.#payloads.remove(row);
    });
  }

  end(row: number, outcome: Outcome): void {
    this.#storage.transactionSync(() => {
      const error = "error" in outcome ? outcome.error : null;
      this.#sql.exec(
        "UPDATE row SET again = 0, next_at = ?, created = ?, url = ?, code = ?, message = ? WHERE n = ?",
        outcome.status === "waiting" ? outcome.nextAt : 0,
        outcome.status === "done" ? Number(outcome.created) : null,
        outcome.status === "done" ? outcome.url : null,
        error?.code ?? null,
        error?.message ?? null,
        row,
      );
      this.#move(row, "running", outcome.status);
      if (outcome.status === "done") this.#count(outcome.created ? "created" : "updated", 1);
    });
  }

  /** Rows that wait do so no longer. Answers those whose conversation has them already. */
  cancel(): OwnRow[] {
    return this.#storage.transactionSync(() => {
      const taken = this.#sql
        .exec<Stored>("SELECT * FROM row WHERE status = 'waiting' AND send IS NOT NULL")
        .toArray()
        .map(({ n, conversation, send, attempts }) => ({
          row: n,
          conversation: conversation ?? 0,
          send,
          again: false,
          attempts,
        }));
      const { waiting } = this.counts();
      this.#sql.exec("UPDATE row SET status = 'cancelled', next_at = 0 WHERE status = 'waiting'");
      this.#count("waiting", -waiting);
      this.#count("cancelled", waiting);
      this.#count("version", 1);
      return taken;
    });
  }

  /** Rows that have failed wait again, but those that nobody can read. Answers how many. */
  retry(): number {
    return this.#storage.transactionSync(() => {
      const rows = this.#sql
        .exec<{ n: number }>("SELECT n FROM row WHERE status = 'failed' AND conversation IS NOT NULL")
        .toArray();
      for (const { n } of rows) {
        this.#sql.exec("UPDATE row SET again = 1, next_at = 0, attempts = 0 WHERE n = ?", n);
        this.#move(n, "failed", "waiting");
      }
      return rows.length;
    });
  }

  /** When the next row's time comes; null when none waits. */
  nextAt(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(next_at) AS at FROM row WHERE status = 'waiting'").one()
      .at;
  }

  counts(): Counts {
    const tally = new Map(
      this.#sql
        .exec<{ name: string; value: number }>("SELECT name, value FROM tally")
        .toArray()
        .map(({ name, value }) => [name, value]),
    );
    const of = (name: string) => tally.get(name) ?? 0;
    return {
      total: of("total"),
      waiting: of("waiting"),
      running: of("running"),
      done: of("done"),
      failed: of("failed"),
      cancelled: of("cancelled"),
      created: of("created"),
      updated: of("updated"),
    };
  }

  /** Counts up with every change. */
  version(): number {
    return [...this.#sql.exec<{ value: number }>("SELECT value FROM tally WHERE name = 'version'")][0]?.value ?? 0;
  }

  /** Something beside the rows has changed. */
  changed(): void {
    this.#count("version", 1);
  }

  list(status: RowStatus | null, after: number, limit: number): Row[] {
    return this.#sql
      .exec<Stored>(
        `SELECT * FROM row WHERE n > ?1 AND (?2 IS NULL OR status = ?2) ORDER BY n LIMIT ?3`,
        after,
        status,
        limit,
      )
      .toArray()
      .map(({ n, conversation, status, attempts, created, url, code, message }) => ({
        row: n,
        conversation,
        status,
        attempts,
        created: created === null ? null : created === 1,
        url,
        error: code === null ? null : { code, message: message ?? "" },
      }));
  }

  #move(row: number, from: RowStatus, to: RowStatus): void {
    this.#sql.exec("UPDATE row SET status = ? WHERE n = ?", to, row);
    this.#count(from, -1);
    this.#count(to, 1);
    this.#count("version", 1);
  }

  #count(name: keyof Counts | "version", by: number): number {
    return this.#sql
      .exec<{ value: number }>(
        "INSERT INTO tally VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value",
        name,
        by,
      )
      .one().value;
  }
}
