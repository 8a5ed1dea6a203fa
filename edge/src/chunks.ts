/** A row of a Durable Object's database holds 2 MB at most; what is larger is kept in parts of this size. */
const PART = 1024 * 1024;

/** Bytes of any size, by a number. */
export class Chunks {
  readonly #sql: SqlStorage;
  readonly #table: string;

  constructor(sql: SqlStorage, table: string) {
    this.#sql = sql;
    this.#table = table;
    sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (
      key INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (key, part)) WITHOUT ROWID`);
  }

  write(key: number, bytes: Uint8Array): void {
    this.remove(key);
    for (let part = 0; part * PART < Math.max(bytes.byteLength, 1); part += 1) {
      const slice = bytes.slice(part * PART, (part + 1) * PART);
      this.#sql.exec(`INSERT INTO ${this.#table} VALUES (?, ?, ?)`, key, part, slice.buffer);
    }
  }

  read(key: number): Uint8Array | null {
    const size = this.size(key);
    if (size === null) return null;
    const select = `SELECT bytes FROM ${this.#table} WHERE key = ? ORDER BY part`;
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const row of this.#sql.exec<{ bytes: ArrayBuffer }>(select, key)) {
      bytes.set(new Uint8Array(row.bytes), at);
      at += row.bytes.byteLength;
    }
    return bytes;
  }

  /** How many bytes; null when there are none. */
  size(key: number): number | null {
    return this.#sql
      .exec<{ size: number | null }>(`SELECT sum(length(bytes)) AS size FROM ${this.#table} WHERE key = ?`, key)
      .one().size;
  }

  readText(key: number): string | null {
    const bytes = this.read(key);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  remove(key: number): void {
    this.#sql.exec(`DELETE FROM ${this.#table} WHERE key = ?`, key);
  }

  clear(): void {
    this.#sql.exec(`DELETE FROM ${this.#table}`);
  }
}
