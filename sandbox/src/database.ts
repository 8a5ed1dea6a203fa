/** A value of SQLite. */
export type SqlValue = string | number | null | ArrayBuffer;

export type SqlRow = Record<string, SqlValue>;

/** SQLite as the sandbox uses it. Each host has its own: the storage of a Durable Object, or Node's `node:sqlite`. */
export interface Database {
  all<T extends SqlRow>(query: string, ...bindings: SqlValue[]): T[];
  first<T extends SqlRow>(query: string, ...bindings: SqlValue[]): T | undefined;
  /** Runs statements that return no rows; several, separated by semicolons, if there are no bindings. */
  run(query: string, ...bindings: SqlValue[]): void;
  /** Runs `work` in a transaction, which is rolled back when `work` throws. */
  transaction<T>(work: () => T): T;
  /** Size in bytes. */
  readonly size: number;
  /** Savepoints that last over requests, where the host has them. */
  readonly savepoints?: Savepoints;
}

/** A stack of savepoints. */
export interface Savepoints {
  readonly depth: number;
  push(): void;
  /** Restores the state of the innermost savepoint, which stays. */
  rollback(): void;
  /** Restores the state of the innermost savepoint and removes it. */
  pop(): void;
}
