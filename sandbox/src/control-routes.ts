// Routes that Lime CRM does not have: they set up data, faults and limits, and return statistics.

import { type Context, Hono } from "hono";
import { addressOf } from "./address.ts";
import { ApiError } from "./api-error.ts";
import type { BulkImport } from "./bulk-import.ts";
import { changedBehavior } from "./bulk-import-behavior.ts";
import { CORE_LIMETYPES } from "./core-limetypes.ts";
import type { Database, Savepoints } from "./database.ts";
import type { FaultEngine } from "./fault-engine.ts";
import type { FileStore } from "./file-store.ts";
import type { Json } from "./json.ts";
import type { ObjectStore } from "./object-store.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readJson } from "./request-body.ts";
import { seed } from "./seed.ts";
import type { Settings } from "./settings.ts";
import type { Statistics } from "./statistics.ts";

const MAX_BODY = 20_000_000;
const WRITE = ["POST", "PUT"];

/** The components of an application. */
export interface Components {
  readonly database: Database;
  readonly settings: Settings;
  readonly objects: ObjectStore;
  readonly files: FileStore;
  readonly bulkImport: BulkImport;
  readonly faults: FaultEngine;
  readonly rateLimit: RateLimit;
  readonly statistics: Statistics;
}

/** Loads the core limetypes into an empty application, and the seed. Returns the number of objects by limetype. */
export function initialize({ database, objects }: Components, withSeed: boolean): Record<string, number> {
  return database.transaction(() => {
    objects.load(CORE_LIMETYPES);
    return withSeed ? seed(objects) : {};
  });
}

export function controlRoutes(components: Components): Hono {
  const { database, objects, bulkImport, faults, rateLimit } = components;
  const routes = new Hono({ strict: false });

  /** Restores the initial state: data, limetypes, faults, limits, statistics. */
  routes.post("/reset", async (context) => {
    const { seed: withSeed = true, ...others } = await jsonObject(context);
    if (typeof withSeed !== "boolean" || Object.keys(others).length > 0) {
      throw new ApiError(400, "bad-options", "A reset has one option: seed (boolean).");
    }
    return context.json({ created: reset(components, withSeed) });
  });
  routes.post("/seed", (context) => context.json({ created: database.transaction(() => seed(objects)) }));

  routes.get("/limetypes", (context) => context.json([...objects.limetypes.values()]));
  routes.on(WRITE, "/limetypes", async (context) => context.json(objects.load(await body(context))));

  routes.get("/faults", (context) => context.json({ faults: faults.list() }));
  routes.on(WRITE, "/faults", async (context) => {
    faults.add(await body(context));
    return context.json({ faults: faults.list() });
  });
  routes.on(WRITE, "/release", (context) => {
    faults.release();
    return context.json({ released: true });
  });
  routes.delete("/faults", (context) => {
    faults.clear();
    return context.json({ faults: [] });
  });

  routes.get("/rate-limit", (context) => context.json(rateLimit.limit));
  routes.on(WRITE, "/rate-limit", async (context) => {
    rateLimit.set(await body(context));
    return context.json(rateLimit.limit);
  });

  routes.get("/bulk-import", (context) => context.json(bulkImport.behavior));
  routes.on(WRITE, "/bulk-import", async (context) => {
    bulkImport.behavior = changedBehavior(bulkImport.behavior, await jsonObject(context));
    return context.json(bulkImport.behavior);
  });
  routes.get("/bulk-import/:id/problems", (context) => {
    return context.json({ problems: bulkImport.problems(context.req.param("id")) });
  });

  routes.get("/stats", (context) => context.json(statisticsOf(components)));
  routes.delete("/stats", (context) => {
    components.statistics.reset();
    rateLimit.reset();
    return context.json(statisticsOf(components));
  });

  /** A stack of savepoints, which only the host Node has: saves the state, restores it, restores and forgets it. */
  const onSavepoints = (context: Context, change: (savepoints: Savepoints) => void): Response => {
    const { savepoints } = database;
    if (!savepoints) throw new ApiError(501, "no-savepoints", "Savepoints exist only where the sandbox runs in Node.");
    change(savepoints);
    for (const component of [objects, faults, rateLimit]) component.clearCache();
    return context.json({ depth: savepoints.depth });
  };
  routes.post("/savepoints", (context) => onSavepoints(context, (savepoints) => savepoints.push()));
  routes.post("/savepoints/rollback", (context) => onSavepoints(context, (savepoints) => savepoints.rollback()));
  routes.delete("/savepoints", (context) => onSavepoints(context, (savepoints) => savepoints.pop()));

  routes.get("/", (context) => {
    const base = new URL(addressOf(context.req.raw).base).pathname;
    const listed = routes.routes.map(({ method, path }) => `${method} ${base}_control${path}`);
    return context.json({ routes: [...new Set(listed)] });
  });

  return routes;
}

function reset(components: Components, withSeed: boolean): Record<string, number> {
  const { database, objects, files, bulkImport, settings, rateLimit, statistics, faults } = components;
  return database.transaction(() => {
    objects.reset();
    for (const component of [files, bulkImport, settings, rateLimit, statistics]) component.reset();
    faults.clear();
    return initialize(components, withSeed);
  });
}

function statisticsOf({ database, objects, files, rateLimit, statistics }: Components): Json {
  const counts = [...objects.limetypes.values()].map((limetype) => [limetype.name, objects.count(limetype)]);
  return {
    ...statistics.toJson(),
    tooManyRequests: rateLimit.rejections(),
    objects: Object.fromEntries(counts),
    ...files.count(),
    databaseBytes: database.size,
  };
}

const body = (context: Context): Promise<unknown> => readJson(context.req.raw, MAX_BODY);

/** The JSON object of a body; empty without a body. @throws {ApiError} 400 */
async function jsonObject(context: Context): Promise<Json> {
  const request = context.req.raw;
  if (!request.body || request.headers.get("content-length") === "0") return {};
  const json = await readJson(request, MAX_BODY);
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Json;
  throw new ApiError(400, "bad-options", "Send a JSON object.");
}
