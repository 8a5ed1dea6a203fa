// The requests of the contract as URLs and bodies. Addresses are relative to the page: "api/settings".

import type { Raw, RouteName, Routes } from "../../../contract/routes.ts";

/** Parts of a request that the contract asks for, and headers and signal. */
export type RouteRequest<R extends RouteName> = {
  headers?: Record<string, string>;
  signal?: AbortSignal;
} & (Routes[R] extends { params: infer Params } ? { params: Params } : object) &
  (Routes[R] extends { query: infer Query }
    ? Partial<Query> extends Query
      ? { query?: Query }
      : { query: Query }
    : object) &
  (Routes[R] extends { body: infer Body } ? { body: [Body] extends [Raw] ? BodyInit : Body } : object);

/** Optional where the contract requires nothing. */
export type RouteArguments<R extends RouteName> =
  object extends RouteRequest<R> ? [request?: RouteRequest<R>] : [request: RouteRequest<R>];

interface UntypedRequest {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Returns the arguments of `fetch` for a route. */
export function toFetch<R extends RouteName>(route: R, request: RouteRequest<R> | undefined): [string, RequestInit] {
  const { params = {}, query = {}, body, headers = {}, signal } = (request ?? {}) as UntypedRequest;
  const [method = "GET", path = ""] = route.split(" ");
  const address = path.replace(/^\//, "").replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, typeof value === "boolean" ? String(Number(value)) : String(value));
  }
  const init: RequestInit = { method, headers };
  if (signal !== undefined) init.signal = signal;
  if (body !== undefined) {
    init.body = isBodyInit(body) ? body : JSON.stringify(body);
    init.headers = { "Content-Type": "application/json", ...headers };
  }
  return [search.size === 0 ? address : `${address}?${search}`, init];
}

const isBodyInit = (body: unknown): body is BodyInit =>
  typeof body === "string" || body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body);
