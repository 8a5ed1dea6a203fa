import example from "userlike-limeobject/examples/config.json";
import type { ConfigurationVersionSummary } from "../../../../contract/configurations.ts";
import type { SavedConfiguration } from "./types.ts";

/** Number of versions that are stored. */
const MAX_VERSIONS = 50;

/** The versions of the configuration; the newest one applies. */
export class Configurations {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS configuration (
      version INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, saved_at TEXT NOT NULL, restored_from INTEGER)`);
  }

  newest(): number {
    return this.#sql.exec<{ version: number }>("SELECT ifnull(max(version), 0) AS version FROM configuration").one()
      .version;
  }

  /** Returns a version; null when it does not exist, or is no longer stored. */
  read(version: number): SavedConfiguration | null {
    if (version === 0) return { version, text: `${JSON.stringify(example, null, 2)}\n`, savedAt: null };
    const [record] = this.#sql.exec<{ text: string; saved_at: string }>(
      "SELECT text, saved_at FROM configuration WHERE version = ?",
      version,
    );
    return record === undefined ? null : { version, text: record.text, savedAt: record.saved_at };
  }

  /** Saves a new version; null when the newest one is not `basedOn`. */
  save(text: string, basedOn: number | null, restoredFrom: number | null): SavedConfiguration | null {
    if (basedOn !== null && basedOn !== this.newest()) return null;
    const savedAt = new Date().toISOString();
    const { version } = this.#sql
      .exec<{ version: number }>(
        "INSERT INTO configuration (text, saved_at, restored_from) VALUES (?, ?, ?) RETURNING version",
        text,
        savedAt,
        restoredFrom,
      )
      .one();
    this.#sql.exec("DELETE FROM configuration WHERE version <= ?", version - MAX_VERSIONS);
    return { version, text, savedAt };
  }

  /** Newest first. */
  list(): ConfigurationVersionSummary[] {
    return this.#sql
      .exec<{ version: number; savedAt: string; restoredFrom: number | null }>(
        `SELECT version, saved_at AS savedAt, restored_from AS restoredFrom FROM configuration ORDER BY version DESC`,
      )
      .toArray();
  }
}
