import type { ErrorCode, ErrorSummary } from "../../../../contract/errors.ts";
import type { JobCounts, JobRow, RowStatus } from "../../../../contract/jobs.ts";
import { addColumns } from "../../platform/add-columns.ts";
import { Chunks } from "../../platform/chunks.ts";
import type { ClaimedRow, RowResult } from "./types.ts";

type RowRecord = {
  number: number;
  conversation: number | null;
  status: RowStatus;
  send: number | null;
  requeue: number;
  next_at: number;
  attempts: number;
  created: number | null;
  missing_files: number | null;
  url: string | null;
  error_code: ErrorCode | null;
  error_message: string | null;
};

/** The rows of a job, with their payloads until their conversations have accepted them, and the counts by status. */
export class Rows {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #payloads: Chunks;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS job_row (
        number INTEGER PRIMARY KEY, conversation INTEGER, status TEXT NOT NULL, send INTEGER,
        requeue INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
        created INTEGER, url TEXT, error_code TEXT, error_message TEXT);
      CREATE INDEX IF NOT EXISTS job_row_due ON job_row (status, next_at, number);
      CREATE INDEX IF NOT EXISTS job_row_conversation ON job_row (conversation);
      CREATE TABLE IF NOT EXISTS job_count (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`);
    addColumns(this.#sql, "job_row", ["missing_files"]);
    this.#payloads = new Chunks(this.#sql, "payload_chunk");
  }

  add(conversation: number, payload: Uint8Array): void {
    this.#payloads.write(this.#insert(conversation, "waiting", null), payload);
  }

  /** Adds a payload that could not be read, as a failed row. */
  addUnreadable(error: ErrorSummary): void {
    this.#insert(null, "failed", error);
  }

  #insert(conversation: number | null, status: RowStatus, error: ErrorSummary | null): number {
    return this.#storage.transactionSync(() => {
      const number = this.#count("total", 1);
      this.#count(status, 1);
      this.#sql.exec(
        "INSERT INTO job_row (number, conversation, status, error_code, error_message) VALUES (?, ?, ?, ?, ?)",
        number,
        conversation,
        status,
        error?.code ?? null,
        error?.message ?? null,
      );
      return number;
    });
  }

  has(conversation: number): boolean {
    return this.#sql.exec("SELECT 1 FROM job_row WHERE conversation = ? LIMIT 1", conversation).toArray().length > 0;
  }

  /** Marks the next due row as running and returns it; null when none is due. */
  claim(): ClaimedRow | null {
    const [record] = this.#sql.exec<RowRecord>(
      "SELECT * FROM job_row WHERE status = 'waiting' AND next_at <= ? ORDER BY next_at, number LIMIT 1",
      Date.now(),
    );
    if (record === undefined || record.conversation === null) return null;
    const { number, conversation, status, send, requeue, attempts } = record;
    this.#storage.transactionSync(() => {
      this.#sql.exec("UPDATE job_row SET attempts = attempts + 1 WHERE number = ?", number);
      this.#move(number, status, "running");
    });
    return { row: number, conversation, send, requeue: requeue === 1, attempts: attempts + 1 };
  }

  /** Lets rows wait again that were running when the process ended. */
  releaseRunning(): void {
    const running = this.#sql.exec<{ number: number }>("SELECT number FROM job_row WHERE status = 'running'").toArray();
    this.#storage.transactionSync(() => {
      for (const { number } of running) this.#move(number, "running", "waiting");
    });
  }

  payload(row: number): Uint8Array | null {
    return this.#payloads.read(row);
  }

  payloadSize(row: number): number | null {
    return this.#payloads.size(row);
  }

  clear(): void {
    this.#sql.exec("DELETE FROM job_row");
    this.#sql.exec("DELETE FROM job_count WHERE name <> 'version'");
    this.#payloads.clear();
  }

  /** Stores the send of a row, whose conversation has the payload now. */
  setSend(row: number, send: number): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec("UPDATE job_row SET send = ?, requeue = 0 WHERE number = ?", send, row);
      this.#payloads.remove(row);
    });
  }

  setResult(row: number, result: RowResult): void {
    this.#storage.transactionSync(() => {
      const error = "error" in result ? result.error : null;
      this.#sql.exec(
        "UPDATE job_row SET requeue = 0, next_at = ?, created = ?, missing_files = ?, url = ?, error_code = ?, error_message = ? WHERE number = ?",
        result.status === "waiting" ? result.nextAt : 0,
        result.status === "done" ? Number(result.created) : null,
        result.status === "done" ? result.missingFiles : null,
        result.status === "done" ? result.url : null,
        error?.code ?? null,
        error?.message ?? null,
        row,
      );
      this.#move(row, "running", result.status);
      if (result.status === "done") this.#count(result.created ? "created" : "updated", 1);
    });
  }

  /** Cancels the waiting rows. Returns the sends of those that their conversations have already. */
  cancel(): { conversation: number; send: number }[] {
    return this.#storage.transactionSync(() => {
      const accepted = this.#sql
        .exec<{ conversation: number; send: number }>(
          "SELECT conversation, send FROM job_row WHERE status = 'waiting' AND send IS NOT NULL",
        )
        .toArray();
      const { waiting } = this.counts();
      this.#sql.exec("UPDATE job_row SET status = 'cancelled', next_at = 0 WHERE status = 'waiting'");
      this.#count("waiting", -waiting);
      this.#count("cancelled", waiting);
      this.#count("version", 1);
      return accepted;
    });
  }

  /** Lets failed rows wait again, except unreadable ones. Returns their number. */
  retry(): number {
    return this.#storage.transactionSync(() => {
      const failed = this.#sql
        .exec<{ number: number }>("SELECT number FROM job_row WHERE status = 'failed' AND conversation IS NOT NULL")
        .toArray();
      for (const { number } of failed) {
        this.#sql.exec("UPDATE job_row SET requeue = 1, next_at = 0, attempts = 0 WHERE number = ?", number);
        this.#move(number, "failed", "waiting");
      }
      return failed.length;
    });
  }

  /** When the next row is due; null when none waits. */
  nextAt(): number | null {
    return this.#sql
      .exec<{ next: number | null }>("SELECT min(next_at) AS next FROM job_row WHERE status = 'waiting'")
      .one().next;
  }

  counts(): JobCounts {
    const records = this.#sql.exec<{ name: string; value: number }>("SELECT name, value FROM job_count").toArray();
    const counts = new Map(records.map(({ name, value }) => [name, value]));
    const of = (name: keyof JobCounts) => counts.get(name) ?? 0;
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

  /** Increases with every change of the job. */
  version(): number {
    const [record] = this.#sql.exec<{ value: number }>("SELECT value FROM job_count WHERE name = 'version'");
    return record?.value ?? 0;
  }

  /** Increases the version after a change that is not in the rows. */
  increaseVersion(): void {
    this.#count("version", 1);
  }

  list(status: RowStatus | null, after: number, limit: number): JobRow[] {
    return this.#sql
      .exec<RowRecord>(
        "SELECT * FROM job_row WHERE number > ?1 AND (?2 IS NULL OR status = ?2) ORDER BY number LIMIT ?3",
        after,
        status,
        limit,
      )
      .toArray()
      .map(({ number, conversation, status, attempts, created, missing_files, url, error_code, error_message }) => ({
        row: number,
        conversation,
        status,
        attempts,
        created: created === null ? null : created === 1,
        missingFiles: missing_files,
        url,
        error: error_code === null ? null : { code: error_code, message: error_message ?? "" },
      }));
  }

  #move(row: number, from: RowStatus, to: RowStatus): void {
    this.#sql.exec("UPDATE job_row SET status = ? WHERE number = ?", to, row);
    this.#count(from, -1);
    this.#count(to, 1);
    this.#count("version", 1);
  }

  #count(name: keyof JobCounts | "version", by: number): number {
    return this.#sql
      .exec<{ value: number }>(
        "INSERT INTO job_count VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value",
        name,
        by,
      )
      .one().value;
  }
}
