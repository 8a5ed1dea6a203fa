// The package limepkg-mbeku-bulk-import: a job is made, its rows are uploaded as a JSON file, then they are written in the
// background, some at a time. Automations and webhooks are not run by it; the sandbox has none.

import { ApiError } from "./api-error.ts";
import type { Database } from "./database.ts";
import { compared, findProperty } from "./filter.ts";
import type { Json } from "./hal.ts";
import { isFarEnd, type Limetype, propertyOf } from "./limetypes.ts";
import { API_USER, type ObjectRow, type Objects, type Sql } from "./objects.ts";
import { parseJson, readBytes, readJson } from "./request-body.ts";
import type { Settings } from "./settings.ts";
import { now, withOffset } from "./times.ts";
import { checkValues, comparable } from "./values.ts";

const MAX_UPLOAD = 20_000_000;
const ROWS_AT_A_TIME = 200;
const MODES = ["create", "update", "create_or_update"] as const;

interface Metadata {
  readonly limetype: string;
  readonly properties: readonly string[];
  readonly mode: (typeof MODES)[number];
  readonly matchingProperty: string | null;
}

type JobRow = {
  id: string;
  metadata: string;
  status: "waiting_for_data" | "ready" | "failed" | "succeeded";
  started: string | null;
  ended: string | null;
};

/** How the package behaves: set by the control routes. */
export interface BulkImportSetting {
  readonly installed: boolean;
  /** Milliseconds from the upload until the work begins. */
  readonly delay: number;
  /** Every job ends as failed, with nothing written. */
  readonly fail: boolean;
}

const OUTCOMES = ["created", "updated", "skipped", "failed"] as const;
type Outcome = (typeof OUTCOMES)[number];

