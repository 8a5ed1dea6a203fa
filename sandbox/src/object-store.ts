// The limeobjects: one table per limetype, values as JSON, an index once a property is filtered or sorted by. Not a column
// per property: Durable Objects allow 100, and customers' limetypes have more.

import { ApiError } from "./api-error.ts";
import type { Database, SqlValue } from "./database.ts";
import { readLimetypes, type SkippedProperty } from "./limetype-reader.ts";
import { isInverse, isText, type Limetype, type Limetypes, type Property } from "./limetypes.ts";
import type { Settings } from "./settings.ts";
import { now } from "./times.ts";
import { emptyValue, type References, type StoredValues } from "./values.ts";

/** The user of the API key. */
export const API_USER = 1;
const USERS = new Set([API_USER, 2, 3]);

/** A row of a Durable Object's SQLite has at most 2 MB. */
const MAX_OBJECT_BYTES = 1_900_000;

export type ObjectRow = { _id: number; data: string; created: string; updated: string };

/** An SQL expression with the values of its parameters. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly SqlValue[];
}

export interface ObjectSelection {
  readonly where?: readonly Sql[];
  readonly order?: readonly string[] | undefined;
  readonly limit: number;
  readonly offset?: number;
}

export class ObjectStore implements References {
  #limetypes: Limetypes | undefined;
  #indexed = new Set<string>();

  readonly #database: Database;
  readonly #settings: Settings;
  readonly #files: { has(id: number): boolean };

  constructor(database: Database, settings: Settings, files: { has(id: number): boolean }) {
    this.#database = database;
    this.#settings = settings;
    this.#files = files;
    database.run(
      "CREATE TABLE IF NOT EXISTS limetype (name TEXT PRIMARY KEY, position INTEGER NOT NULL, definition TEXT NOT NULL) STRICT",
    );
  }

  get limetypes(): Limetypes {
    this.#limetypes ??= new Map(
      this.#database
        .all<{ definition: string }>("SELECT definition FROM limetype ORDER BY position")
        .map(({ definition }) => JSON.parse(definition) as Limetype)
        .map((limetype) => [limetype.name, limetype]),
    );
    return this.#limetypes;
  }

  limetype(name: string): Limetype {
    const limetype = this.limetypes.get(name);
    if (limetype) return limetype;
    throw new ApiError(404, "limetype-not-found", `There is no limetype "${name.slice(0, 64)}".`);
  }

  /**
   * Adds or replaces limetypes. Values of properties that are removed, or get another type, are deleted.
   *
   * @throws {ApiError} 400
   */
  load(input: unknown): { limetypes: string[]; skipped: SkippedProperty[] } {
    const loaded = this.#atomically(() => {
      const { limetypes, skipped } = readLimetypes(input, this.limetypes, () => this.#settings.next("option"));
      for (const limetype of limetypes) this.#define(limetype);
      return { limetypes: limetypes.map(({ name }) => name), skipped };
    });
    this.#limetypes = undefined;
    return loaded;
  }

  #define(limetype: Limetype): void {
    const known = this.limetypes.get(limetype.name);
    const position = this.#database.first<{ n: number }>("SELECT count(*) AS n FROM limetype")?.n ?? 0;
    this.#database.run(
      "INSERT INTO limetype VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET definition = excluded.definition",
      limetype.name,
      position,
      JSON.stringify(limetype),
    );
    const table = tableOf(limetype);
    this.#database.run(
      `CREATE TABLE IF NOT EXISTS ${table} (_id INTEGER PRIMARY KEY, data TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL) STRICT`,
    );
    const same = (old: Property): boolean =>
      limetype.properties.some(
        ({ name, type, relatedType }) => name === old.name && type === old.type && relatedType === old.relatedType,
      );
    for (const { name } of known?.properties.filter((property) => !same(property)) ?? []) {
      this.#database.run(`UPDATE ${table} SET data = json_remove(data, '${jsonPath(name)}')`);
    }
    this.#database.run(`UPDATE ${table} SET data = json_patch(?, data)`, JSON.stringify(emptyValues(limetype)));
  }

  create(limetype: Limetype, values: StoredValues): ObjectRow {
    const time = now();
    const data = withinLimit(JSON.stringify({ ...emptyValues(limetype), ...values }));
    return this.#atomically(() => {
      this.#requireUnique(limetype, values);
      const row = { _id: this.#settings.next(`object ${limetype.name}`), data, created: time, updated: time };
      this.#database.run(`INSERT INTO ${tableOf(limetype)} VALUES (?, ?, ?, ?)`, row._id, data, time, time);
      return row;
    });
  }

  update(limetype: Limetype, row: ObjectRow, values: StoredValues): ObjectRow {
    const data = withinLimit(JSON.stringify({ ...JSON.parse(row.data), ...values }));
    const updated = now();
    this.#requireUnique(limetype, values, row._id);
    this.#database.run(`UPDATE ${tableOf(limetype)} SET data = ?, updated = ? WHERE _id = ?`, data, updated, row._id);
    return { ...row, data, updated };
  }

  /** @throws {ApiError} 422 when another object has the value of a unique property. Several may have none. */
  #requireUnique(limetype: Limetype, values: StoredValues, id = 0): void {
    const taken = limetype.properties.filter((property) => {
      const value = values[property.name];
      if (!property.unique || (typeof value !== "string" && typeof value !== "number") || value === "") return false;
      const sql = `SELECT 1 FROM ${tableOf(limetype)} WHERE ${this.column(limetype, property)} = ? AND _id <> ?`;
      return this.#database.first(sql, value, id);
    });
    if (taken.length === 0) return;
    const errors = taken.map(({ name: property }) => {
      const message = `The property "${property}" of "${limetype.name}" is unique, and another object has this value.`;
      return { property, code: "not-unique", message };
    });
    throw ApiError.ofValues(errors, 422);
  }

  /** Deletes an object and clears the relations to it. @throws {ApiError} 409 when a required one would be cleared */
  delete(limetype: Limetype, id: number): void {
    this.#atomically(() => {
      for (const other of this.limetypes.values()) {
        for (const property of other.properties) {
          if (property.type !== "belongsto" || property.relatedType !== limetype.name) continue;
          const column = this.column(other, property);
          if (property.required && this.#database.first(`SELECT 1 FROM ${tableOf(other)} WHERE ${column} = ?`, id)) {
            const message = `The ${limetype.name} ${id} can't be deleted: a "${other.name}" needs it as its "${property.name}".`;
            throw new ApiError(409, "in-use", message);
          }
          const cleared = `json_set(data, '${jsonPath(property.name)}', NULL)`;
          this.#database.run(`UPDATE ${tableOf(other)} SET data = ${cleared} WHERE ${column} = ?`, id);
        }
      }
      this.#database.run(`DELETE FROM ${tableOf(limetype)} WHERE _id = ?`, id);
    });
  }

  get(limetype: Limetype, id: number): ObjectRow | undefined {
    return this.#database.first<ObjectRow>(`SELECT * FROM ${tableOf(limetype)} WHERE _id = ?`, id);
  }

  select(limetype: Limetype, { where = [], order = [], limit, offset = 0 }: ObjectSelection): ObjectRow[] {
    const conditions = where.length > 0 ? ` WHERE ${where.map(({ text }) => text).join(" AND ")}` : "";
    const bindings = where.flatMap(({ bindings }) => bindings);
    if (bindings.length > 90) throw new ApiError(400, "too-many-conditions", "Ask with at most 90 values at a time.");
    const sorted = [...order, "_id"].join(", ");
    const sql = `SELECT * FROM ${tableOf(limetype)}${conditions} ORDER BY ${sorted} LIMIT ? OFFSET ?`;
    return this.#database.all<ObjectRow>(sql, ...bindings, limit, offset);
  }

  count(limetype: Limetype): number {
    return this.#database.first<{ n: number }>(`SELECT count(*) AS n FROM ${tableOf(limetype)}`)?.n ?? 0;
  }

  /** The SQL of a property's stored value; creates an index on it. Texts are compared without case, as in Lime CRM. */
  column(limetype: Limetype, property: Property): string {
    const column = `json_extract(data, '${jsonPath(property.name)}')${isText(property) ? " COLLATE NOCASE" : ""}`;
    const name = `"index ${limetype.name} ${property.name} ${isText(property) ? "text" : "value"}"`;
    const indexable = !["set", "text", "xml"].includes(property.type) && !isInverse(property);
    if (indexable && !this.#indexed.has(name)) {
      this.#database.run(`CREATE INDEX IF NOT EXISTS ${name} ON ${tableOf(limetype)} (${column})`);
      this.#indexed.add(name);
    }
    return column;
  }

  hasObject(name: string, id: number): boolean {
    const limetype = this.limetypes.get(name);
    return !!limetype && !!this.#database.first(`SELECT 1 FROM ${tableOf(limetype)} WHERE _id = ?`, id);
  }

  hasFile(id: number): boolean {
    return this.#files.has(id);
  }

  hasUser(id: number): boolean {
    return USERS.has(id);
  }

  reset(): void {
    for (const limetype of this.limetypes.values()) this.#database.run(`DROP TABLE ${tableOf(limetype)}`);
    this.#database.run("DELETE FROM limetype");
    this.clearCache();
  }

  #atomically<T>(work: () => T): T {
    try {
      return this.#database.transaction(work);
    } catch (error) {
      this.clearCache();
      throw error;
    }
  }

  /** Forgets what is cached in memory, after a transaction was rolled back. */
  clearCache(): void {
    this.#limetypes = undefined;
    this.#indexed.clear();
  }
}

// The names of limetypes and properties are letters, digits and underscores: limetype-reader.ts accepts no others.
export const tableOf = ({ name }: Limetype): string => `"object ${name}"`;
const jsonPath = (name: string): string => `$."${name}"`;

const emptyValues = (limetype: Limetype): StoredValues =>
  Object.fromEntries(
    limetype.properties
      .filter((property) => !isInverse(property))
      .map((property): [string, ReturnType<typeof emptyValue>] => [property.name, emptyValue(property)]),
  );

function withinLimit(data: string): string {
  const bytes = data.length * 3 <= MAX_OBJECT_BYTES ? 0 : new TextEncoder().encode(data).byteLength;
  if (bytes <= MAX_OBJECT_BYTES) return data;
  const message = `The values of an object take at most ${MAX_OBJECT_BYTES} bytes in the sandbox; these take ${bytes}.`;
  throw new ApiError(413, "object-too-large", message);
}
