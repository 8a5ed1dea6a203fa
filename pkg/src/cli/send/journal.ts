// What was sent, and what is being sent, on disk, so that an interrupted run can be resumed.
//
// A database of SQLite, in which every change is on disk before the request that it is about goes out. SQLite's log is copied
// into the file at each change, so that the file is complete by itself; nothing is lost with the log. The lock is the operating
// system's, which releases it when the process ends, however it ends.

import { statSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CliError, FAILED, messageOf } from "../errors.js";
import { damaged, journalFile, unusable } from "./journal-file.js";
import { type ConversationKey, conversationKey, NAME_BYTES, seal, unseal } from "./keys.js";
import type { Sqlite } from "./sqlite.js";

/** Attempts to get the lock; two runs that begin at the same moment can hinder each other. */
const LOCK_ATTEMPTS = 10;
const LOCK_PAUSE = 50;

/** Primary result codes of SQLite. */
const [ERROR, BUSY, CORRUPT, NOT_A_DATABASE] = [1, 5, 11, 26];

interface Facts {
  lime: string;
  sent: Uint8Array;
  unfinished: Uint8Array;
  structure: string;
  size: number;
}

const FACTS = `
  SELECT run.*, quick_check AS structure, page_count * page_size AS size
  FROM run, pragma_quick_check, pragma_page_count, pragma_page_size
`;

interface Change {
  apply(): void;
  resolve(): void;
  reject(error: unknown): void;
}

export class Journal {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Changes of this turn of the event loop. They are written together. */
  #changes: Change[] = [];
  /** Checksums over the names in each table. SQLite finds damage to its structure, but not to what it stores. */
  readonly #sums: Record<"sent" | "unfinished", Buffer>;
  #failure: CliError | undefined;

  private constructor(file: string, database: DatabaseSync, lime: string) {
    this.#file = file;
    this.#database = database;
    this.#sums = { sent: this.#sum("sent"), unfinished: this.#sum("unfinished") };
    this.#check(lime);
    database.exec(`
      PRAGMA temp.journal_mode = MEMORY;
      CREATE TEMP TABLE occurrence (name BLOB PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
    `);
  }

  /**
   * Opens the journal, or creates it, and locks it until it is closed or the process ends.
   *
   * @param lime URL of the Lime CRM that the conversations are sent to
   * @throws {CliError} It is in use, belongs to another Lime CRM, is damaged, or is something else
   */
  static async open(path: string, sqlite: Sqlite, lime: string): Promise<Journal> {
    const empty = new Uint8Array(NAME_BYTES);
    const crm = new URL(lime).href.replace(/\/+$/, "");
    let database: DatabaseSync | undefined;
    try {
      const file = journalFile(path, sqlite, [crm, empty, empty]);
      database = await lock(file, sqlite);
      return new Journal(file, database, crm);
    } catch (error) {
      database?.close();
      throw error instanceof CliError ? error : openError(path, error);
    }
  }

