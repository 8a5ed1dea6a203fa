// How many requests there were, of what kind, how they ended; and how many are allowed. In the database, because an idle
// Durable Object is put away and its memory forgotten.

import { ApiError } from "./api-error.ts";
import type { Database } from "./database.ts";
import type { Json } from "./hal.ts";
import type { Settings } from "./settings.ts";

/** What Lime CRM Cloud allows: requests in so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

const LIME_CRM_CLOUD: RateLimit = { requests: 3000, seconds: 300 };
/** Requests are counted in parts of the window: the limit is never stricter than one that looks at single requests. */
const PARTS = 60;
const KEPT_REFUSALS = 100;

export class Traffic {
  readonly #database: Database;
  readonly #settings: Settings;

  constructor(database: Database, settings: Settings) {
    this.#database = database;
    this.#settings = settings;
    database.run(`
      CREATE TABLE IF NOT EXISTS recent (part INTEGER PRIMARY KEY, requests INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS request (kind TEXT, status TEXT, n INTEGER NOT NULL, PRIMARY KEY (kind, status)) STRICT;
      CREATE TABLE IF NOT EXISTS refused (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, retry_after INTEGER NOT NULL) STRICT;
    `);
  }

  get limit(): RateLimit | null {
    const limit = this.#settings.get<RateLimit | null>("rate-limit");
    return limit === undefined ? LIME_CRM_CLOUD : limit;
  }

  /** A limit, or none. */
  set limit(limit: unknown) {
    const { requests, seconds } = (limit ?? { requests: 1, seconds: 1 }) as Partial<RateLimit>;
    const good = (value: unknown, most: number): boolean =>
      Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= most;
    if (!good(requests, 1e9) || !good(seconds, 86_400)) {
      throw new ApiError(400, "bad-rate-limit", 'Send { "requests": 3000, "seconds": 300 }, or null for no limit.');
    }
    this.#settings.set("rate-limit", limit === null ? null : { requests, seconds });
    this.#database.run("DELETE FROM recent");
  }

  /** Counts a request, or refuses it. */
  admit(kind: string): void {
    const limit = this.limit;
    if (!limit) return;
    const span = (limit.seconds * 1000) / PARTS;
    const part = Math.floor(Date.now() / span);
    const oldest = part - PARTS + 1;
    this.#database.run("DELETE FROM recent WHERE part < ?", oldest);
    const recent = this.#database.all<{ part: number; requests: number }>("SELECT * FROM recent ORDER BY part");
    const count = recent.reduce((sum, { requests }) => sum + requests, 0);
    if (count < limit.requests) {
      const sql = "INSERT INTO recent VALUES (?, 1) ON CONFLICT (part) DO UPDATE SET requests = requests + 1";
      this.#database.run(sql, part);
      return;
    }
    const freed = (((recent[0]?.part ?? part) + PARTS) * span - Date.now()) / 1000;
    const retryAfter = Math.max(1, Math.ceil(freed));
    this.#database.run("INSERT INTO refused (kind, retry_after) VALUES (?, ?)", kind, retryAfter);
    this.#database.run("DELETE FROM refused WHERE number <= (SELECT max(number) FROM refused) - ?", KEPT_REFUSALS);
    const message = `More than ${limit.requests} requests in ${limit.seconds} seconds. Go on in ${retryAfter} seconds.`;
    throw new ApiError(429, "too-many-requests", message, [], { "retry-after": String(retryAfter) });
  }

  /** Remembers how a request ended: its status, or "cut". */
  ended(kind: string, status: string): void {
    const sql = "INSERT INTO request VALUES (?, ?, 1) ON CONFLICT (kind, status) DO UPDATE SET n = n + 1";
    this.#database.run(sql, kind, status);
  }

  stats(): Json {
    const rows = this.#database.all<{ kind: string; status: string; n: number }>(
      "SELECT * FROM request ORDER BY kind, status",
    );
    const summed = (key: "kind" | "status"): Record<string, number> => {
      const sums: Record<string, number> = {};
      for (const row of rows) sums[row[key]] = (sums[row[key]] ?? 0) + row.n;
      return sums;
    };
    const tooMany = this.#database.all<{ kind: string; retry_after: number }>("SELECT * FROM refused ORDER BY number");
    return {
      requests: rows.reduce((sum, { n }) => sum + n, 0),
      byKind: summed("kind"),
      byStatus: summed("status"),
      tooManyRequests: tooMany.map(({ kind, retry_after }) => ({ kind, retryAfter: retry_after })),
    };
  }

  reset(): void {
    this.#database.run("DELETE FROM recent; DELETE FROM request; DELETE FROM refused");
  }
}

/** What a request is for, without ids: "POST limeobject/helpdesk", "GET limeobject/person/{id}". */
export function kindOf(method: string, path: string, isLimetype: (name: string) => boolean): string {
  const [root, name = "", id, relation] = path.replace(/^\/(api\/v1|limepkg-mbeku-bulk-import)(\/|$)/, "").split("/");
  switch (root) {
    case "":
    case "query":
      return `${method} ${root === "" ? "api" : root}`;
    case "limetype":
      return `${method} limetype${name === "" ? "" : "/{name}"}`;
    case "limeobject":
      if (!isLimetype(name)) return `${method} limeobject/?`;
      return `${method} limeobject/${name}${id ? "/{id}" : ""}${relation ? "/{relation}" : ""}`;
    case "file":
      return `${method} file${name === "" ? "" : "/{id}"}${id ? "/contents" : ""}`;
    case "bulk-imports":
      return `${method} bulk-imports${name === "" ? "" : "/{id}"}`;
    default:
      return `${method} ?`;
  }
}
