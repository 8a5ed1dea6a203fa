import type { SavedLimetypes } from "../../crm/limetypes.ts";

/** A database row holds 2 MB at most, and the limetypes of a large Lime CRM can exceed that. */
const CHUNK_BYTES = 1_000_000;

/** The limetypes of every Lime CRM that was used, by source. */
export class LimetypesCache {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS limetypes (source TEXT PRIMARY KEY, version INTEGER NOT NULL, fetched_at TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS limetypes_chunk (
        source TEXT NOT NULL, chunk INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (source, chunk))`);
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
      // Unique among all sources, because mappers are cached by this number.
      const version = changed
        ? sql.exec<{ version: number }>("SELECT ifnull(max(version), 0) + 1 AS version FROM limetypes").one().version
        : before.version;
      const fetchedAt = new Date().toISOString();
      sql.exec("INSERT OR REPLACE INTO limetypes VALUES (?, ?, ?)", source, version, fetchedAt);
      if (changed) {
        sql.exec("DELETE FROM limetypes_chunk WHERE source = ?", source);
        const bytes = new TextEncoder().encode(text);
        for (let chunk = 0; chunk * CHUNK_BYTES < bytes.length; chunk += 1) {
          const from = chunk * CHUNK_BYTES;
          sql.exec(
            "INSERT INTO limetypes_chunk VALUES (?, ?, ?)",
            source,
            chunk,
            bytes.slice(from, from + CHUNK_BYTES),
          );
        }
      }
      return { version, text, fetchedAt };
    });
  }

  #text(source: string): string {
    const decoder = new TextDecoder();
    let text = "";
    for (const { bytes } of this.#storage.sql.exec<{ bytes: ArrayBuffer }>(
      "SELECT bytes FROM limetypes_chunk WHERE source = ? ORDER BY chunk",
      source,
    )) {
      text += decoder.decode(bytes, { stream: true });
    }
    return text + decoder.decode();
  }
}