  /** Identifies a conversation; called once for each in the input. */
  key(payload: Uint8Array): ConversationKey {
    const count = `
      INSERT INTO occurrence VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count
    `;
    return conversationKey(payload, (name) => this.#row<{ count: number }>(count, name)?.count ?? 0);
  }

  isSent({ name }: ConversationKey): boolean {
    return this.#row("SELECT 1 FROM sent WHERE name = ?", name) !== undefined;
  }

  /**
   * Returns the state of a delivery that an earlier run has not finished.
   *
   * @throws {CliError} It is damaged
   */
  deliveryState(key: ConversationKey): string | undefined {
    const row = this.#row<{ state: Uint8Array }>("SELECT state FROM unfinished WHERE name = ?", key.name);
    if (row === undefined) return undefined;
    try {
      return unseal(row.state, key);
    } catch {
      throw damaged(this.#file, "the state of a delivery cannot be read");
    }
  }

  /** Saves the state of a delivery. Resolves when it is on disk. */
  saveDeliveryState(key: ConversationKey, state: string): Promise<void> {
    return this.#change(() => {
      const sealed = seal(state, key);
      if (this.#run("UPDATE unfinished SET state = ? WHERE name = ?", sealed, key.name)) return;
      this.#run("INSERT INTO unfinished VALUES (?, ?)", key.name, sealed);
      add(this.#sums.unfinished, key.name);
    });
  }

  /** Records that a conversation was sent. */
  recordSent({ name }: ConversationKey): Promise<void> {
    return this.#change(() => {
      if (this.#run("DELETE FROM unfinished WHERE name = ?", name)) add(this.#sums.unfinished, name);
      this.#run("INSERT INTO sent VALUES (?)", name);
      add(this.#sums.sent, name);
    });
  }

  close(): void {
    this.#database.close();
  }

  #change(apply: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      if (this.#changes.push({ apply, resolve, reject }) === 1) setImmediate(() => this.#commit());
    });
  }

  #commit(): void {
    const changes = this.#changes;
    this.#changes = [];
    try {
      this.#database.exec("BEGIN");
      for (const { apply } of changes) apply();
      const { sent, unfinished } = this.#sums;
      this.#run("UPDATE run SET sent = ?, unfinished = ?", sent, unfinished);
      this.#database.exec("COMMIT");
      this.#database.exec("PRAGMA wal_checkpoint");
    } catch (error) {
      // Closing the database rolls back what was begun.
      this.#failure = new CliError(
        FAILED,
        `cannot write the state file ${this.#file}: ${messageOf(error)}`,
        "make room on the disk or correct its error, then run the same command again: it resumes",
      );
      for (const { reject } of changes) reject(this.#failure);
      return;
    }
    for (const { resolve } of changes) resolve();
  }

  #check(lime: string): void {
    const row = this.#database.prepare(FACTS).get() as Facts | undefined;
    if (row === undefined || row.structure !== "ok") throw damaged(this.#file, row?.structure ?? "it has no header");
    if (statSync(this.#file).size < row.size) throw damaged(this.#file, "it was truncated");
    const { sent, unfinished } = this.#sums;
    if (sent.compare(row.sent) !== 0 || unfinished.compare(row.unfinished) !== 0) {
      throw damaged(this.#file, "its checksum is wrong");
    }
    if (row.lime !== lime) {
      throw unusable(
        this.#file,
        `it belongs to a run that sent to ${row.lime}`,
        "check the URL of Lime CRM. For a Lime CRM that has none of these conversations yet, pass another --state",
      );
    }
  }

  #sum(table: "sent" | "unfinished"): Buffer {
    const sum = Buffer.alloc(NAME_BYTES);
    for (const { name } of this.#database.prepare(`SELECT name FROM ${table}`).iterate()) add(sum, name as Uint8Array);
    return sum;
  }

  #row<T>(query: string, name: Uint8Array): T | undefined {
    try {
      return this.#statement(query).get(name) as T | undefined;
    } catch (error) {
      throw openError(this.#file, error);
    }
  }

  /** True if it changed a row. */
  #run(query: string, ...values: Uint8Array[]): boolean {
    return Number(this.#statement(query).run(...values).changes) > 0;
  }

  #statement(query: string): StatementSync {
    const known = this.#statements.get(query) ?? this.#database.prepare(query);
    this.#statements.set(query, known);
    return known;
  }
}

/** Adds a name to a checksum, or takes it away. */
function add(sum: Buffer, name: Uint8Array): void {
  for (const [index, byte] of name.entries()) sum[index] = (sum[index] ?? 0) ^ byte;
}

async function lock(file: string, { DatabaseSync }: Sqlite): Promise<DatabaseSync> {
  for (let attempt = 1; ; attempt++) {
    const database = new DatabaseSync(file);
    try {
      database.exec(`
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA secure_delete = ON;
        BEGIN EXCLUSIVE;
        COMMIT;
        PRAGMA wal_checkpoint;
      `);
      return database;
    } catch (error) {
      database.close();
      if (codeOf(error) !== BUSY || attempt === LOCK_ATTEMPTS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE * (1 + Math.random())));
  }
}

function openError(file: string, error: unknown): CliError {
  switch (codeOf(error)) {
    case BUSY:
      return unusable(
        file,
        "another run is using it",
        "wait until that run has ended, then run the same command again",
      );
    case ERROR:
    case CORRUPT:
    case NOT_A_DATABASE:
      return damaged(file, messageOf(error));
    default:
      return unusable(
        file,
        messageOf(error),
        "check the folder's permissions and free space; on a network file system, choose a local folder with --state",
      );
  }
}

/** The primary result code of an error of SQLite. */
function codeOf(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}
