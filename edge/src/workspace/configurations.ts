import example from "userlike-limeobject/examples/config.json";
import type { SavedConfiguration } from "./records.ts";

/** How many versions can be looked at and restored. */
const KEPT = 50;

/** The configuration's versions: the newest one counts. */
export class Configurations {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS configuration (
      version INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, saved_at TEXT NOT NULL, restored INTEGER)`);
  }

  newest(): number {
    return this.#sql.exec<{ version: number }>("SELECT ifnull(max(version), 0) AS version FROM configuration").one()
      .version;
  }

  /** This version, or the newest; null when it was never there, or is too old. */
  read(version: number): SavedConfiguration | null {
    if (version === 0) return { version, text: `${JSON.stringify(example, null, 2)}\n`, savedAt: null };
    const [row] = this.#sql.exec<{ text: string; saved_at: string }>(
      "SELECT text, saved_at FROM configuration WHERE version = ?",
      version,
    );
    return row === undefined ? null : { version, text: row.text, savedAt: row.saved_at };
  }

  /** Saves a new version, unless another one came first: then null. */
  save(text: string, onTopOf: number | null, restored: number | null): SavedConfiguration | null {
    if (onTopOf !== null && onTopOf !== this.newest()) return null;
    const savedAt = new Date().toISOString();
    const { version } = this.#sql
      .exec<{ version: number }>(
        "INSERT INTO configuration (text, saved_at, restored) VALUES (?, ?, ?) RETURNING version",
        text,
        savedAt,
        restored,
      )
      .one();
    this.#sql.exec("DELETE FROM configuration WHERE version <= ?", version - KEPT);
    return { version, text, savedAt };
  }

  /** The newest first. */
  list(): { version: number; savedAt: string; restored: number | null }[] {
    return this.#sql
      .exec<{ version: number; savedAt: string; restored: number | null }>(
        "SELECT version, saved_at AS savedAt, restored FROM configuration ORDER BY version DESC",
      )
      .toArray();
  }
}
