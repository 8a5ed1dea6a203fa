import { Mapper } from "userlike-limeobject";
import { type Env, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { log } from "../platform/log.ts";
import type { LimeClient } from "./lime-client.ts";
import { limetypesError, type SavedLimetypes } from "./limetypes.ts";

/** Versions of the configuration and the limetypes that a mapper was made with. */
export interface MapperVersions {
  configuration: number;
  /** Null without a Lime CRM. */
  limetypes: number | null;
}

/** Limetypes that are older than this, in milliseconds, are fetched again. */
const MAX_AGE = 60 * 60 * 1000;

/** The mapper of this isolate: checking a configuration takes longer than using it. */
let cached: { key: string; mapper: Mapper } | undefined;

/**
 * Calls `use` with a mapper of the newest configuration and this Lime CRM's limetypes. The mapper is shared and may be freed after the
 * call.
 *
 * @throws {ConfigError} when the configuration does not match Lime CRM's limetypes
 * @throws {HttpError} 502 when Lime CRM's limetypes are needed and cannot be fetched
 */
export async function withMapper<T>(
  env: Env,
  lime: LimeClient | null,
  use: (mapper: Mapper, versions: MapperVersions) => T,
): Promise<T> {
  const workspace = workspaceOf(env);
  const newest = await workspace.versions(lime?.source ?? null);
  const known = lime === null ? null : await knownLimetypes(env, newest.limetypes);
  const versions = { configuration: newest.configuration, limetypes: known?.version ?? null };
  const mediaHosts = lime?.files.mediaHosts;
  const key = JSON.stringify({ ...versions, mediaHosts });
  if (cached?.key !== key) {
    const configuration = await workspace.configuration(versions.configuration);
    if (configuration === null)
      throw new HttpError(409, "changed", "the configuration was changed in the meantime; try again");
    const text = lime === null ? undefined : (known?.text ?? (await workspace.limetypes(lime.source))?.text);
    const mapper = new Mapper(configuration.text, { limetypes: text, mediaHosts });
    cached?.mapper.free();
    cached = { key, mapper };
  }
  return use(cached.mapper, versions);
}

/** The version of the limetypes to use, with their text when they were just fetched. */
async function knownLimetypes(
  env: Env,
  saved: { version: number; fetchedAt: string } | null,
): Promise<{ version: number; text?: string }> {
  if (saved !== null && Date.now() - Date.parse(saved.fetchedAt) < MAX_AGE) return saved;
  const { limetypes, error } = await workspaceOf(env).fetchLimetypes(false);
  if (limetypes !== null) {
    if (error !== null) log("warn", "stale-limetypes-used", { code: error.code });
    return limetypes;
  }
  throw limetypesError(error);
}

/**
 * Checks a configuration against the limetypes, if they are known.
 *
 * @throws {ConfigError} with everything that is wrong
 */
export function checkConfiguration(text: string, limetypes: SavedLimetypes | null): Mapper["warnings"] {
  const mapper = new Mapper(text, limetypes === null ? {} : { limetypes: limetypes.text });
  try {
    return mapper.warnings;
  } finally {
    mapper.free();
  }
}
