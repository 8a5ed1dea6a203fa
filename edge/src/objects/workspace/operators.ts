import { comparableName, type Operator } from "../../../../contract/operators.ts";
import type { OperatorUse } from "./types.ts";

/** Number of requests of one operator within a minute. */
const MAX_REQUESTS = 300;
const MINUTE = 60_000;
const NO_HASH = new ArrayBuffer(32);

type OperatorRecord = {
  id: number;
  name: string;
  hash: ArrayBuffer;
  created_at: number;
  last_used_at: number | null;
};

/** Operators, by the hashes of their secrets. A removed one is forgotten, and its id is not used again. */
export class Operators {
  readonly #sql: SqlStorage;
  /** Requests of the current minute by operator; in memory, because a limit need not survive a restart. */
  readonly #requests = new Map<number, { minute: number; count: number }>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS operator (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, hash BLOB NOT NULL, created_at INTEGER NOT NULL,
      last_used_at INTEGER)`);
  }

  /** Null when an operator has that name: people could not tell them apart. */
  add(name: string, hash: ArrayBuffer): Operator | null {
    // SQLite's own functions know upper and lower case in ASCII only.
    if (this.list().some((operator) => comparableName(operator.name) === comparableName(name))) return null;
    const record = this.#sql
      .exec<OperatorRecord>(
        "INSERT INTO operator (name, hash, created_at) VALUES (?, ?, ?) RETURNING *",
        name,
        hash,
        Date.now(),
      )
      .one();
    return toOperator(record);
  }

  /** Newest first. */
  list(): Operator[] {
    return [...this.#sql.exec<OperatorRecord>("SELECT * FROM operator ORDER BY id DESC")].map(toOperator);
  }

  /** Returns whether it existed. */
  remove(id: number): boolean {
    this.#requests.delete(id);
    return this.#sql.exec("DELETE FROM operator WHERE id = ? RETURNING id", id).toArray().length > 0;
  }

  /** Compares in constant time. The time of the last use is written once a minute, not with every request. */
  use(id: number, hash: ArrayBuffer): OperatorUse | null {
    const [record] = this.#sql.exec<OperatorRecord>("SELECT * FROM operator WHERE id = ?", id);
    const isSame = crypto.subtle.timingSafeEqual(hash, record?.hash ?? NO_HASH);
    if (record === undefined || !isSame) return null;
    const now = Date.now();
    if (record.last_used_at === null || now - record.last_used_at >= MINUTE) {
      this.#sql.exec("UPDATE operator SET last_used_at = ? WHERE id = ?", now, id);
    }
    return { name: record.name, waitSeconds: this.#count(id, now) };
  }

  /** Counts a request. Returns the seconds until the next one is accepted; 0 when this one is. */
  #count(id: number, now: number): number {
    const minute = Math.floor(now / MINUTE);
    const before = this.#requests.get(id);
    const count = before?.minute === minute ? before.count + 1 : 1;
    this.#requests.set(id, { minute, count });
    return count <= MAX_REQUESTS ? 0 : Math.ceil(((minute + 1) * MINUTE - now) / 1000);
  }
}

const toOperator = ({ id, name, created_at, last_used_at }: OperatorRecord): Operator => ({
  id,
  name,
  createdAt: new Date(created_at).toISOString(),
  lastUsedAt: last_used_at === null ? null : new Date(last_used_at).toISOString(),
});
