import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Database, Savepoints, SqlRow, SqlValue } from "../src/database.ts";

/** An SQLite database in memory. */
export class MemoryDatabase implements Database, Savepoints {
  readonly #sqlite = new DatabaseSync(":memory:");
  readonly #statements = new Map<string, StatementSync>();
  depth = 0;

  all<T extends SqlRow>(query: string, ...bindings: SqlValue[]): T[] {
    return this.#statement(query).all(...bindings.map(parameter)) as T[];
  }

  first<T extends SqlRow>(query: string, ...bindings: SqlValue[]): T | undefined {
    return this.#statement(query).get(...bindings.map(parameter)) as T | undefined;
  }

  run(query: string, ...bindings: SqlValue[]): void {
    if (bindings.length > 0) this.#statement(query).run(...bindings.map(parameter));
    else this.#sqlite.exec(query);
  }

  transaction<T>(work: () => T): T {
    this.#sqlite.exec("SAVEPOINT work");
    try {
      return work();
    } catch (error) {
      this.#sqlite.exec("ROLLBACK TO work");
      throw error;
    } finally {
      this.#sqlite.exec("RELEASE work");
    }
  }

  get size(): number {
    const { size } = this.first<{ size: number }>(
      "SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size",
    ) ?? { size: 0 };
    return size;
  }

  get savepoints(): Savepoints {
    return this;
  }

  push(): void {
    this.depth += 1;
    this.#sqlite.exec(`SAVEPOINT level${this.depth}`);
  }

  rollback(): void {
    if (this.depth > 0) this.#sqlite.exec(`ROLLBACK TO level${this.depth}`);
  }

  pop(): void {
    if (this.depth === 0) return;
    this.#sqlite.exec(`ROLLBACK TO level${this.depth}; RELEASE level${this.depth}`);
    this.depth -= 1;
  }

  #statement(query: string): StatementSync {
    let statement = this.#statements.get(query);
    if (statement === undefined) {
      statement = this.#sqlite.prepare(query);
      this.#statements.set(query, statement);
    }
    return statement;
  }
}

const parameter = (value: SqlValue): string | number | null | Uint8Array =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : value;
