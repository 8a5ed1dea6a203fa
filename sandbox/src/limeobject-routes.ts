// The limeobject API: read, write, filter, sort, page, follow relations.

import { type Context, Hono } from "hono";
import { apiUrl } from "./address.ts";
import { ApiError } from "./api-error.ts";
import { condition, type Operator, orderTerm } from "./conditions.ts";
import { halObject, halResponse, PAGE, relatedRows, relationOf } from "./hal.ts";
import type { Json } from "./json.ts";
import { belongstoOf, isRelation, type Limetype, propertyOf } from "./limetypes.ts";
import type { ObjectRow, ObjectStore, Sql } from "./object-store.ts";
import { readJson } from "./request-body.ts";
import { parseFilterText, parseValues } from "./values.ts";

const MAX_BODY = 4_000_000;
const DEFAULT_LIMIT = 10;

const jsonBody = (request: Request): Promise<unknown> => readJson(request, MAX_BODY);

function requirePermission(limetype: Limetype, action: keyof Limetype["acl"]): void {
  if (limetype.acl[action]) return;
  throw new ApiError(403, "not-allowed", `This user may not ${action} objects of the limetype "${limetype.name}".`);
}

export function limeobjectRoutes(objects: ObjectStore): Hono {
  const routes = new Hono({ strict: false });

  const limetypeOf = (context: Context, action: keyof Limetype["acl"]): Limetype => {
    const limetype = objects.limetype(context.req.param("limetype") ?? "");
    requirePermission(limetype, action);
    return limetype;
  };
  const rowOf = (context: Context, limetype: Limetype): ObjectRow => {
    const text = context.req.param("id") ?? "";
    const row = /^\d{1,15}$/.test(text) ? objects.get(limetype, Number(text)) : undefined;
    if (row) return row;
    throw new ApiError(404, "object-not-found", `There is no "${limetype.name}" with the id ${text.slice(0, 32)}.`);
  };

  routes.get("/:limetype", (context) => {
    return list(objects, limetypeOf(context, "read"), context.req.raw, []);
  });

  routes.post("/:limetype", async (context) => {
    const limetype = limetypeOf(context, "create");
    const body = await jsonBody(context.req.raw);
    const row = objects.create(limetype, parseValues(limetype, body, true, objects));
    const api = apiUrl(context.req.raw);
    const location = `${api}limeobject/${limetype.name}/${row._id}/`;
    return halResponse(halObject(objects, limetype, row, api), 201, { location });
  });

  routes.get("/:limetype/:id", (context) => {
    const limetype = limetypeOf(context, "read");
    const row = rowOf(context, limetype);
    const embed = embedOf(limetype, new URL(context.req.url).searchParams);
    return halResponse(halObject(objects, limetype, row, apiUrl(context.req.raw), embed));
  });

  routes.put("/:limetype/:id", async (context) => {
    const limetype = limetypeOf(context, "update");
    rowOf(context, limetype);
    const body = await jsonBody(context.req.raw);
    // Read again: the object may have changed while the body arrived.
    const row = rowOf(context, limetype);
    const changed = objects.update(limetype, row, parseValues(limetype, body, false, objects));
    return halResponse(halObject(objects, limetype, changed, apiUrl(context.req.raw)));
  });

  routes.delete("/:limetype/:id", (context) => {
    const limetype = limetypeOf(context, "delete");
    objects.delete(limetype, rowOf(context, limetype)._id);
    return new Response(null, { status: 204 });
  });

  routes.get("/:limetype/:id/:relation", (context) => {
    const limetype = limetypeOf(context, "read");
    const row = rowOf(context, limetype);
    const property = relationOf(limetype, context.req.param("relation"));
    const related = objects.limetype(property.relatedType ?? "");
    requirePermission(related, "read");
    if (property.type === "belongsto" || property.type === "hasone") {
      const [found] = relatedRows(objects, limetype, row, property).rows;
      if (!found) {
        const message = `The "${property.name}" of the ${limetype.name} ${row._id} is empty.`;
        throw new ApiError(404, "relation-empty", message);
      }
      const embed = embedOf(related, new URL(context.req.url).searchParams);
      return halResponse(halObject(objects, related, found, apiUrl(context.req.raw), embed));
    }
    const near = belongstoOf(objects.limetypes, limetype, property);
    const pointing = near ? { text: `${objects.column(related, near)} = ?`, bindings: [row._id] } : undefined;
    return list(objects, related, context.req.raw, [pointing ?? { text: "0", bindings: [] }]);
  });

  return routes;
}

/** The relations of `_embed`, which may be repeated, or have several names separated by commas. */
function embedOf(limetype: Limetype, parameters: URLSearchParams): string[] {
  const names = parameters
    .getAll("_embed")
    .flatMap((text) => text.split(","))
    .map((name) => name.trim().replace(/^limeobjects\./, ""))
    .filter((name) => name !== "");
  for (const name of names) {
    const property = propertyOf(limetype, name);
    if (property && isRelation(property)) continue;
    const message = `\`_embed\` names relations; the limetype "${limetype.name}" has none that is called "${name.slice(0, 64)}".`;
    throw new ApiError(400, "bad-embed", message);
  }
  return [...new Set(names)];
}

function wholeNumber(parameters: URLSearchParams, name: string, fallback: number): number {
  const text = parameters.get(name);
  if (text === null) return fallback;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ApiError(400, "bad-parameter", `The parameter \`${name}\` has to be a whole number from 0.`);
}

function list(objects: ObjectStore, limetype: Limetype, request: Request, scope: readonly Sql[]): Response {
  const url = new URL(request.url);
  const parameters = url.searchParams;
  const limit = Math.min(wholeNumber(parameters, "_limit", DEFAULT_LIMIT), PAGE);
  const offset = wholeNumber(parameters, "_offset", 0);
  const embed = embedOf(limetype, parameters);
  const order = parameters
    .getAll("_sort")
    .flatMap((text) => text.split(","))
    .filter((name) => name !== "")
    .map((name) => orderTerm(objects, limetype, name.replace(/^[-+ ]/, ""), name.startsWith("-")));
  const filters = [...parameters]
    .filter(([name]) => !["_limit", "_offset", "_sort", "_embed"].includes(name))
    .map(([name, text]) => filter(objects, limetype, name, text));
  // One more than the limit, to know whether there is a next page.
  const rows = objects.select(limetype, { where: [...scope, ...filters], order, limit: limit + 1, offset });
  const api = apiUrl(request);
  const links: Json = { self: { href: url.href } };
  if (rows.length > limit && limit > 0) {
    url.searchParams.set("_limit", String(limit));
    url.searchParams.set("_offset", String(offset + limit));
    links.next = { href: url.href };
  }
  const limeobjects = rows.slice(0, limit).map((row) => halObject(objects, limetype, row, api, embed));
  return halResponse({ _embedded: { limeobjects }, _links: links });
}

/** `name=value`, `min-name=value`, `max-name=value`. */
function filter(objects: ObjectStore, limetype: Limetype, name: string, text: string): Sql {
  const [, bound, rest] = /^(min|max)-(.+)$/.exec(name) ?? [];
  const operator: Operator = bound === "min" ? ">=" : bound === "max" ? "<=" : "=";
  return condition(objects, limetype, rest ?? name, operator, (property) => parseFilterText(property, text));
}
