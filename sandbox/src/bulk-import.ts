// The package limepkg-mbeku-bulk-import: a job is created, its rows are uploaded as a JSON file, then they are imported in
// the background, in batches. It does not run automations and webhooks; the sandbox has none.

import { ApiError } from "./api-error.ts";
import { type BulkImportBehavior, DEFAULT_BEHAVIOR } from "./bulk-import-behavior.ts";
import { parseRows } from "./bulk-import-file.ts";
import { condition, findProperty } from "./conditions.ts";
import type { Database } from "./database.ts";
import type { Host } from "./host.ts";
import type { Json } from "./json.ts";
import { isInverse, type Limetype, propertyOf } from "./limetypes.ts";
import { API_USER, type ObjectRow, type ObjectStore, type Sql } from "./object-store.ts";
import { readBytes, readJson } from "./request-body.ts";
import type { Settings } from "./settings.ts";
import { now, withOffset } from "./times.ts";
import { parseFilterValue, parseValues } from "./values.ts";

const MAX_UPLOAD = 20_000_000;
const BATCH_ROWS = 200;
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
  /** Number of requests for its status since it is ready. */
  polls: number;
};

const RESULTS = ["created", "updated", "skipped", "failed"] as const;
type RowResult = (typeof RESULTS)[number];

const bad = (message: string): ApiError => new ApiError(400, "bad-bulk-import", message);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export class BulkImport {
  readonly #database: Database;
  readonly #settings: Settings;
  readonly #objects: ObjectStore;
  readonly #host: Host;

  constructor(host: Host, settings: Settings, objects: ObjectStore) {
    const { database } = host;
    this.#host = host;
    this.#database = database;
    this.#settings = settings;
    this.#objects = objects;
    database.run(`
      CREATE TABLE IF NOT EXISTS job (
        id TEXT PRIMARY KEY, metadata TEXT NOT NULL, status TEXT NOT NULL, started TEXT, ended TEXT, polls INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS job_row (
        job TEXT, number INTEGER, row TEXT, result TEXT, problem TEXT, PRIMARY KEY (job, number)
      ) STRICT;
      CREATE INDEX IF NOT EXISTS job_row_result ON job_row (job, result);
    `);
  }

  get behavior(): BulkImportBehavior {
    return this.#settings.get<BulkImportBehavior>("bulk-import") ?? DEFAULT_BEHAVIOR;
  }

  set behavior(behavior: BulkImportBehavior) {
    this.#settings.set("bulk-import", behavior);
  }

  async create(request: Request): Promise<Json> {
    const metadata = this.#metadata(await readJson(request, 100_000));
    if (this.behavior.rejectJobs.includes(metadata.limetype)) {
      throw bad(`Objects of the limetype "${metadata.limetype}" cannot be imported.`);
    }
    const id = crypto.randomUUID();
    const sql = "INSERT INTO job VALUES (?, ?, 'waiting_for_data', NULL, NULL, 0)";
    this.#database.run(sql, id, JSON.stringify(metadata));
    return this.#toJson(id);
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
      if (isInverse(findProperty(limetype, matching)))
        throw bad(`"${matching}" is a relation that can't be matched by.`);
    }
    return { limetype: limetype.name, properties, mode, matchingProperty: matching };
  }

  #checkProperty(limetype: Limetype, name: string): void {
    const [head = "", lookup] = name.split(".", 2);
    const property = propertyOf(limetype, head);
    if (!property) throw bad(`The limetype "${limetype.name}" has no property "${head.slice(0, 64)}".`);
    if (isInverse(property)) throw bad(`The property "${head}" is a ${property.type} relation and can't be written.`);
    if (lookup === undefined) return;
    if (property.type !== "belongsto") throw bad(`"${name}": only a belongsto relation can be looked up.`);
    findProperty(this.#objects.limetype(property.relatedType ?? ""), lookup);
  }

  #job(id: string): JobRow {
    const job = this.#database.first<JobRow>("SELECT * FROM job WHERE id = ?", id);
    if (job) return job;
    throw new ApiError(404, "bulk-import-not-found", `There is no bulk import with the id "${id.slice(0, 64)}".`);
  }

  /** Adds the rows of a multipart body with one JSON file, a list of `{ "values": {...} }`. */
  async upload(id: string, request: Request): Promise<Json> {
    const { limetype } = JSON.parse(this.#job(id).metadata) as Metadata;
    if (this.behavior.rejectData.includes(limetype)) {
      throw new ApiError(413, "body-too-large", `The data of "${limetype}" is larger than the maximum.`);
    }
    const type = request.headers.get("content-type") ?? "";
    if (!/^multipart\/form-data\b/i.test(type)) {
      throw new ApiError(415, "not-multipart", "Send the rows as a JSON file in a body of `multipart/form-data`.");
    }
    const bytes = await readBytes(request, MAX_UPLOAD);
    const rows = await parseRows(bytes, type);
    this.#database.transaction(() => {
      const { status } = this.#job(id);
      if (status !== "waiting_for_data" && !(status === "ready" && this.behavior.acceptMoreData)) {
        throw new ApiError(409, "bulk-import-has-data", `The bulk import has its data already: it is ${status}.`);
      }
      const count = "SELECT count(*) AS n FROM job_row WHERE job = ?";
      const first = this.#database.first<{ n: number }>(count, id)?.n ?? 0;
      for (const [at, row] of rows.entries()) {
        const sql = "INSERT INTO job_row VALUES (?, ?, ?, NULL, NULL)";
        this.#database.run(sql, id, first + at, JSON.stringify(row));
      }
      this.#database.run("UPDATE job SET status = 'ready' WHERE id = ?", id);
    });
    const { delay, startAtPoll } = this.behavior;
    if (startAtPoll === 0) await this.#host.setAlarm(Date.now() + delay);
    return this.#toJson(id);
  }

  /** The status of a job. */
  poll(id: string): Json {
    const { startAtPoll } = this.behavior;
    const { status, polls } = this.#job(id);
    if (startAtPoll > 0 && status === "ready") {
      this.#database.run("UPDATE job SET polls = polls + 1 WHERE id = ?", id);
      if (polls + 1 >= startAtPoll) while (this.#job(id).status === "ready") this.#importBatch(this.#job(id));
    }
    return this.#toJson(id);
  }

  /** Imports the next rows of the oldest job that is ready. Returns whether there may be more. */
  continue(): boolean {
    const job = this.#database.first<JobRow>("SELECT * FROM job WHERE status = 'ready' ORDER BY rowid LIMIT 1");
    if (!job || this.behavior.startAtPoll > 0) return false;
    this.#importBatch(job);
    return true;
  }

  #importBatch(job: JobRow): void {
    const { limetype } = JSON.parse(job.metadata) as Metadata;
    const { fail, failAfterFirstRow } = this.behavior;
    this.#database.run("UPDATE job SET started = ? WHERE id = ? AND started IS NULL", now(), job.id);
    if (fail || !this.#objects.limetypes.has(limetype)) {
      this.#end(job.id, "failed");
      return;
    }
    const failsSoon = failAfterFirstRow.includes(limetype);
    const count = failsSoon ? 1 : BATCH_ROWS;
    this.#database.transaction(() => {
      const sql = "SELECT number, row FROM job_row WHERE job = ? AND result IS NULL ORDER BY number LIMIT ?";
      const rows = this.#database.all<{ number: number; row: string }>(sql, job.id, count);
      for (const { number, row } of rows) this.#import(job, number, JSON.parse(row));
      if (failsSoon) this.#end(job.id, "failed");
      else if (rows.length < BATCH_ROWS) this.#end(job.id, "succeeded");
    });
  }

  #end(id: string, status: "failed" | "succeeded"): void {
    this.#database.run("UPDATE job SET status = ?, ended = ? WHERE id = ?", status, now(), id);
  }

  #import(job: JobRow, number: number, row: unknown): void {
    let result: RowResult = "failed";
    let problem: string | null = null;
    try {
      result = this.#write(JSON.parse(job.metadata) as Metadata, row);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem = error.message;
    }
    const sql = "UPDATE job_row SET result = ?, problem = ?, row = NULL WHERE job = ? AND number = ?";
    this.#database.run(sql, result, problem, job.id, number);
  }

  #write({ limetype: name, properties, mode, matchingProperty }: Metadata, row: unknown): RowResult {
    const limetype = this.#objects.limetype(name);
    const { failRowsWith } = this.behavior;
    if (failRowsWith !== "" && JSON.stringify(row).includes(failRowsWith)) throw bad("A row was made to fail.");
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
      this.#objects.update(limetype, match, parseValues(limetype, values, false, this.#objects));
      return "updated";
    }
    if (mode === "update") return "skipped";
    this.#objects.create(limetype, parseValues(limetype, values, true, this.#objects));
    return "created";
  }

  /** The id of the object whose property has this value, for a property declared as "coworker.email". */
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
    const where: Sql[] = [condition(this.#objects, limetype, property, "=", (found) => parseFilterValue(found, value))];
    return this.#objects.select(limetype, { where, limit: 1 })[0];
  }

  /** A job as the package returns it. */
  #toJson(id: string): Json {
    const job = this.#job(id);
    const ended = job.status === "succeeded" || job.status === "failed";
    const counts = this.#database.all<{ result: RowResult | null; n: number }>(
      "SELECT result, count(*) AS n FROM job_row WHERE job = ? GROUP BY result",
      id,
    );
    const of = (result: RowResult): number => counts.find((count) => count.result === result)?.n ?? 0;
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
            ...Object.fromEntries(RESULTS.map((result) => [result, of(result)])),
          }
        : null,
      extras: null,
    };
  }

  /** Reasons why rows were not written. The package itself does not return them. */
  problems(id: string): Json[] {
    const sql = "SELECT number, problem FROM job_row WHERE job = ? AND problem IS NOT NULL ORDER BY number LIMIT 1000";
    return this.#database.all<{ number: number; problem: string }>(sql, this.#job(id).id);
  }

  reset(): void {
    this.#database.run("DELETE FROM job; DELETE FROM job_row");
  }
}
