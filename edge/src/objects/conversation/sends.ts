import type { TaskName } from "userlike-limeobject";
import type { Receipt } from "userlike-limeobject/delivery";
import type {
  Channel,
  Send,
  SendError,
  SendMode,
  SendOptions,
  SendStatus,
} from "../../../../contract/conversations.ts";

/** Number of sends of a conversation that are stored. */
const MAX_SENDS = 200;

type SendRecord = {
  id: number;
  mode: SendMode;
  channel: Channel;
  options: string;
  payload: number | null;
  origin: string;
  status: SendStatus;
  requested_at: string;
  updated_at: string;
  attempts: number;
  interruptions: number;
  next_at: number | null;
  task: TaskName | null;
  source: string | null;
  wrote: number;
  receipt: string | null;
  error: string | null;
};

/** A send with the values that only its object needs. */
export interface StoredSend extends Send {
  /** Version of the payload. */
  payload: number | null;
  origin: string;
  /** Number of times that the process ended during this send. */
  interruptions: number;
  /** The Lime CRM that the stored state belongs to. */
  source: string | null;
  /** Whether something was written to Lime CRM, or may have been. */
  wrote: boolean;
}

/** The sends of one conversation, in the order of their requests. */
export class Sends {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS send (
        id INTEGER PRIMARY KEY AUTOINCREMENT, mode TEXT NOT NULL, channel TEXT NOT NULL, options TEXT NOT NULL,
        payload INTEGER, origin TEXT NOT NULL, status TEXT NOT NULL, requested_at TEXT NOT NULL,
        updated_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, interruptions INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER, task TEXT, source TEXT, wrote INTEGER NOT NULL DEFAULT 0, receipt TEXT, error TEXT);
      CREATE INDEX IF NOT EXISTS send_open ON send (id) WHERE status IN ('queued', 'running', 'waiting')`);
  }

  /** Adds a send; with `nextAt` it waits until then. */
  add(send: {
    mode: SendMode;
    channel: Channel;
    options: SendOptions;
    payload: number | null;
    origin: string;
    nextAt: number | null;
  }): number {
    const { id } = this.#sql
      .exec<{ id: number }>(
        `INSERT INTO send (mode, channel, options, payload, origin, status, requested_at, updated_at, next_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8) RETURNING id`,
        send.mode,
        send.channel,
        JSON.stringify(send.options),
        send.payload,
        send.origin,
        send.nextAt === null ? "queued" : "waiting",
        new Date().toISOString(),
        send.nextAt,
      )
      .one();
    this.#sql.exec("DELETE FROM send WHERE id <= ? AND status IN ('done', 'failed')", id - MAX_SENDS);
    return id;
  }

  read(id: number): StoredSend | null {
    const [record] = this.#sql.exec<SendRecord>("SELECT * FROM send WHERE id = ?", id);
    return record === undefined ? null : toStoredSend(record);
  }

  /** Newest first. */
  list(): Send[] {
    return this.#sql
      .exec<SendRecord>("SELECT * FROM send ORDER BY id DESC")
      .toArray()
      .map((record) => toSend(toStoredSend(record)));
  }

  /** The oldest send that has not ended. Later ones wait for it, even while it is waiting itself. */
  firstOpen(): StoredSend | null {
    const [record] = this.#sql.exec<SendRecord>(
      "SELECT * FROM send WHERE status IN ('queued', 'running', 'waiting') ORDER BY id LIMIT 1",
    );
    return record === undefined ? null : toStoredSend(record);
  }

  begin(id: number): void {
    this.#sql.exec(
      `UPDATE send SET interruptions = interruptions + (status = 'running'), attempts = attempts + (status <> 'running'),
        status = 'running', next_at = NULL, updated_at = ? WHERE id = ?`,
      new Date().toISOString(),
      id,
    );
  }

  /** Stores the current task. `writes`: the task may change something in Lime CRM. */
  setTask(id: number, task: TaskName, source: string, writes: boolean): void {
    this.#sql.exec(
      "UPDATE send SET task = ?, source = ?, wrote = max(wrote, ?), updated_at = ? WHERE id = ?",
      task,
      source,
      Number(writes),
      new Date().toISOString(),
      id,
    );
  }

  complete(id: number, receipt: Receipt): void {
    this.#end(id, "done", JSON.stringify(receipt), null);
  }

  fail(id: number, error: SendError): void {
    this.#end(id, "failed", null, JSON.stringify(error));
  }

  #end(id: number, status: SendStatus, receipt: string | null, error: string | null): void {
    this.#sql.exec(
      "UPDATE send SET status = ?, receipt = ?, error = ?, next_at = NULL, updated_at = ? WHERE id = ?",
      status,
      receipt,
      error,
      new Date().toISOString(),
      id,
    );
  }

  /** Postpones a send and all that wait for it until `nextAt`. Returns their ids. */
  postpone(id: number, nextAt: number, error: SendError): number[] {
    this.#sql.exec("UPDATE send SET error = ? WHERE id = ?", JSON.stringify(error), id);
    return this.#sql
      .exec<{ id: number }>(
        `UPDATE send SET status = 'waiting', next_at = ?, updated_at = ?
          WHERE status IN ('queued', 'running', 'waiting') RETURNING id`,
        nextAt,
        new Date().toISOString(),
      )
      .toArray()
      .map((record) => record.id);
  }

  /**
   * Makes waiting sends due at once, except one that gives Lime CRM time to finish a request: an earlier search could miss what the
   * request creates.
   */
  makeDue(): void {
    this.#sql.exec(
      `UPDATE send SET status = 'queued', next_at = NULL
        WHERE status = 'waiting' AND coalesce(json_extract(error, '$.code'), '') <> 'waiting'`,
    );
  }

  /** Does not count the current attempt, which goes on after a wait. */
  uncountAttempt(id: number): void {
    this.#sql.exec("UPDATE send SET attempts = attempts - 1 WHERE id = ?", id);
  }

  /** Queues a failed send again, with this payload. */
  requeue(id: number, channel: Channel, payload: number | null): void {
    this.#sql.exec(
      `UPDATE send SET status = 'queued', attempts = 0, interruptions = 0, channel = ?, payload = ?, next_at = NULL,
        updated_at = ? WHERE id = ?`,
      channel,
      payload,
      new Date().toISOString(),
      id,
    );
  }

  /** Versions of payloads that an open send needs. */
  neededPayloads(): Set<number> {
    const records = this.#sql.exec<{ payload: number }>(
      "SELECT DISTINCT payload FROM send WHERE status IN ('queued', 'running', 'waiting') AND payload IS NOT NULL",
    );
    return new Set([...records].map(({ payload }) => payload));
  }

  /** A waiting send with the same request; null when there is none. */
  findWaiting(mode: SendMode, options: SendOptions, payload: number | null): number | null {
    const [record] = this.#sql.exec<{ id: number }>(
      "SELECT id FROM send WHERE status = 'waiting' AND mode = ? AND options = ? AND payload IS ? ORDER BY id LIMIT 1",
      mode,
      JSON.stringify(options),
      payload,
    );
    return record?.id ?? null;
  }
}

function toStoredSend(record: SendRecord): StoredSend {
  return {
    send: record.id,
    mode: record.mode,
    channel: record.channel,
    options: JSON.parse(record.options),
    status: record.status,
    requestedAt: record.requested_at,
    updatedAt: record.updated_at,
    attempts: record.attempts,
    nextAt: record.next_at === null ? null : new Date(record.next_at).toISOString(),
    task: record.task,
    receipt: record.receipt === null ? null : JSON.parse(record.receipt),
    error: record.error === null ? null : JSON.parse(record.error),
    payload: record.payload,
    origin: record.origin,
    interruptions: record.interruptions,
    source: record.source,
    wrote: record.wrote === 1,
  };
}

/** A send as the API shows it. */
export function toSend({ payload, origin, interruptions, source, wrote, ...send }: StoredSend): Send {
  return send;
}
