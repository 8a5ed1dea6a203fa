import type { LimeCrm } from "userlike-limeobject/delivery";
import { type Env, sandboxOf, workspaceOf } from "./env.ts";
import { HttpError } from "./http.ts";
import { limited } from "./limited.ts";
import type { Lane, Rate } from "./limiter.ts";
import { fetchMedia } from "./media.ts";
import { count } from "./metrics.ts";
import type { Settings } from "./settings.ts";
import { timing } from "./timing.ts";

/** The Lime CRM that deliveries go to. */
export interface Lime {
  /** "sandbox", or the real one's URL: the key of everything that is kept about it. */
  source: string;
  settings: Settings;
  /** What `deliver`, `dryRun`, `connect`, `testConnection` and `fetchLimetypes` take. */
  crm: LimeCrm & { fetch: typeof fetch; timeout: number };
  /** Media files, from the hosts that the settings allow: for `deliver`. */
  fetchFile: (url: string, signal: AbortSignal | undefined) => Promise<Response>;
}

/** The sandbox's URL, for the worker itself, is that of the application "sandbox" under its own origin. */
const SANDBOX = "sandbox";

const SANDBOX_CLOSED =
  "this worker is not on your own machine, and its sandbox has no API key, so the sandbox is closed; enter a Lime CRM in the settings, or set a key with `wrangler secret put SANDBOX_API_KEY --config sandbox/wrangler.jsonc`";

/** How long a request may take with the time that it waits for its turn: a rate limit's whole period, and a little more. */
const TURN_AND_ANSWER_TIME = 600_000;

/**
 * The Lime CRM that the settings choose.
 *
 * @param origin Under which the world reaches this worker (`requestOrigin`), for links into the sandbox.
 * @throws {HttpError} 503 `no-lime-crm` when there is neither a Lime CRM nor the sandbox, `sandbox-closed`.
 */
export async function currentLime(env: Env, origin: string, lane: Lane = "now"): Promise<Lime> {
  const settings = await workspaceOf(env).settings();
  const lime = await limeOf(env, settings, origin, lane);
  if (lime !== null) return lime;
  if (settings.sandbox) throw new HttpError(503, "sandbox-closed", SANDBOX_CLOSED);
  throw new HttpError(503, "no-lime-crm", "no Lime CRM is set; enter its URL and API key: PUT /api/settings");
}

/** The Lime CRM of these settings; null when there is neither one nor the sandbox, or the sandbox is closed. */
export async function limeOf(env: Env, settings: Settings, origin: string, lane: Lane = "now"): Promise<Lime | null> {
  const fetchFile: Lime["fetchFile"] = (url, signal) => fetchMedia(url, settings.mediaHosts, signal);
  const sandbox = sandboxOf(env);
  if (settings.sandbox && sandbox !== undefined) {
    const apiKey = await sandbox.apiKey(origin);
    if (apiKey === null) return null;
    const lime = { url: `${origin}/${SANDBOX}`, apiKey };
    const crm = crmOf(env, lime, { key: SANDBOX, rate: settings.rateLimit, lane }, (request) => sandbox.fetch(request));
    return { source: SANDBOX, settings, crm, fetchFile };
  }
  if (settings.lime === null) return null;
  return { source: settings.lime.url, settings, crm: realCrm(env, settings.lime, settings.rateLimit, lane), fetchFile };
}

/** A real Lime CRM, which need not be that of the settings. */
export function realCrm(env: Env, lime: { url: string; apiKey: string }, rate: Rate, lane: Lane = "now"): Lime["crm"] {
  return crmOf(env, lime, { key: new URL(lime.url).origin, rate, lane }, (request) => fetch(request));
}

function crmOf(
  env: Env,
  { url, apiKey }: { url: string; apiKey: string },
  limit: { key: string; rate: Rate; lane: Lane },
  send: (request: Request) => Promise<Response>,
): Lime["crm"] {
  const fetch = limited(env, { ...limit, timeout: timing(env).answer }, counted(within(url, send)));
  return { url, apiKey, fetch, timeout: TURN_AND_ANSWER_TIME };
}

/** The origin under which the world reaches this worker; store it beside what is delivered later. */
export function requestOrigin(env: Env, request: Request): string {
  return new URL(env.PUBLIC_URL || request.url).origin;
}

/** Whoever makes the worker ask for another address than the Lime CRM's gets nothing: neither an answer nor the key. */
function within(url: string, send: (request: Request) => Promise<Response>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: "manual" });
    if (!request.url.startsWith(`${url}/`)) throw new Error("a request to another address than Lime CRM's was refused");
    return send(request);
  };
}

function counted(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    let status = "none";
    try {
      const answer = await send(input, init);
      status = String(answer.status);
      return answer;
    } finally {
      count("userlike_limeobject_lime_requests_total", { method: init?.method ?? "GET", status });
    }
  };
}
