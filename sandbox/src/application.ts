import { Hono } from "hono";
import { addressOf, apiUrl, isControl, isPage } from "./address.ts";
import { ApiError } from "./api-error.ts";
import { BulkImport } from "./bulk-import.ts";
import { controlRoutes, initialize, type Parts } from "./control.ts";
import type { Database } from "./database.ts";
import { Faults, withFault } from "./faults.ts";
import { Files, fileAnswer } from "./files.ts";
import { halResponse } from "./hal.ts";
import { limeobjectRoutes } from "./limeobjects.ts";
import { limetypeAnswer } from "./limetypes.ts";
import { Objects } from "./objects.ts";
import { errorPage } from "./page.ts";
import { pageRoutes } from "./pages.ts";
import { query } from "./query.ts";
import { Settings } from "./settings.ts";
import { kindOf, Traffic } from "./traffic.ts";

/**
 * One Lime CRM application: Lime CRM's REST API over SQLite, as strict as its documentation. `/api/v1/` and
 * `/limepkg-mbeku-bulk-import/` are Lime CRM's, `/client/` shows the objects, `/_control/` sets up data and faults.
 */
export class Application {
  readonly #parts: Parts;
  readonly #api: Hono;
  readonly #control: Hono;
  readonly #pages: Hono;

  /** @param setAlarm Makes the host call `continueBulkImport` at this time, in milliseconds of Unix time. */
  constructor(database: Database, setAlarm: (at: number) => Promise<void>) {
    const settings = new Settings(database);
    const files = new Files(database, settings);
    const objects = new Objects(database, settings, files);
    const bulkImport = new BulkImport(database, settings, objects, setAlarm);
    const [faults, traffic] = [new Faults(database), new Traffic(database, settings)];
    this.#parts = { database, settings, objects, files, bulkImport, faults, traffic };
    this.#api = apiRoutes(this.#parts);
    this.#control = router().route("/_control", controlRoutes(this.#parts));
    this.#pages = router().route("/client", pageRoutes(objects, files));
    if (objects.limetypes.size === 0) initialize(this.#parts, true);
  }

  /** Handles a request whose credentials were checked. Rejects where a fault breaks the connection. */
  async fetch(request: Request): Promise<Response> {
    const { base, path } = addressOf(request);
    if (isPage(path))
      return this.#respond(
        () => this.#pages.fetch(request),
        (error) => errorPage(error, base),
      );
    if (isControl(path)) return this.#respond(() => this.#control.fetch(request));
    const { objects, faults, traffic } = this.#parts;
    const kind = kindOf(request.method, path, (name) => objects.limetypes.has(name));
    const handle = (): Promise<Response> =>
      this.#respond(() => {
        traffic.admit(kind);
        return this.#api.fetch(request);
      });
    let status = "cut";
    try {
      const fault = faults.next(request.method, path + decodedQuery(request));
      const response = fault ? await withFault(fault, handle) : await handle();
      status = String(response.status);
      return response;
    } finally {
      traffic.ended(kind, status);
    }
  }

  /** Imports the next rows. Returns whether there may be more. */
  continueBulkImport(): boolean {
    return this.#parts.bulkImport.work();
  }

  async #respond(
    work: () => Response | Promise<Response>,
    errorResponse: (error: ApiError) => Response | Promise<Response> = (error) => error.toResponse(),
  ): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error);
      this.#parts.objects.forget();
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

/** A router for paths behind the application. Its errors leave Hono unchanged: `Application` answers all in one place. */
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
function apiRoutes({ objects, files, bulkImport }: Parts): Hono {
  const api = new Hono({ strict: false });

  api.get("/", (context) => {
    const href = apiUrl(context.req.raw);
    const links = ["limetype", "limeobject", "query", "file"].map((name) => [`${name}s`, { href: `${href}${name}/` }]);
    return halResponse({ _links: { self: { href }, ...Object.fromEntries(links) } });
  });

  api.get("/limetype", (context) => {
    const href = apiUrl(context.req.raw);
    const embedded = (context.req.queries("_embed") ?? []).includes("limetypes.properties");
    const limetypes = [...objects.limetypes.values()].map((limetype) => limetypeAnswer(limetype, href, embedded));
    return halResponse({ _embedded: { limetypes }, _links: { self: { href: context.req.url } } });
  });
  api.get("/limetype/:limetype", (context) => {
    const embedded = (context.req.queries("_embed") ?? []).includes("properties");
    const limetype = objects.limetype(context.req.param("limetype"));
    return halResponse(limetypeAnswer(limetype, apiUrl(context.req.raw), embedded));
  });

  api.route("/limeobject", limeobjectRoutes(objects));

  api.get("/query", (context) => Response.json(query(objects, context.req.query("q") ?? null)));

  api.post("/file", async (context) => {
    const file = fileAnswer(await files.store(context.req.raw), apiUrl(context.req.raw));
    return halResponse(file, 201);
  });
  api.get("/file/:id", (context) => {
    return halResponse(fileAnswer(files.require(context.req.param("id")), apiUrl(context.req.raw)));
  });
  api.get("/file/:id/contents", (context) => files.download(files.require(context.req.param("id"))));

  const bulk = new Hono({ strict: false });
  bulk.use(async (context, next) => {
    // As where the package isn't installed.
    if (!bulkImport.setting.installed) return context.notFound();
    return next();
  });
  bulk.post("/", async (context) => Response.json(await bulkImport.create(context.req.raw), { status: 201 }));
  bulk.post("/:id", async (context) => {
    return Response.json(await bulkImport.upload(context.req.param("id"), context.req.raw));
  });
  bulk.get("/:id", (context) => Response.json(bulkImport.answer(context.req.param("id"))));

  const app = router();
  app.route("/api/v1", api);
  app.route("/limepkg-mbeku-bulk-import/bulk-imports", bulk);
  return app;
}
