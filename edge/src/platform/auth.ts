import type { Context, MiddlewareHandler } from "hono";
import { ACCESS, type Access, ADMINISTRATOR_PARAMETERS } from "../../../contract/roles.ts";
import type { RouteName } from "../../../contract/routes.ts";
import { type App, type Caller, type Env, workspaceOf } from "./env.ts";
import { HttpError } from "./http.ts";
import { hashOf, parseOperatorToken } from "./operator-token.ts";

/** Compares in constant time: digests of equal length are compared, not the texts. */
export async function sameSecret(given: string, expected: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [a, b] = await Promise.all(
    [given, expected].map((text) => crypto.subtle.digest("SHA-256", encoder.encode(text))),
  );
  return expected !== "" && crypto.subtle.timingSafeEqual(a as ArrayBuffer, b as ArrayBuffer);
}

function bearerToken(request: Request): string {
  return /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

/** Requires what `ACCESS` says of a route, and keeps whom the token belongs to. API keys and secrets are checked by their routes. */
export function authorize(route: RouteName): MiddlewareHandler<App> {
  const access: Access = ACCESS[route];
  const reserved = ADMINISTRATOR_PARAMETERS[route] ?? [];
  return async (c, next) => {
    if (access === "metrics") await requireMetricsToken(c.req.raw, c.env);
    else if (access === "administrator" || access === "operator") {
      const caller = await authenticate(c.req.raw, c.env);
      const parameter = reserved.find((name) => c.req.query(name) !== undefined);
      if (access === "administrator") requireAdministrator(caller, route);
      else if (parameter !== undefined) requireAdministrator(caller, `the parameter ${parameter}`);
      c.set("caller", caller);
    }
    await next();
  };
}

/** Requires the administrator's token where there is no route. */
export async function administratorOnly({ req, env }: Context<App>): Promise<void> {
  requireAdministrator(await authenticate(req.raw, env), `${req.method} ${req.path}`);
}

/** @throws {HttpError} 403 `not-permitted` for an operator. `what` completes "… is for the administrator". */
export function requireAdministrator({ role }: Caller, what: string): void {
  if (role === "administrator") return;
  throw new HttpError(
    403,
    "not-permitted",
    `${what} is for the administrator; an operator's token previews and sends conversations, and reads what became of one`,
  );
}

async function authenticate(request: Request, env: Env): Promise<Caller> {
  requireConfigured(env.ADMIN_TOKEN);
  const given = bearerToken(request);
  if (await sameSecret(given, env.ADMIN_TOKEN ?? "")) return { role: "administrator", name: null };
  const token = parseOperatorToken(given);
  const use = token && (await workspaceOf(env).useOperator(token.id, await hashOf(token.secret)));
  if (!use) throw unauthorized("the token is missing, wrong or revoked");
  if (use.waitSeconds === 0) return { role: "operator", name: use.name };
  const message = `this operator's token was used too often within a minute; try again in ${use.waitSeconds} seconds`;
  throw new HttpError(429, "too-many-requests", message, {}, { "Retry-After": String(use.waitSeconds) });
}

async function requireMetricsToken(request: Request, env: Env): Promise<void> {
  const tokens = [env.ADMIN_TOKEN, env.METRICS_TOKEN];
  requireConfigured(...tokens);
  const given = bearerToken(request);
  const matches = await Promise.all(tokens.map((token) => sameSecret(given, token ?? "")));
  if (!matches.includes(true)) throw unauthorized("the admin token is missing or wrong");
}

function requireConfigured(...tokens: (string | undefined)[]): void {
  if (tokens.some(Boolean)) return;
  throw new HttpError(
    503,
    "no-admin-token",
    "this worker has no admin token, so nobody may use this; set one with `wrangler secret put ADMIN_TOKEN`",
  );
}

const unauthorized = (what: string): HttpError =>
  new HttpError(
    401,
    "unauthorized",
    `${what}; send it as \`Authorization: Bearer <token>\``,
    {},
    { "WWW-Authenticate": "Bearer" },
  );

/**
 * Checks the `x-api-key` of Userlike's Lime CRM add-on.
 *
 * @throws {HttpError} 401 `unauthorized`
 */
export async function checkInboundKey(request: Request, env: Env, limeApiKey: string): Promise<void> {
  if (await sameSecret(request.headers.get("x-api-key") ?? "", env.INBOUND_API_KEY || limeApiKey)) return;
  throw new HttpError(
    401,
    "unauthorized",
    "the API key is missing or wrong; enter the key of this worker (INBOUND_API_KEY, or else Lime CRM's) in Userlike's add-on",
  );
}
