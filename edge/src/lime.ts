import type { Env } from "./env.ts";
import type { Settings } from "./settings.ts";

/** The Lime CRM that deliveries go to: what `deliver`, `dryRun`, `connect` and `testConnection` take. */
export interface Lime {
  /** "sandbox", or the real one's URL: the key of everything that is kept about it. */
  source: string;
  url: string;
  apiKey: string;
  /** Waits for the rate limit, then asks the sandbox or the configured origin, and no other. Follows no redirects. */
  fetch: typeof fetch;
  /** Fetches a media file, from allowed hosts only. */
  fetchFile: (url: string, signal: AbortSignal) => Promise<Response>;
  mediaHosts: string[];
}

/**
 * The Lime CRM that the settings choose.
 *
 * @param origin Under which the world reaches this worker (`requestOrigin`), for links into the sandbox.
 * @throws {HttpError} 503 `no-lime-crm` when there is neither a Lime CRM nor the sandbox.
 */
export async function currentLime(_env: Env, _origin: string): Promise<Lime & { settings: Settings }> {
  throw new Error("soon");
}

/** The origin under which the world reaches this worker; store it beside what is delivered later. */
export function requestOrigin(env: Env, request: Request): string {
  return env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : new URL(request.url).origin;
}
