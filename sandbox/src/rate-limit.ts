import { ApiError } from "./api-error.ts";
import type { Database } from "./database.ts";
import type { Settings } from "./settings.ts";

export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

const LIME_CRM_CLOUD: Limit = { requests: 3000, seconds: 300 };
/** Requests are counted per interval: the limit is never stricter than one that counts single requests. */
const INTERVALS = 60;
const MAX_REJECTIONS = 100;

/** The rate limit. Its counts are in the database, because an idle Durable Object is evicted from memory. */
export class RateLimit {
  readonly #database: Database;
  readonly #settings: Settings;
  #limit: Limit | null | undefined;

  constructor(database: Database, settings: Settings) {
    this.#database = database;
    this.#settings = settings;
    database.run(`
      CREATE TABLE IF NOT EXISTS recent_requests (interval INTEGER PRIMARY KEY, requests INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS rejection (
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL, retry_after INTEGER NOT NULL
      ) STRICT;
    `);
  }

  /** The limit; null for none. Default: Lime CRM Cloud's. */
  get limit(): Limit | null {
    if (this.#limit === undefined) {
      const saved = this.#settings.get<Limit | null>("rate-limit");
      this.#limit = saved === undefined ? LIME_CRM_CLOUD : saved;
    }
    return this.#limit;
  }

  /** @throws {ApiError} 400 */
  set(limit: unknown): void {
    const { requests, seconds } = (limit ?? { requests: 1, seconds: 1 }) as Partial<Limit>;
    const isCount = (value: unknown, max: number): boolean =>
      Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= max;
    if (!isCount(requests, 1e9) || !isCount(seconds, 86_400)) {
      throw new ApiError(400, "bad-rate-limit", 'Send { "requests": 3000, "seconds": 300 }, or null for no limit.');
    }
    this.#settings.set("rate-limit", limit === null ? null : { requests, seconds });
    this.#database.run("DELETE FROM recent_requests");
    this.clearCache();
  }

  /** Counts a request of this kind. @throws {ApiError} 429 */
  admit(kind: string): void {
    const limit = this.limit;
    if (!limit) return;
    const length = (limit.seconds * 1000) / INTERVALS;
    const interval = Math.floor(Date.now() / length);
    this.#database.run("DELETE FROM recent_requests WHERE interval < ?", interval - INTERVALS + 1);
    const recent = this.#database.all<{ interval: number; requests: number }>(
      "SELECT * FROM recent_requests ORDER BY interval",
    );
    const count = recent.reduce((sum, { requests }) => sum + requests, 0);
    if (count < limit.requests) {
      const sql =
        "INSERT INTO recent_requests VALUES (?, 1) ON CONFLICT (interval) DO UPDATE SET requests = requests + 1";
      this.#database.run(sql, interval);
      return;
    }
    const wait = (((recent[0]?.interval ?? interval) + INTERVALS) * length - Date.now()) / 1000;
    const retryAfter = Math.max(1, Math.ceil(wait));
    this.#database.run("INSERT INTO rejection (kind, retry_after) VALUES (?, ?)", kind, retryAfter);
    this.#database.run("DELETE FROM rejection WHERE number <= (SELECT max(number) FROM rejection) - ?", MAX_REJECTIONS);
    const message = `More than ${limit.requests} requests in ${limit.seconds} seconds. Retry in ${retryAfter} seconds.`;
    throw new ApiError(429, "too-many-requests", message, [], { "retry-after": String(retryAfter) });
  }

  /** The last requests that were rejected. */
  rejections(): { kind: string; retryAfter: number }[] {
    return this.#database
      .all<{ kind: string; retry_after: number }>("SELECT * FROM rejection ORDER BY number")
      .map(({ kind, retry_after }) => ({ kind, retryAfter: retry_after }));
  }

  reset(): void {
    this.#database.run("DELETE FROM recent_requests; DELETE FROM rejection");
    this.clearCache();
  }

  clearCache(): void {
    this.#limit = undefined;
  }
}
