import { ApiError } from "./api-error.ts";
import type { Database } from "./database.ts";
import { type Fault, parseFault } from "./fault.ts";
import type { Json } from "./json.ts";

type FaultRow = { id: number; fault: string; seen: number; hits: number };

interface ActiveFault extends FaultRow {
  readonly definition: Fault;
  readonly path: RegExp | undefined;
}

/** The faults that requests meet. They are in the database, so that they survive when the process is killed. */
export class FaultEngine {
  readonly #database: Database;
  #faults: ActiveFault[] | undefined;
  #delays = new AbortController();

  constructor(database: Database) {
    this.#database = database;
    database.run(`
      CREATE TABLE IF NOT EXISTS fault (
        id INTEGER PRIMARY KEY, fault TEXT NOT NULL, seen INTEGER NOT NULL, hits INTEGER NOT NULL
      ) STRICT;
    `);
  }

  /** @throws {ApiError} 400 */
  add(body: unknown): void {
    const list = typeof body === "object" && body !== null && "faults" in body ? body.faults : body;
    if (!Array.isArray(list)) {
      throw new ApiError(400, "bad-fault", 'Send { "faults": [ { "method": "POST", "status": 500 } ] }.');
    }
    const faults = list.map(parseFault);
    this.#database.transaction(() => {
      for (const fault of faults) {
        this.#database.run("INSERT INTO fault VALUES (NULL, ?, 0, 0)", JSON.stringify(fault));
      }
    });
    this.clearCache();
  }

  list(): Json[] {
    return this.#active().map(({ definition, hits }) => ({ ...definition, hits }));
  }

  clear(): void {
    this.#database.run("DELETE FROM fault");
    this.clearCache();
  }

  /** Aborts when the delays under way end early. */
  get released(): AbortSignal {
    return this.#delays.signal;
  }

  /** Ends the delays under way. */
  release(): void {
    const delays = this.#delays;
    this.#delays = new AbortController();
    delays.abort();
  }

  /** The fault of this request: the first one that matches, has skipped its `skip` requests, and is not used up. */
  next(method: string, path: string): Fault | undefined {
    for (const fault of this.#active()) {
      const { id, definition } = fault;
      if (fault.hits >= definition.times) continue;
      if (definition.method !== undefined && definition.method !== method) continue;
      if (fault.path !== undefined && !fault.path.test(path)) continue;
      if (fault.seen < definition.skip) {
        fault.seen += 1;
        this.#database.run("UPDATE fault SET seen = seen + 1 WHERE id = ?", id);
        continue;
      }
      fault.hits += 1;
      this.#database.run("UPDATE fault SET hits = hits + 1 WHERE id = ?", id);
      return definition;
    }
    return undefined;
  }

  clearCache(): void {
    this.#faults = undefined;
  }

  #active(): ActiveFault[] {
    this.#faults ??= this.#database.all<FaultRow>("SELECT * FROM fault ORDER BY id").map((row) => {
      const definition = JSON.parse(row.fault) as Fault;
      return { ...row, definition, path: definition.path === undefined ? undefined : new RegExp(definition.path) };
    });
    return this.#faults;
  }
}
