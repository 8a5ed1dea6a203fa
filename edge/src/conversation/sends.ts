import type { Receipt } from "userlike-limeobject/delivery";
import type { Way } from "../workspace/records.ts";
import type { Goal, Send, SendError, SendOptions, SendStatus } from "./records.ts";

/** How many sends of a conversation are remembered. */
const KEPT = 200;

type Row = {
  id: number;
  goal: Goal;
  way: Way;
  options: string;
  payload: number | null;
  origin: string;
  status: SendStatus;
  requested_at: string;
  updated_at: string;
  attempts: number;
  interruptions: number;
  next_at: number | null;
  task: string | null;
  source: string | null;
  wrote: number;
  receipt: string | null;
  error: string | null;
};

/** A send, with what only its object needs to know. */
export interface OwnSend extends Send {
  /** Which payload. */
  payload: number | null;
  origin: string;
  /** How often its work ended without a word: the process was gone. */
  interruptions: number;
  /** The Lime CRM that its saved state is about. */
  source: string | null;
  /** Whether anything was written, or may have been. */
  wrote: boolean;
}

/** The sends of one conversation, in the order in which they came. */
export class Sends {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS send (
        id INTEGER PRIMARY KEY AUTOINCREMENT, goal TEXT NOT NULL, way TEXT NOT NULL, options TEXT NOT NULL,
        payload INTEGER, origin TEXT NOT NULL, status TEXT NOT NULL, requested_at TEXT NOT NULL,
        updated_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, interruptions INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER, task TEXT, source TEXT, wrote INTEGER NOT NULL DEFAULT 0, receipt TEXT, error TEXT);
      CREATE INDEX IF NOT EXISTS send_open ON send (id) WHERE status IN ('queued', 'running', 'waiting')`);
  }

  add(send: {
    goal: Goal;
    way: Way;
    options: SendOptions;
    payload: number | null;
    origin: string;
    nextAt: number | null;
  }): number {
    const { id } = this.#sql
      .exec<{ id: number }>(
        `INSERT INTO send (goal, way, options, payload, origin, status, requested_at, updated_at, next_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8) RETURNING id`,
        send.goal,
        send.way,
        JSON.stringify(send.options),
        send.payload,
        send.origin,
        send.nextAt === null ? "queued" : "waiting",
        new Date().toISOString(),
        send.nextAt,
      )
      .one();
    this.#sql.exec("DELETE FROM send WHERE id <= ? AND status IN ('done', 'failed')", id - KEPT);
    return id;
  }

  read(id: number): OwnSend | null {
    const [row] = this.#sql.exec<Row>("SELECT * FROM send WHERE id = ?", id);
    return row === undefined ? null : own(row);
  }

  /** The newest first. */
  list(): Send[] {
    return this.#sql
      .exec<Row>("SELECT * FROM send ORDER BY id DESC")
      .toArray()
      .map((row) => shown(own(row)));
  }

  /** The send whose turn it is: the oldest one that is not at its end. Those behind it wait, even while it waits itself. */
  first(): OwnSend | null {
    const [row] = this.#sql.exec<Row>(
      "SELECT * FROM send WHERE status IN ('queued', 'running', 'waiting') ORDER BY id LIMIT 1",
    );
    return row === undefined ? null : own(row);
  }

  begin(id: number): void {
    this.#sql.exec(
      `UPDATE send SET interruptions = interruptions + (status = 'running'), attempts = attempts + (status <> 'running'),
        status = 'running', next_at = NULL, updated_at = ? WHERE id = ?`,
      new Date().toISOString(),
      id,
    );
  }

  /** What it is about, with which Lime CRM; `writes`: it may have changed something there from now on. */
  proceed(id: number, task: string, source: string, writes: boolean): void {
    this.#sql.exec(
      "UPDATE send SET task = ?, source = ?, wrote = max(wrote, ?), updated_at = ? WHERE id = ?",
      task,
      source,
      Number(writes),
      new Date().toISOString(),
      id,
    );
  }

  finish(id: number, receipt: Receipt): void {
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

  /** It, and all that stand in line behind it, are tried again at this time. Answers all of them. */
  putOff(id: number, nextAt: number, error: SendError): number[] {
    this.#sql.exec("UPDATE send SET error = ? WHERE id = ?", JSON.stringify(error), id);
    return this.#sql
      .exec<{ id: number }>(
        `UPDATE send SET status = 'waiting', next_at = ?, updated_at = ?
          WHERE status IN ('queued', 'running', 'waiting') RETURNING id`,
        nextAt,
        new Date().toISOString(),
      )
      .toArray()
      .map((row) => row.id);
  }

  /** Those that wait for a time do so no longer. */
  wake(): void {
    this.#sql.exec("UPDATE send SET status = 'queued', next_at = NULL WHERE status = 'waiting'");
  }

  /** Lets one that has failed begin again, with this payload. */
  again(id: number, way: Way, payload: number | null): void {
    this.#sql.exec(
      `UPDATE send SET status = 'queued', attempts = 0, interruptions = 0, way = ?, payload = ?, next_at = NULL,
        updated_at = ? WHERE id = ?`,
      way,
      payload,
      new Date().toISOString(),
      id,
    );
  }

  /** Payloads that are needed by a send that is not at its end. */
  payloads(): Set<number> {
    const rows = this.#sql.exec<{ payload: number }>(
      "SELECT DISTINCT payload FROM send WHERE status IN ('queued', 'running', 'waiting') AND payload IS NOT NULL",
    );
    return new Set([...rows].map(({ payload }) => payload));
  }

  /** One that waits to be tried again and asks for the same. */
  same(goal: Goal, options: SendOptions, payload: number | null): number | null {
    const [row] = this.#sql.exec<{ id: number }>(
      "SELECT id FROM send WHERE status = 'waiting' AND goal = ? AND options = ? AND payload IS ? ORDER BY id LIMIT 1",
      goal,
      JSON.stringify(options),
      payload,
    );
    return row?.id ?? null;
  }
}

function own(row: Row): OwnSend {
  return {
    send: row.id,
    goal: row.goal,
    way: row.way,
    options: JSON.parse(row.options),
    status: row.status,
    requestedAt: row.requested_at,
    updatedAt: row.updated_at,
    attempts: row.attempts,
    nextAt: row.next_at === null ? null : new Date(row.next_at).toISOString(),
    task: row.task,
    receipt: row.receipt === null ? null : JSON.parse(row.receipt),
    error: row.error === null ? null : JSON.parse(row.error),
    payload: row.payload,
    origin: row.origin,
    interruptions: row.interruptions,
    source: row.source,
    wrote: row.wrote === 1,
  };
}

/** A send as others see it. */
export function shown({ payload, origin, interruptions, source, wrote, ...send }: OwnSend): Send {
  return send;
}
