import { Hono } from "hono";
import { addressOf, apiUrl, isControl, isPage } from "./address.ts";
import { ApiError } from "./api-error.ts";
import { BulkImport } from "./bulk-import.ts";
import { type Components, controlRoutes, initialize } from "./control-routes.ts";
import { handleWithFault } from "./fault-effects.ts";
import { FaultEngine } from "./fault-engine.ts";
import { FileStore, fileJson } from "./file-store.ts";
import { halResponse } from "./hal.ts";
import type { Host } from "./host.ts";
import { limeobjectRoutes } from "./limeobject-routes.ts";
import { limetypeJson } from "./limetype-json.ts";
import { ObjectStore } from "./object-store.ts";
import { errorPage } from "./page.ts";
import { pageRoutes } from "./pages.ts";
import { query } from "./query.ts";
import { RateLimit } from "./rate-limit.ts";
import { discardBody } from "./request-body.ts";
import { Settings } from "./settings.ts";
import { requestKind, Statistics } from "./statistics.ts";

/**
 * One Lime CRM application: Lime CRM's REST API over SQLite, as strict as its documentation. `/api/v1/` and
 * `/limepkg-mbeku-bulk-import/` are Lime CRM's, `/client/` shows the objects, `/_control/` sets up data and faults.
 */
export class Application {
  readonly #components: Components;
  readonly #api: Hono;
  readonly #control: Hono;
  readonly #pages: Hono;

  constructor(host: Host) {
    const { database } = host;
    const settings = new Settings(database);
    const files = new FileStore(host, settings);
    const objects = new ObjectStore(database, settings, files);
    const bulkImport = new BulkImport(host, settings, objects);
    const faults = new FaultEngine(database);
    const rateLimit = new RateLimit(database, settings);
    const statistics = new Statistics(database);
    this.#components = { database, settings, objects, files, bulkImport, faults, rateLimit, statistics };
    this.#api = apiRoutes(this.#components);
    this.#control = router().route("/_control", controlRoutes(this.#components));
    this.#pages = router().route("/client", pageRoutes(objects, files));
    if (objects.limetypes.size === 0) initialize(this.#components, true);
  }

  /** Handles a request whose credentials were checked. Rejects where a fault breaks the connection. */
  async fetch(request: Request): Promise<Response> {
    const response = await this.#dispatch(request);
    await discardBody(request);
    return response;
  }

  async #dispatch(request: Request): Promise<Response> {
    const { base, path } = addressOf(request);
    if (isPage(path))
      return this.#respond(
        () => this.#pages.fetch(request),
        (error) => errorPage(error, base, request),
      );
    if (isControl(path)) return this.#respond(() => this.#control.fetch(request));
    const { objects, faults, rateLimit, statistics } = this.#components;
    const kind = requestKind(request.method, path, (name) => objects.limetypes.has(name));
    const handle = (request: Request): Promise<Response> =>
      this.#respond(() => {
        rateLimit.admit(kind);
        return this.#api.fetch(request);
      });
    let status = "cut";
    try {
      const fault = faults.next(request.method, path + decodedQuery(request));
      const response = fault
        ? await handleWithFault(fault, request, objects, faults.released, handle)
        : await handle(request);
      status = String(response.status);
      return response;
    } finally {
      statistics.count(kind, status);
    }
  }

  /** Imports the next rows. Returns whether there may be more. */
  continueBulkImport(): boolean {
    return this.#components.bulkImport.continue();
  }

  async #respond(
    work: () => Response | Promise<Response>,
    errorResponse: (error: ApiError) => Response | Promise<Response> = (error) => error.toResponse(),
  ): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error);
      this.#components.objects.clearCache();
      console.error(
        JSON.stringify({ event: "sandbox-failed", error: error instanceof Error ? error.message : "unknown" }),
      );
      return errorResponse(new ApiError(500, "sandbox-failed", "The sandbox failed. Its log says more."));
    }
  }
}

/** The query of a URL, decoded where it can be, for faults whose `path` matches one query only. */
function decodedQuery({ url }: Request): string {
  const { search } = new URL(url);
  try {
    return decodeURIComponent(search);
  } catch {
    return search;
  }
}

/** Creates a router for paths below the application. Its errors leave Hono unchanged: `Application` answers all in one place. */
function router(): Hono {
  const app = new Hono({ getPath: (request) => addressOf(request).path.replace(/(?<=.)\/$/, "") });
  app.onError((error) => {
    throw error;
  });
  app.notFound((context) => {
    const path = new URL(context.req.url).pathname.slice(0, 200);
    throw new ApiError(404, "no-route", `The sandbox has nothing at ${context.req.method} ${path}.`);
  });
  return app;
}

/** Lime CRM's own routes. */
function apiRoutes({ objects, files, bulkImport }: Components): Hono {
  const api = new Hono({ strict: false });

  api.get("/", (context) => {
    const href = apiUrl(context.req.raw);
    const links = ["limetype", "limeobject", "query", "file"].map((name) => [`${name}s`, { href: `${href}${name}/` }]);
    return halResponse({ _links: { self: { href }, ...Object.fromEntries(links) } });
  });

  api.get("/limetype", (context) => {
    const href = apiUrl(context.req.raw);
    const embedded = (context.req.queries("_embed") ?? []).includes("limetypes.properties");
    const limetypes = [...objects.limetypes.values()].map((limetype) => limetypeJson(limetype, href, embedded));
    return halResponse({ _embedded: { limetypes }, _links: { self: { href: context.req.url } } });
  });
  api.get("/limetype/:limetype", (context) => {
    const embedded = (context.req.queries("_embed") ?? []).includes("properties");
    const limetype = objects.limetype(context.req.param("limetype"));
    return halResponse(limetypeJson(limetype, apiUrl(context.req.raw), embedded));
  });

  api.route("/limeobject", limeobjectRoutes(objects));

  api.get("/query", (context) => Response.json(query(objects, context.req.query("q") ?? null)));

  api.post("/file", async (context) => {
    const file = fileJson(await files.store(context.req.raw), apiUrl(context.req.raw));
    return halResponse(file, 201);
  });
  api.get("/file/:id", (context) => {
    return halResponse(fileJson(files.require(context.req.param("id")), apiUrl(context.req.raw)));
  });
  api.get("/file/:id/contents", (context) => files.download(files.require(context.req.param("id"))));

  const bulk = new Hono({ strict: false });
  bulk.use(async (context, next) => {
    // As where the package isn't installed.
    if (!bulkImport.behavior.installed) return context.notFound();
    return next();
  });
  bulk.post("/", async (context) => Response.json(await bulkImport.create(context.req.raw), { status: 201 }));
  bulk.post("/:id", async (context) => {
    return Response.json(await bulkImport.upload(context.req.param("id"), context.req.raw));
  });
  bulk.get("/:id", (context) => Response.json(bulkImport.poll(context.req.param("id"))));

  const app = router();
  app.route("/api/v1", api);
  app.route("/limepkg-mbeku-bulk-import/bulk-imports", bulk);
  return app;
}
