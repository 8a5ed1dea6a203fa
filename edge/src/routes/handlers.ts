import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as v from "valibot";
import type { Raw, RouteName, RouteParams, RouteResponse } from "../../../contract/routes.ts";
import { authorize } from "../platform/auth.ts";
import { bodyObject } from "../platform/body.ts";
import type { App, Caller, Env } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { ROUTES, routeSchema } from "./schemas/routes.ts";

/** Size limit of JSON bodies that are not payloads, in bytes. */
const MAX_JSON_BYTES = 64 * 1024;

type Table = typeof ROUTES;
type Fields = Record<string, v.GenericSchema<string | undefined, unknown>>;
type Parsed<F> = F extends Fields ? v.InferOutput<v.ObjectSchema<F, undefined>> : Record<never, never>;
type QueryOf<R extends RouteName> = Table[R] extends { query: infer Query } ? Parsed<Query> : Record<never, never>;
type BodyOf<R extends RouteName> = Table[R] extends { body: infer Body extends v.GenericSchema }
  ? v.InferOutput<Body>
  : undefined;

/** A request whose address and JSON body are valid. */
export interface ValidRequest<R extends RouteName> {
  c: Context<App>;
  env: Env;
  /** Whom the token belongs to; of routes that need one. */
  caller: Caller;
  /** The request itself, for bodies that no schema describes. */
  raw: Request;
  params: RouteParams<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
}

/** An answer: JSON of the contract's type, or a response of bytes. */
export type Answer<R extends RouteName> =
  RouteResponse<R> extends Raw
    ? Response
    : { json: RouteResponse<R>; status?: ContentfulStatusCode; headers?: Record<string, string> } | Response;

export type Handler<R extends RouteName> = (request: ValidRequest<R>) => Promise<Answer<R>>;

/** Handlers of some routes, by name. */
export type Handlers<R extends RouteName> = { [Name in R]: Handler<Name> };

type Issues = [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]];

/** Describes an invalid JSON body. */
export type BodyError = (issues: Issues, body: Record<string, unknown>, env: Env) => HttpError | Promise<HttpError>;

/** Routes with an error of their own. Default: `invalid-option` with the first issue. */
export type BodyErrors = { [R in RouteName]?: BodyError };

/** Adds all routes of the contract to the application. */
export function addRoutes(app: Hono<App>, handlers: Handlers<RouteName>, bodyErrors: BodyErrors): void {
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const [method, path] = name.split(" ") as [string, string];
    const { aliases = [] } = routeSchema(name);
    app.on(method, [path, ...aliases], authorize(name), (c) =>
      handle(name, handlers[name] as Handler<RouteName>, bodyErrors[name] ?? bodyError, c),
    );
  }
}

async function handle(
  name: RouteName,
  handler: Handler<RouteName>,
  toError: BodyError,
  c: Context<App>,
): Promise<Response> {
  const schema = routeSchema(name);
  const params = parseFields(schema.params, (field) => c.req.param(field));
  const query = parseFields(schema.query, (field) => c.req.query(field));
  const body = isSchema(schema.body) ? await parseBody(schema.body, toError, c) : undefined;
  const request = {
    c,
    env: c.env,
    caller: c.get("caller"),
    raw: c.req.raw,
    params,
    query,
    body,
  } as unknown as ValidRequest<RouteName>;
  const answer = await handler(request);
  if (answer instanceof Response) return answer;
  return c.json(answer.json, answer.status ?? schema.status ?? 200, answer.headers);
}

const isSchema = (body: object | undefined): body is v.GenericSchema => body !== undefined && "~standard" in body;

function parseFields(fields: Fields | undefined, read: (name: string) => string | undefined): Record<string, unknown> {
  const parsed: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(fields ?? {})) {
    const text = read(name);
    if (text === undefined && schema.type === "exact_optional") continue;
    const result = v.safeParse(schema, text);
    if (!result.success) throw invalidOption(name, result.issues[0].message);
    parsed[name] = result.output;
  }
  return parsed;
}

async function parseBody(schema: v.GenericSchema, toError: BodyError, c: Context<App>): Promise<unknown> {
  const body = await bodyObject(c.req.raw, MAX_JSON_BYTES);
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw await toError(result.issues, body, c.env);
}

function bodyError([{ path, message }]: Issues): HttpError {
  const key = path?.map(({ key }) => String(key)).join(".");
  return invalidOption(key ? JSON.stringify(key) : "the body", message);
}

/** An option that is not allowed. @param expected Completes "<name> must be …". */
export function invalidOption(name: string, expected: string): HttpError {
  return new HttpError(422, "invalid-option", `${name} must be ${expected}`);
}
