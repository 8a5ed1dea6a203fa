// The API always requires the key, as Lime CRM does. On the own machine the key is public, and pages and control routes
// are open, so that a link in a fresh checkout opens. Elsewhere a secret key must be configured, and pages and control
// routes require it, too: as the header, or as the password that a browser prompts for.

import { ApiError } from "./api-error.ts";
import { type ApiKey, apiKeyFor } from "./api-key.ts";

/** @throws {ApiError} 401, or 503 when the sandbox is closed */
export async function requireApiKey(request: Request, configured: string | undefined): Promise<void> {
  const { key } = expectedKey(request, configured);
  if (await isSameSecret(request.headers.get("x-api-key") ?? "", key)) return;
  throw new ApiError(401, "unauthorized", "The API key is missing or wrong. Send it with the header `x-api-key`.");
}

/** Checks requests to pages and control routes. @throws {ApiError} 401, 403, or 503 when the sandbox is closed */
export async function requirePassword(request: Request, configured: string | undefined): Promise<void> {
  requireSameOrigin(request);
  const { key, secret } = expectedKey(request, configured);
  if (!secret || (await isSameSecret(password(request), key))) return;
  if (await isSameSecret(request.headers.get("x-api-key") ?? "", key)) return;
  const message = "Enter the sandbox's API key as the password; the user's name doesn't matter.";
  const challenge = 'Basic realm="Sandbox Lime CRM", charset="UTF-8"';
  throw new ApiError(401, "unauthorized", message, [], { "www-authenticate": challenge });
}

function expectedKey(request: Request, configured: string | undefined): ApiKey {
  const key = apiKeyFor(configured, request.url);
  if (key) return key;
  const message =
    "The sandbox is closed: it is not on your own machine and has no API key. Set one with `wrangler secret put SANDBOX_API_KEY`.";
  throw new ApiError(503, "sandbox-closed", message);
}

/** Other web sites may link to the sandbox, but not change anything from a visitor's browser. */
function requireSameOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const isCrossOrigin = origin !== null && origin !== new URL(request.url).origin;
  if (request.method === "GET" || request.method === "HEAD" || !isCrossOrigin) return;
  throw new ApiError(403, "foreign-origin", "Requests from other web sites are not accepted.");
}

function password(request: Request): string {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!encoded) return "";
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
    return text.slice(text.indexOf(":") + 1);
  } catch {
    return "";
  }
}

/** Compares digests of equal length, all of their bytes, so that the time taken says nothing about the secret. */
async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [a, b] = await Promise.all([given, expected].map(digest));
  let difference = 0;
  for (const [at, byte] of (a ?? []).entries()) difference |= byte ^ (b?.[at] ?? 0);
  return difference === 0 && expected !== "";
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
