import type { MiddlewareHandler } from "hono";
import type { App, Env } from "./env.ts";
import { HttpError } from "./http.ts";

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

async function requireToken(request: Request, tokens: (string | undefined)[]): Promise<void> {
  if (!tokens.some(Boolean)) {
    throw new HttpError(
      503,
      "no-admin-token",
      "this worker has no admin token, so nobody may use this; set one with `wrangler secret put ADMIN_TOKEN`",
    );
  }
  const given = bearerToken(request);
  const matches = await Promise.all(tokens.map((token) => sameSecret(given, token ?? "")));
  if (!matches.includes(true)) {
    throw new HttpError(
      401,
      "unauthorized",
      "the admin token is missing or wrong; send it as `Authorization: Bearer <token>`",
      {},
      { "WWW-Authenticate": "Bearer" },
    );
  }
}

/** Requires `Authorization: Bearer <ADMIN_TOKEN>`. */
export const adminOnly: MiddlewareHandler<App> = async (c, next) => {
  await requireToken(c.req.raw, [c.env.ADMIN_TOKEN]);
  await next();
};

/** Requires the admin token or the token for metrics. */
export const metricsOnly: MiddlewareHandler<App> = async (c, next) => {
  await requireToken(c.req.raw, [c.env.ADMIN_TOKEN, c.env.METRICS_TOKEN]);
  await next();
};

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
