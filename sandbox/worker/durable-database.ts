import type { Database, SqlRow, SqlValue } from "../src/database.ts";

/** The SQLite database of a Durable Object. */
export class DurableDatabase implements Database {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  all<T extends SqlRow>(query: string, ...bindings: SqlValue[]): T[] {
    return this.#storage.sql.exec<T>(query, ...bindings).toArray();
  }

  first<T extends SqlRow>(query: string, ...bindings: SqlValue[]): T | undefined {
    return this.all<T>(query, ...bindings)[0];
  }

  run(query: string, ...bindings: SqlValue[]): void {
    this.#storage.sql.exec(query, ...bindings);
  }

  transaction<T>(work: () => T): T {
    return this.#storage.transactionSync(work);
  }

  get size(): number {
    return this.#storage.sql.databaseSize;
  }
}
