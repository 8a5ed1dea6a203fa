import { Chunks } from "../../platform/chunks.ts";

/** The payloads of one conversation: the newest, and older ones that a send still needs. */
export class Payloads {
  readonly #sql: SqlStorage;
  readonly #bytes: Chunks;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS payload (
      version INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL, bytes INTEGER NOT NULL, received_at TEXT NOT NULL)`);
    this.#bytes = new Chunks(sql, "payload_chunk");
  }

  /** Stores a payload, unless the newest one is the same. Returns its version. */
  add(payload: Uint8Array, hash: string): number {
    const [newest] = this.#sql.exec<{ version: number; hash: string }>(
      "SELECT version, hash FROM payload ORDER BY version DESC LIMIT 1",
    );
    if (newest?.hash === hash) return newest.version;
    const { version } = this.#sql
      .exec<{ version: number }>(
        "INSERT INTO payload (hash, bytes, received_at) VALUES (?, ?, ?) RETURNING version",
        hash,
        payload.byteLength,
        new Date().toISOString(),
      )
      .one();
    this.#bytes.write(version, payload);
    return version;
  }

  read(version: number): Uint8Array | null {
    return this.#bytes.read(version);
  }

  newest(): { version: number; bytes: number; receivedAt: string } | null {
    const [newest] = this.#sql.exec<{ version: number; bytes: number; receivedAt: string }>(
      "SELECT version, bytes, received_at AS receivedAt FROM payload ORDER BY version DESC LIMIT 1",
    );
    return newest ?? null;
  }

  /** Removes all but the newest and the needed ones. */
  prune(needed: ReadonlySet<number>): void {
    const newest = this.newest()?.version;
    for (const { version } of this.#sql.exec<{ version: number }>("SELECT version FROM payload").toArray()) {
      if (version === newest || needed.has(version)) continue;
      this.#sql.exec("DELETE FROM payload WHERE version = ?", version);
      this.#bytes.remove(version);
    }
  }
}

/** SHA-256 of bytes, in hexadecimal digits. */
export async function digest(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
