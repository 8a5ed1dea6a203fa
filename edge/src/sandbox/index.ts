// The sandbox Lime CRM: a Durable Object that answers Lime CRM's REST API over SQLite, as strict as its documentation says
// the real one is. `/sandbox/api/v1/` and `/sandbox/limepkg-mbeku-bulk-import/` are Lime CRM's; `/sandbox/client/` shows
// what is in it; `/sandbox/_control/` sets it up and tells it to fail.

import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { Access } from "./access.ts";
import { BulkImport } from "./bulk-import.ts";
import { controlRoutes, furnish, type Sandboxed } from "./control.ts";
import { Database } from "./database.ts";
import { Faults, withFault } from "./faults.ts";
import { Files, fileAnswer } from "./files.ts";
import { halResponse } from "./hal.ts";
import { apiOf, limeobjectRoutes } from "./limeobjects.ts";
import { limetypeAnswer } from "./limetypes.ts";
import { Objects } from "./objects.ts";
import { query } from "./query.ts";
import { Refusal } from "./refusal.ts";
import { Settings } from "./settings.ts";
import { kindOf, Traffic } from "./traffic.ts";
import { pageRoutes, refusalPage } from "./view.ts";

export interface SandboxEnv {
  /** The API key of the sandbox; "sandbox" if there is none. */
  readonly SANDBOX_API_KEY?: string;
}

const ROOT = "/sandbox";

export class Sandbox extends DurableObject<SandboxEnv> {
  readonly #sandbox: Sandboxed;
  readonly #access: Access;
  readonly #api: Hono;
  readonly #control: Hono;
  readonly #pages: Hono;

  constructor(state: DurableObjectState, env: SandboxEnv) {
    super(state, env);
    const database = new Database(state.storage);
    const settings = new Settings(database);
    const files = new Files(database, settings);
    const objects = new Objects(database, settings, files);
    const bulkImport = new BulkImport(database, settings, objects, (at) => state.storage.setAlarm(at));
    const [faults, traffic] = [new Faults(database), new Traffic(database, settings)];
    this.#sandbox = { database, settings, objects, files, bulkImport, faults, traffic };
    this.#access = new Access(env.SANDBOX_API_KEY);
    this.#api = apiRoutes(this.#sandbox);
    this.#control = withErrors(new Hono({ strict: false }).route(`${ROOT}/_control`, controlRoutes(this.#sandbox)));
    this.#pages = withErrors(new Hono({ strict: false }).route(`${ROOT}/client`, pageRoutes(objects, files)));
    if (objects.limetypes.size === 0) furnish(this.#sandbox, true);
  }

  override async fetch(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.slice(ROOT.length);
    if (/^\/client(\/|$)/.test(path)) return this.#answer(() => this.#page(request), refusalPage);
    if (/^\/_control(\/|$)/.test(path)) return this.#answer(() => this.#controlled(request));
    const { objects, faults, traffic } = this.#sandbox;
    const kind = kindOf(request.method, path, (name) => objects.limetypes.has(name));
    const handle = (): Promise<Response> => this.#answer(() => this.#asked(request, kind));
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

  /** Bulk imports go on. */
  override async alarm(): Promise<void> {
    if (this.#sandbox.bulkImport.work()) await this.ctx.storage.setAlarm(Date.now());
  }

  async #asked(request: Request, kind: string): Promise<Response> {
    await this.#access.api(request);
    this.#sandbox.traffic.admit(kind);
    return this.#api.fetch(request);
  }

  async #controlled(request: Request): Promise<Response> {
    await this.#access.page(request);
    return this.#control.fetch(request);
  }

  async #page(request: Request): Promise<Response> {
    await this.#access.page(request);
    return this.#pages.fetch(request);
  }

  async #answer(
    work: () => Promise<Response>,
    refused: (no: Refusal) => Response | Promise<Response> = (no) => no.toResponse(),
  ): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      this.#sandbox.objects.forget();
      console.error(
        JSON.stringify({ event: "sandbox-failed", error: error instanceof Error ? error.message : "unknown" }),
      );
      return refused(new Refusal(500, "sandbox-failed", "The sandbox failed. Its log says more."));
    }
  }
}

/** Errors go out of Hono as they are: the Durable Object answers all of them in one place. */
/** What stands behind the path, readable, for faults that are meant for one question only. */
function decodedQuery({ url }: Request): string {
  const { search } = new URL(url);
  try {
    return decodeURIComponent(search);
  } catch {
    return search;
  }
}

function withErrors(app: Hono): Hono {
  app.onError((error) => {
    throw error;
  });
  app.notFound((context) => {
    const path = new URL(context.req.url).pathname.slice(0, 200);
    throw new Refusal(404, "no-route", `The sandbox has nothing at ${context.req.method} ${path}.`);
  });
  return app;
}

/** Lime CRM's own routes. */
function apiRoutes({ objects, files, bulkImport }: Sandboxed): Hono {
  const api = new Hono({ strict: false });

  api.get("/", (context) => {
    const href = apiOf(context.req.raw);
    const links = ["limetype", "limeobject", "query", "file"].map((name) => [`${name}s`, { href: `${href}${name}/` }]);
    return halResponse({ _links: { self: { href }, ...Object.fromEntries(links) } });
  });

  api.get("/limetype", (context) => {
    const href = apiOf(context.req.raw);
    const embedded = (context.req.queries("_embed") ?? []).includes("limetypes.properties");
    const limetypes = [...objects.limetypes.values()].map((limetype) => limetypeAnswer(limetype, href, embedded));
    return halResponse({ _embedded: { limetypes }, _links: { self: { href: context.req.url } } });
  });
  api.get("/limetype/:limetype", (context) => {
    const embedded = (context.req.queries("_embed") ?? []).includes("properties");
    const limetype = objects.limetype(context.req.param("limetype"));
    return halResponse(limetypeAnswer(limetype, apiOf(context.req.raw), embedded));
  });

  api.route("/limeobject", limeobjectRoutes(objects));

  api.get("/query", (context) => Response.json(query(objects, context.req.query("q") ?? null)));

  api.post("/file", async (context) => {
    const file = fileAnswer(await files.store(context.req.raw), apiOf(context.req.raw));
    return halResponse(file, 201);
  });
  api.get("/file/:id", (context) => {
    return halResponse(fileAnswer(files.require(context.req.param("id")), apiOf(context.req.raw)));
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

  const app = new Hono({ strict: false });
  app.route(`${ROOT}/api/v1`, api);
  app.route(`${ROOT}/limepkg-mbeku-bulk-import/bulk-imports`, bulk);
  return withErrors(app);
}