const bad = (message: string): ApiError => new ApiError(400, "bad-bulk-import", message);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export class BulkImport {
  readonly #database: Database;
  readonly #settings: Settings;
  readonly #objects: Objects;
  readonly #wake: (at: number) => Promise<void>;

  constructor(database: Database, settings: Settings, objects: Objects, wake: (at: number) => Promise<void>) {
    this.#database = database;
    this.#settings = settings;
    this.#objects = objects;
    this.#wake = wake;
    database.run(`
      CREATE TABLE IF NOT EXISTS job (
        id TEXT PRIMARY KEY, metadata TEXT NOT NULL, status TEXT NOT NULL, started TEXT, ended TEXT
      ) STRICT;
      CREATE TABLE IF NOT EXISTS job_row (
        job TEXT, number INTEGER, row TEXT, outcome TEXT, problem TEXT, PRIMARY KEY (job, number)
      ) STRICT;
      CREATE INDEX IF NOT EXISTS job_row_outcome ON job_row (job, outcome);
    `);
  }

  get setting(): BulkImportSetting {
    return this.#settings.get<BulkImportSetting>("bulk-import") ?? { installed: true, delay: 0, fail: false };
  }

  set setting(setting: BulkImportSetting) {
    this.#settings.set("bulk-import", setting);
  }

  async create(request: Request): Promise<Json> {
    const metadata = this.#metadata(await readJson(request, 100_000));
    const id = crypto.randomUUID();
    const sql = "INSERT INTO job VALUES (?, ?, 'waiting_for_data', NULL, NULL)";
    this.#database.run(sql, id, JSON.stringify(metadata));
    return this.answer(id);
  }

  #metadata(body: unknown): Metadata {
    if (!isObject(body)) throw bad("Send a JSON object with `limetype`, `properties` and `mode`.");
    if (typeof body.limetype !== "string") throw bad("The bulk import needs a `limetype`.");
    const limetype = this.#objects.limetype(body.limetype);
    const mode = MODES.find((known) => known === body.mode);
    if (!mode) throw bad(`The bulk import's \`mode\` is one of ${MODES.join(", ")}.`);
    const properties: unknown = body.properties;
    if (!Array.isArray(properties) || properties.length === 0 || properties.some((name) => typeof name !== "string")) {
      throw bad("The bulk import needs a list of `properties`, the names of what its rows write.");
    }
    for (const name of properties as string[]) this.#checkProperty(limetype, name);
    const matching = body.matchingProperty ?? null;
    if (matching === null && mode !== "create") throw bad(`The \`mode\` "${mode}" needs a \`matchingProperty\`.`);
    if (matching !== null) {
      if (typeof matching !== "string") throw bad("`matchingProperty` is the name of a property.");
      if (isFarEnd(findProperty(limetype, matching)))
        throw bad(`"${matching}" is a relation that can't be matched by.`);
    }
    return { limetype: limetype.name, properties, mode, matchingProperty: matching };
  }

  #checkProperty(limetype: Limetype, name: string): void {
    const [head = "", lookup] = name.split(".", 2);
    const property = propertyOf(limetype, head);
    if (!property) throw bad(`The limetype "${limetype.name}" has no property "${head.slice(0, 64)}".`);
    if (isFarEnd(property)) throw bad(`The property "${head}" is a ${property.type} relation and can't be written.`);
    if (lookup === undefined) return;
    if (property.type !== "belongsto") throw bad(`"${name}": only a belongsto relation can be looked up.`);
    findProperty(this.#objects.limetype(property.relatedType ?? ""), lookup);
  }

  #job(id: string): JobRow {
    const job = this.#database.first<JobRow>("SELECT * FROM job WHERE id = ?", id);
    if (job) return job;
    throw new ApiError(404, "bulk-import-not-found", `There is no bulk import with the id "${id.slice(0, 64)}".`);
  }

  /** Takes the rows: a multipart body with one JSON file, a list of `{ "values": {...} }`. */
  async upload(id: string, request: Request): Promise<Json> {
    this.#job(id);
    const type = request.headers.get("content-type") ?? "";
    if (!/^multipart\/form-data\b/i.test(type)) {
      throw new ApiError(415, "not-multipart", "Send the rows as a JSON file in a body of `multipart/form-data`.");
    }
    const bytes = await readBytes(request, MAX_UPLOAD);
    const rows = await rowsOf(bytes, type);
    this.#database.transaction(() => {
      const { status } = this.#job(id);
      if (status !== "waiting_for_data") {
        throw new ApiError(409, "bulk-import-has-data", `The bulk import has its data already: it is ${status}.`);
      }
      rows.forEach((row, number) => {
        this.#database.run("INSERT INTO job_row VALUES (?, ?, ?, NULL, NULL)", id, number, JSON.stringify(row));
      });
      this.#database.run("UPDATE job SET status = 'ready' WHERE id = ?", id);
    });
    await this.#wake(Date.now() + this.setting.delay);
    return this.answer(id);
  }

  /** The next rows of the oldest job that is ready. Says whether there may be more to do. */
  work(): boolean {
    const job = this.#database.first<JobRow>("SELECT * FROM job WHERE status = 'ready' ORDER BY rowid LIMIT 1");
    if (!job) return false;
    this.#database.run("UPDATE job SET started = ? WHERE id = ? AND started IS NULL", now(), job.id);
    if (this.setting.fail || !this.#objects.limetypes.has((JSON.parse(job.metadata) as Metadata).limetype)) {
      this.#end(job.id, "failed");
      return true;
    }
    const sql = "SELECT number, row FROM job_row WHERE job = ? AND outcome IS NULL ORDER BY number LIMIT ?";
    this.#database.transaction(() => {
      const rows = this.#database.all<{ number: number; row: string }>(sql, job.id, ROWS_AT_A_TIME);
      for (const { number, row } of rows) this.#import(job, number, JSON.parse(row));
      if (rows.length < ROWS_AT_A_TIME) this.#end(job.id, "succeeded");
    });
    return true;
  }

  #end(id: string, status: "failed" | "succeeded"): void {
    this.#database.run("UPDATE job SET status = ?, ended = ? WHERE id = ?", status, now(), id);
  }

  #import(job: JobRow, number: number, row: unknown): void {
    let outcome: Outcome = "failed";
    let problem: string | null = null;
    try {
      outcome = this.#write(JSON.parse(job.metadata) as Metadata, row);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem = error.message;
    }
    const sql = "UPDATE job_row SET outcome = ?, problem = ?, row = NULL WHERE job = ? AND number = ?";
    this.#database.run(sql, outcome, problem, job.id, number);
  }

  #write({ limetype: name, properties, mode, matchingProperty }: Metadata, row: unknown): Outcome {
    const limetype = this.#objects.limetype(name);
    const sent = isObject(row) ? row.values : undefined;
    if (!isObject(sent)) throw bad('A row is an object with `values`, as in { "values": { "name": "..." } }.');
    const lookups = new Map(properties.map((path) => path.split(".", 2) as [string, string | undefined]));
    const other = Object.keys(sent).find((key) => !lookups.has(key));
    if (other !== undefined) throw bad(`"${other.slice(0, 64)}" is not among the \`properties\` of the bulk import.`);
    const values = Object.fromEntries(
      Object.entries(sent).map(([key, value]) => [key, this.#lookedUp(limetype, key, lookups.get(key), value)]),
    );
    const match = matchingProperty === null ? undefined : this.#match(limetype, matchingProperty, values);
    if (match) {
      if (mode === "create") return "skipped";
      this.#objects.update(limetype, match, checkValues(limetype, values, false, this.#objects));
      return "updated";
    }
    if (mode === "update") return "skipped";
    this.#objects.create(limetype, checkValues(limetype, values, true, this.#objects));
    return "created";
  }

  /** The id of the object whose property has that value, for a property that was announced as "coworker.email". */
  #lookedUp(limetype: Limetype, name: string, lookup: string | undefined, value: unknown): unknown {
    if (lookup === undefined || value === null) return value;
    const related = this.#objects.limetype(propertyOf(limetype, name)?.relatedType ?? "");
    const found = this.#find(related, lookup, value);
    if (found) return found._id;
    throw bad(`No "${related.name}" has the value of "${name}" as its "${lookup}".`);
  }

  #match(limetype: Limetype, property: string, values: Json): ObjectRow | undefined {
    if (values[property] === undefined) throw bad(`The row has no value for the \`matchingProperty\` "${property}".`);
    return this.#find(limetype, property, values[property]);
  }

  #find(limetype: Limetype, property: string, value: unknown): ObjectRow | undefined {
    const where: Sql[] = [compared(this.#objects, limetype, property, "=", (found) => comparable(found, value))];
    return this.#objects.select(limetype, { where, limit: 1 })[0];
  }

  /** A job as the package answers it. */
  answer(id: string): Json {
    const job = this.#job(id);
    const ended = job.status === "succeeded" || job.status === "failed";
    const counts = this.#database.all<{ outcome: Outcome | null; n: number }>(
      "SELECT outcome, count(*) AS n FROM job_row WHERE job = ? GROUP BY outcome",
      id,
    );
    const of = (outcome: Outcome): number => counts.find((count) => count.outcome === outcome)?.n ?? 0;
    return {
      id,
      createdBy: API_USER,
      fileId: null,
      status: job.status,
      startedAt: job.started && withOffset(job.started),
      endedAt: job.ended && withOffset(job.ended),
      metadata: JSON.parse(job.metadata) as Metadata,
      result: ended
        ? {
            total: counts.reduce((sum, { n }) => sum + n, 0),
            ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, of(outcome)])),
          }
        : null,
      extras: null,
    };
  }

  /** Why rows were not written; the package itself doesn't say. */
  problems(id: string): Json[] {
    const sql = "SELECT number, problem FROM job_row WHERE job = ? AND problem IS NOT NULL ORDER BY number LIMIT 1000";
    return this.#database.all<{ number: number; problem: string }>(sql, this.#job(id).id);
  }

  reset(): void {
    this.#database.run("DELETE FROM job; DELETE FROM job_row");
  }
}

async function rowsOf(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<unknown[]> {
  let file: File | undefined;
  try {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    file = [...form.values()].find((part) => part instanceof File);
  } catch {
    throw bad("The body is not `multipart/form-data`.");
  }
  if (!file) throw bad("The body has no file: send the rows as the file `file`.");
  const rows = parseJson(new Uint8Array(await file.arrayBuffer()));
  if (!Array.isArray(rows))
    throw bad('The file has to be a JSON list of rows, as in [{ "values": { "name": "..." } }].');
  return rows;
}
