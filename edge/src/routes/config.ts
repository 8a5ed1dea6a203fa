import { ConfigError, type Problem } from "userlike-limeobject";
import type { ConfigurationVersion } from "../../../contract/configurations.ts";
import { limeClient } from "../crm/lime-client.ts";
import type { SavedLimetypes } from "../crm/limetypes.ts";
import { checkConfiguration } from "../crm/mapper.ts";
import type { SavedConfiguration } from "../objects/workspace/types.ts";
import { bodyText } from "../platform/body.ts";
import { type Env, publicOrigin, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import type { Handlers } from "./handlers.ts";

const MAX_BYTES = 1024 * 1024;

export const config: Handlers<
  | "GET /api/config"
  | "PUT /api/config"
  | "GET /api/config/versions"
  | "GET /api/config/versions/:version"
  | "POST /api/config/versions/:version/restore"
> = {
  "GET /api/config": async ({ env, raw }) => {
    const saved = await workspaceOf(env).configuration();
    if (saved === null) {
      throw new HttpError(409, "changed", "the configuration was changed in the meantime; try again");
    }
    return answer(saved, problemsOf(saved.text, await knownLimetypes(env, raw)));
  },
  /** `If-Match` with the version that was read prevents two administrators from overwriting each other's changes. */
  "PUT /api/config": async ({ c, env, raw }) => {
    const text = await bodyText(raw, MAX_BYTES);
    return answer(...(await save(env, raw, text, expectedVersion(c.req.header("if-match")), null)));
  },
  "GET /api/config/versions": async ({ env }) => ({ json: { versions: await workspaceOf(env).configurations() } }),
  "GET /api/config/versions/:version": async ({ env, params: { version } }) => answer(await savedVersion(env, version)),
  "POST /api/config/versions/:version/restore": async ({ env, raw, params }) => {
    const { version, text } = await savedVersion(env, params.version);
    return answer(...(await save(env, raw, text, null, version)));
  },
};

async function save(
  env: Env,
  request: Request,
  text: string,
  basedOn: number | null,
  restoredFrom: number | null,
): Promise<[SavedConfiguration, readonly Problem[]]> {
  const warnings = checkConfiguration(text, await knownLimetypes(env, request));
  const saved = await workspaceOf(env).saveConfiguration(text, basedOn, restoredFrom);
  if (saved !== null) return [saved, warnings];
  throw new HttpError(
    412,
    "changed",
    "another version was saved in the meantime; read it, then save yours on top of it",
  );
}

function answer({ version, text, savedAt }: SavedConfiguration, problems: readonly Problem[] = []) {
  const json: ConfigurationVersion = { version, savedAt, problems, config: JSON.parse(text) };
  return { json, headers: { ETag: `"${version}"` } };
}

/** Problems against the current limetypes, which may have changed since the configuration was accepted. */
function problemsOf(text: string, limetypes: SavedLimetypes | null): readonly Problem[] {
  try {
    return checkConfiguration(text, limetypes);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** The limetypes of the Lime CRM in use; null when they were never fetched, which must not prevent editing. */
async function knownLimetypes(env: Env, request: Request): Promise<SavedLimetypes | null> {
  const workspace = workspaceOf(env);
  const lime = await limeClient(env, await workspace.settings(), publicOrigin(env, request));
  if (lime === null) return null;
  return (await workspace.limetypes(lime.source)) ?? (await workspace.fetchLimetypes(false)).limetypes;
}

async function savedVersion(env: Env, version: number): Promise<SavedConfiguration> {
  const saved = await workspaceOf(env).configuration(version);
  if (saved !== null) return saved;
  throw new HttpError(
    404,
    "no-such-version",
    "this version does not exist, or is no longer stored; GET /api/config/versions lists them",
  );
}

function expectedVersion(header: string | undefined): number | null {
  if (header === undefined || header === "*") return null;
  const [, version] = /^(?:W\/)?"(\d{1,15})"$/.exec(header) ?? [];
  if (version === undefined) {
    throw new HttpError(
      400,
      "bad-if-match",
      'If-Match must be the ETag of the version that was read, e.g. "3" with its quotes',
    );
  }
  return Number(version);
}
