import type { SavedLimetypes } from "./records.ts";

/** What one row may hold is limited to 2 MB, and a large Lime CRM has more limetypes than that. */
const PART_BYTES = 1_000_000;

/** The limetypes of every Lime CRM that was used, by its source. */
export class LimetypesCache {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS limetypes (source TEXT PRIMARY KEY, version INTEGER NOT NULL, fetched_at TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS limetypes_part (
        source TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (source, part))`);
  }

  version(source: string): { version: number; fetchedAt: string } | null {
    const [row] = this.#storage.sql.exec<{ version: number; fetchedAt: string }>(
      "SELECT version, fetched_at AS fetchedAt FROM limetypes WHERE source = ?",
      source,
    );
    return row ?? null;
  }

  read(source: string): SavedLimetypes | null {
    const saved = this.version(source);
    return saved === null ? null : { ...saved, text: this.#text(source) };
  }

  save(source: string, text: string): SavedLimetypes {
    return this.#storage.transactionSync(() => {
      const { sql } = this.#storage;
      const before = this.read(source);
      const changed = before?.text !== text;
      // Never a version that another source has or had: a mapper is kept by this number.
      const version = changed
        ? sql.exec<{ version: number }>("SELECT ifnull(max(version), 0) + 1 AS version FROM limetypes").one().version
        : before.version;
      const fetchedAt = new Date().toISOString();
      sql.exec("INSERT OR REPLACE INTO limetypes VALUES (?, ?, ?)", source, version, fetchedAt);
      if (changed) {
        sql.exec("DELETE FROM limetypes_part WHERE source = ?", source);
        const bytes = new TextEncoder().encode(text);
        for (let part = 0; part * PART_BYTES < bytes.length; part += 1) {
          const from = part * PART_BYTES;
          sql.exec("INSERT INTO limetypes_part VALUES (?, ?, ?)", source, part, bytes.slice(from, from + PART_BYTES));
        }
      }
      return { version, text, fetchedAt };
    });
  }

  #text(source: string): string {
    const decoder = new TextDecoder();
    let text = "";
    for (const { bytes } of this.#storage.sql.exec<{ bytes: ArrayBuffer }>(
      "SELECT bytes FROM limetypes_part WHERE source = ? ORDER BY part",
      source,
    )) {
      text += decoder.decode(bytes, { stream: true });
    }
    return text + decoder.decode();
  }
}
