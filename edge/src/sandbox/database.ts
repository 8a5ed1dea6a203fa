// SQLite of the Durable Object, in the few words that the sandbox needs.

export type Row = Record<string, SqlStorageValue>;

export class Database {
  constructor(private readonly storage: DurableObjectStorage) {}

  all<T extends Row>(query: string, ...bindings: SqlStorageValue[]): T[] {
    return this.storage.sql.exec<T>(query, ...bindings).toArray();
  }

  first<T extends Row>(query: string, ...bindings: SqlStorageValue[]): T | undefined {
    return this.all<T>(query, ...bindings)[0];
  }

  /** Runs statements that answer nothing. */
  run(query: string, ...bindings: SqlStorageValue[]): void {
    this.storage.sql.exec(query, ...bindings);
  }

  /** All or nothing of what `work` writes. */
  transaction<T>(work: () => T): T {
    return this.storage.transactionSync(work);
  }

  /** Bytes of the database. */
  get size(): number {
    return this.storage.sql.databaseSize;
  }
}
