// Routes that no Lime CRM has: they set the sandbox up, tell it to fail, and say what was asked of it.

import { Hono } from "hono";
import { addressOf } from "./address.ts";
import { ApiError } from "./api-error.ts";
import type { BulkImport, BulkImportSetting } from "./bulk-import.ts";
import { CORE_LIMETYPES } from "./core-limetypes.ts";
import type { Database } from "./database.ts";
import type { Faults } from "./faults.ts";
import type { Files } from "./files.ts";
import type { Objects } from "./objects.ts";
import { readJson } from "./request-body.ts";
import { seed } from "./seed.ts";
import type { Settings } from "./settings.ts";
import type { Traffic } from "./traffic.ts";

const MAX_BODY = 20_000_000;
const SET = ["POST", "PUT"];

export interface Parts {
  readonly database: Database;
  readonly settings: Settings;
  readonly objects: Objects;
  readonly files: Files;
  readonly bulkImport: BulkImport;
  readonly faults: Faults;
  readonly traffic: Traffic;
}

/** Fills a sandbox that has nothing in it: core limetypes, and the seed unless it isn't wanted. */
export function initialize({ database, objects }: Parts, seeded: boolean): Record<string, number> {
  return database.transaction(() => {
    objects.load(CORE_LIMETYPES);
    return seeded ? seed(objects) : {};
  });
}

export function controlRoutes(sandbox: Parts): Hono {
  const { database, settings, objects, files, bulkImport, faults, traffic } = sandbox;
  const routes = new Hono({ strict: false });

  /** Everything as on the first day: data, limetypes, faults, limits, counts. */
  routes.post("/reset", async (context) => {
    const { seed: seeded = true } = await options<{ seed?: boolean }>(context.req.raw, { seed: "boolean" });
    const created = database.transaction(() => {
      objects.reset();
      for (const part of [files, bulkImport, traffic, settings]) part.reset();
      faults.clear();
      return initialize(sandbox, seeded);
    });
    return context.json({ created });
  });

  routes.post("/seed", (context) => context.json({ created: database.transaction(() => seed(objects)) }));

  routes.get("/limetypes", (context) => context.json([...objects.limetypes.values()]));
  routes.on(SET, "/limetypes", async (context) =>
    context.json(objects.load(await readJson(context.req.raw, MAX_BODY))),
  );

  routes.get("/faults", (context) => context.json({ faults: faults.list() }));
  routes.on(SET, "/faults", async (context) => {
    faults.add(await readJson(context.req.raw, MAX_BODY));
    return context.json({ faults: faults.list() });
  });
  routes.delete("/faults", (context) => {
    faults.clear();
    return context.json({ faults: [] });
  });

  routes.get("/rate-limit", (context) => context.json(traffic.limit));
  routes.on(SET, "/rate-limit", async (context) => {
    traffic.limit = await readJson(context.req.raw, MAX_BODY);
    return context.json(traffic.limit);
  });

  routes.get("/bulk-import", (context) => context.json(bulkImport.setting));
  routes.on(SET, "/bulk-import", async (context) => {
    const types = { installed: "boolean", delay: "number", fail: "boolean" };
    const changed = await options<Partial<BulkImportSetting>>(context.req.raw, types);
    bulkImport.setting = { ...bulkImport.setting, ...changed };
    return context.json(bulkImport.setting);
  });
  routes.get("/bulk-import/:id/problems", (context) => {
    return context.json({ problems: bulkImport.problems(context.req.param("id")) });
  });

  routes.get("/stats", (context) => {
    const counts = [...objects.limetypes.values()].map((limetype) => [limetype.name, objects.count(limetype)]);
    const stored = { objects: Object.fromEntries(counts), ...files.count(), databaseBytes: database.size };
    return context.json({ ...traffic.stats(), ...stored });
  });
  routes.delete("/stats", (context) => {
    traffic.reset();
    return context.json(traffic.stats());
  });

  routes.get("/", (context) => {
    const base = new URL(addressOf(context.req.raw).base).pathname;
    const listed = routes.routes.map(({ method, path }) => `${method} ${base}_control${path}`);
    return context.json({ routes: [...new Set(listed)] });
  });

  return routes;
}

/** The options of a body; without a body none. */
async function options<T extends object>(request: Request, types: Record<string, string>): Promise<T> {
  if (!request.body || request.headers.get("content-length") === "0") return {} as T;
  const body = await readJson(request, MAX_BODY);
  if (typeof body !== "object" || body === null) throw new ApiError(400, "bad-options", "Send a JSON object.");
  for (const [key, value] of Object.entries(body)) {
    const type = types[key];
    if (type !== undefined && typeof value === type) continue;
    const known = Object.entries(types).map(([name, wanted]) => `${name} (${wanted})`);
    throw new ApiError(
      400,
      "bad-options",
      `"${key.slice(0, 64)}" can't be set so; what can be set: ${known.join(", ")}.`,
    );
  }
  return body as T;
}
