// Faults of searches: they change the search before it is made, or its result.

import { addressOf } from "./address.ts";
import type { Fault } from "./fault.ts";
import { descriptive } from "./hal.ts";
import type { Json } from "./json.ts";
import { propertyOf } from "./limetypes.ts";
import type { ObjectStore } from "./object-store.ts";
import type { StoredValues } from "./values.ts";

const PAGING = ["_limit", "_offset", "_sort", "_embed"];

/** The request for a search that the fault changes; other requests as they are. */
export function withSearchFault(fault: Fault, request: Request): Request {
  const { ignoreFilters, maxResults, indexLag } = fault;
  if (ignoreFilters === undefined && maxResults === undefined && indexLag === undefined) return request;
  if (request.method !== "GET") return request;
  const url = new URL(request.url);
  const { path } = addressOf(request);
  if (/^\/api\/v1\/query\/?$/.test(path)) {
    const query = parsedQuery(url);
    if (!query) return request;
    url.searchParams.set("q", JSON.stringify(changedQuery(query, fault)));
  } else if (/^\/api\/v1\/limeobject\/[^/]+\/?$/.test(path)) {
    changeList(url.searchParams, fault);
  } else {
    return request;
  }
  return new Request(url, { headers: request.headers });
}

function parsedQuery(url: URL): Json | undefined {
  try {
    const query: unknown = JSON.parse(url.searchParams.get("q") ?? "");
    return typeof query === "object" && query !== null ? (query as Json) : undefined;
  } catch {
    return undefined;
  }
}

function changedQuery(query: Json, { ignoreFilters, maxResults, indexLag }: Fault): Json {
  const changed = { ...query };
  if (ignoreFilters) delete changed.filter;
  if (indexLag !== undefined) {
    const isOld = { key: "_createdtime", op: "<=", exp: timeBefore(indexLag) };
    changed.filter = changed.filter == null ? isOld : { op: "AND", exp: [changed.filter, isOld] };
  }
  if (maxResults !== undefined) changed.limit = limited(changed.limit, maxResults);
  return changed;
}

function changeList(parameters: URLSearchParams, { ignoreFilters, maxResults, indexLag }: Fault): void {
  if (ignoreFilters) {
    for (const name of [...parameters.keys()]) if (!PAGING.includes(name)) parameters.delete(name);
  }
  if (indexLag !== undefined) parameters.set("max-_createdtime", timeBefore(indexLag));
  if (maxResults !== undefined) {
    const limit = parameters.get("_limit");
    parameters.set("_limit", String(limited(limit === null ? undefined : Number(limit), maxResults)));
  }
}

const timeBefore = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();

const limited = (limit: unknown, max: number): number => (typeof limit === "number" ? Math.min(limit, max) : max);

/** The result of a query with its `belongsto` relations as objects or as descriptive texts instead of ids. */
export function withRelations(
  form: "objects" | "texts",
  request: Request,
  objects: ObjectStore,
  result: unknown,
): unknown {
  const limetype = objects.limetypes.get(String(parsedQuery(new URL(request.url))?.limetype));
  const list = (result as { objects?: Json[] }).objects;
  if (!limetype || !Array.isArray(list)) return result;
  const shown = (name: string, value: unknown): unknown => {
    const property = propertyOf(limetype, name);
    if (property?.type !== "belongsto" || typeof value !== "number") return value;
    const related = objects.limetype(property.relatedType ?? "");
    const row = objects.get(related, value);
    const text = row ? descriptive(related, JSON.parse(row.data) as StoredValues) : "";
    return form === "objects" ? { _id: value, _descriptive: text } : text;
  };
  return {
    objects: list.map((object) =>
      Object.fromEntries(Object.entries(object).map(([name, value]) => [name, shown(name, value)])),
    ),
  };
}
