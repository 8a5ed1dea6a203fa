import { type LimeCrm, limeUrlProblem } from "userlike-limeobject/delivery";
import type { LimeCrmAccess, Rate, Settings } from "../../../contract/settings.ts";
import { type Env, sandboxOf, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { count } from "../platform/metrics.ts";
import { timing } from "../platform/variables.ts";
import type { Priority, RateLimitStatus } from "./rate-limit.ts";
import { rateLimitedFetch } from "./rate-limited-fetch.ts";

/** Access to the Lime CRM that deliveries go to. */
export interface LimeClient {
  /** "sandbox", or the URL of the real one: the key of everything that is stored about it. */
  source: string;
  settings: Settings;
  /** Options of `deliver`, `dryRun`, `connect`, `testConnection` and `fetchLimetypes`. */
  crm: LimeCrm & { fetch: typeof fetch; timeout: number };
  /** Options of `deliver` and `dryRun`: the hosts that media files may be fetched from, and the time that they have. */
  files: { mediaHosts: string[]; fileTimeout: number };
}

/** The sandbox is addressed as the application "sandbox" under the worker's own origin. */
const SANDBOX = "sandbox";

const SANDBOX_CLOSED =
  "this worker is not on your own machine, and its sandbox has no API key, so the sandbox is closed; enter a Lime CRM in the settings, or set a key with `wrangler secret put SANDBOX_API_KEY --config sandbox/wrangler.jsonc`";

/** Timeout of a request including the wait for a slot: more than the period of a rate limit, in milliseconds. */
const SLOT_AND_REQUEST_TIMEOUT = 600_000;

/**
 * Returns a client for the Lime CRM of the settings.
 *
 * @param origin Origin of the worker for the outside (`publicOrigin`), for links into the sandbox.
 * @throws {HttpError} 503 `no-lime-crm` without Lime CRM and sandbox, `sandbox-closed`.
 */
export async function currentLime(env: Env, origin: string, priority: Priority = "interactive"): Promise<LimeClient> {
  const settings = await workspaceOf(env).settings();
  const lime = await limeClient(env, settings, origin, priority);
  if (lime !== null) return lime;
  if (settings.sandbox) throw new HttpError(503, "sandbox-closed", SANDBOX_CLOSED);
  throw new HttpError(503, "no-lime-crm", "no Lime CRM is configured; enter its URL and API key: PUT /api/settings");
}

/** Returns a client for the Lime CRM of these settings; null without Lime CRM and sandbox, or when the sandbox is closed. */
export async function limeClient(
  env: Env,
  settings: Settings,
  origin: string,
  priority: Priority = "interactive",
): Promise<LimeClient | null> {
  const { lime, rateLimit: rate, mediaHosts } = settings;
  const files = { mediaHosts, fileTimeout: timing(env).requestTimeout };
  const sandbox = sandboxOf(env);
  if (settings.sandbox && sandbox !== undefined) {
    const apiKey = await sandbox.apiKey(origin);
    if (apiKey === null) return null;
    const access = { url: sandboxUrl(origin), apiKey };
    const crm = connection(env, access, { server: SANDBOX, rate, priority }, (request) => sandbox.fetch(request));
    return { source: SANDBOX, settings, crm, files };
  }
  if (lime === null) return null;
  return { source: lime.url, settings, crm: realCrm(env, lime, rate, priority), files };
}

/** Returns the state of the rate limit of the Lime CRM of the settings; null without Lime CRM and sandbox. */
export async function currentRateLimit(env: Env): Promise<RateLimitStatus | null> {
  const { sandbox, lime, rateLimit } = await workspaceOf(env).settings();
  const server = sandbox && sandboxOf(env) !== undefined ? SANDBOX : lime && serverOf(lime);
  return server === null ? null : await env.RATE_LIMIT.getByName(server).status(rateLimit);
}

/**
 * Address of the sandbox, for links. Requests go through the binding and never leave the worker, but the package accepts http for the
 * own machine only: at another origin the links begin with https.
 */
function sandboxUrl(origin: string): string {
  const url = `${origin}/${SANDBOX}`;
  return limeUrlProblem(url) === undefined ? url : url.replace(/^http:/, "https:");
}

/** Returns the options for a real Lime CRM, which need not be the one of the settings. */
export function realCrm(
  env: Env,
  access: LimeCrmAccess,
  rate: Rate,
  priority: Priority = "interactive",
): LimeClient["crm"] {
  return connection(env, access, { server: serverOf(access), rate, priority }, (request) => fetch(request));
}

const serverOf = ({ url }: LimeCrmAccess): string => new URL(url).origin;

function connection(
  env: Env,
  { url, apiKey }: LimeCrmAccess,
  limit: { server: string; rate: Rate; priority: Priority },
  send: (request: Request) => Promise<Response>,
): LimeClient["crm"] {
  const timeout = timing(env).requestTimeout;
  const fetch = rateLimitedFetch(env, { ...limit, timeout }, counted(restrictedTo(url, send)));
  return { url, apiKey, fetch, timeout: SLOT_AND_REQUEST_TIMEOUT };
}

/** Rejects requests to any address outside `url`, so that neither the key nor an answer can leak. */
function restrictedTo(url: string, send: (request: Request) => Promise<Response>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: "manual" });
    if (!request.url.startsWith(`${url}/`))
      throw new Error("a request to another address than Lime CRM's was rejected");
    return send(request);
  };
}

function counted(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    let status = "none";
    try {
      const response = await send(input, init);
      status = String(response.status);
      return response;
    } finally {
      count("userlike_limeobject_lime_requests_total", { method: init?.method ?? "GET", status });
    }
  };
}
