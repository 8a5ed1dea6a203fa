import type { Database } from "./database.ts";
import type { Json } from "./json.ts";

/** Number of API requests by kind and status. */
export class Statistics {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    database.run(`
      CREATE TABLE IF NOT EXISTS request (
        kind TEXT, status TEXT, n INTEGER NOT NULL, PRIMARY KEY (kind, status)
      ) STRICT;
    `);
  }

  /** @param status The status of the response; "cut" when the connection was broken. */
  count(kind: string, status: string): void {
    const sql = "INSERT INTO request VALUES (?, ?, 1) ON CONFLICT (kind, status) DO UPDATE SET n = n + 1";
    this.#database.run(sql, kind, status);
  }

  toJson(): Json {
    const rows = this.#database.all<{ kind: string; status: string; n: number }>(
      "SELECT * FROM request ORDER BY kind, status",
    );
    const sumBy = (key: "kind" | "status"): Record<string, number> => {
      const sums: Record<string, number> = {};
      for (const row of rows) sums[row[key]] = (sums[row[key]] ?? 0) + row.n;
      return sums;
    };
    return { requests: rows.reduce((sum, { n }) => sum + n, 0), byKind: sumBy("kind"), byStatus: sumBy("status") };
  }

  reset(): void {
    this.#database.run("DELETE FROM request");
  }
}

/** The kind of a request, without ids: "POST limeobject/helpdesk", "GET limeobject/person/{id}". */
export function requestKind(method: string, path: string, isLimetype: (name: string) => boolean): string {
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
