/** A row of a Durable Object's database holds 2 MB at most; larger values are stored in chunks of this size. */
const CHUNK = 1024 * 1024;

/** Binary values of any size, by number. */
export class Chunks {
  readonly #sql: SqlStorage;
  readonly #table: string;

  constructor(sql: SqlStorage, table: string) {
    this.#sql = sql;
    this.#table = table;
    sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (
      key INTEGER NOT NULL, chunk INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (key, chunk)) WITHOUT ROWID`);
  }

  write(key: number, bytes: Uint8Array): void {
    this.remove(key);
    for (let chunk = 0; chunk * CHUNK < Math.max(bytes.byteLength, 1); chunk += 1) {
      const slice = bytes.slice(chunk * CHUNK, (chunk + 1) * CHUNK);
      this.#sql.exec(`INSERT INTO ${this.#table} VALUES (?, ?, ?)`, key, chunk, slice.buffer);
    }
  }

  writeText(key: number, text: string): void {
    this.write(key, new TextEncoder().encode(text));
  }

  read(key: number): Uint8Array | null {
    const size = this.size(key);
    if (size === null) return null;
    const select = `SELECT bytes FROM ${this.#table} WHERE key = ? ORDER BY chunk`;
    const bytes = new Uint8Array(size);
    let offset = 0;
    for (const row of this.#sql.exec<{ bytes: ArrayBuffer }>(select, key)) {
      bytes.set(new Uint8Array(row.bytes), offset);
      offset += row.bytes.byteLength;
    }
    return bytes;
  }

  /** Number of bytes; null when there is no such value. */
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
