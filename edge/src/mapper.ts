import { Mapper } from "userlike-limeobject";
import { type Env, workspaceOf } from "./env.ts";
import { HttpError } from "./http.ts";
import type { Lime } from "./lime.ts";
import { log } from "./log.ts";
import type { SavedLimetypes } from "./workspace/records.ts";

/** Which configuration and limetypes an answer was made with. */
export interface MapperVersions {
  configuration: number;
  /** Null where there is no Lime CRM. */
  limetypes: number | null;
}

/** Limetypes that are older, in milliseconds, are asked for again. */
const MAX_AGE = 60 * 60 * 1000;

/** This isolate's mapper: checking a configuration takes longer than using it. */
let cached: { key: string; mapper: Mapper } | undefined;

/**
 * Calls `use` with the mapper of the newest configuration, and of this Lime CRM's limetypes. The mapper is shared and may
 * be freed afterwards: use it at once, keep nothing of it.
 *
 * @throws {ConfigError} when the configuration does not fit Lime CRM's limetypes (any more)
 * @throws {HttpError} 502 when Lime CRM's limetypes are needed, and it does not tell them
 */
export async function withMapper<T>(
  env: Env,
  lime: Lime | null,
  use: (mapper: Mapper, versions: MapperVersions) => T,
): Promise<T> {
  const workspace = workspaceOf(env);
  const found = await workspace.versions(lime?.source ?? null);
  const known = lime === null ? null : await knownLimetypes(env, found.limetypes);
  const versions = { configuration: found.configuration, limetypes: known?.version ?? null };
  const key = JSON.stringify(versions);
  if (cached?.key !== key) {
    const configuration = await workspace.configuration(versions.configuration);
    if (configuration === null)
      throw new HttpError(409, "changed", "the configuration was changed meanwhile; try again");
    const text = lime === null ? undefined : (known?.text ?? (await workspace.limetypes(lime.source))?.text);
    const mapper = new Mapper(configuration.text, { limetypes: text });
    cached?.mapper.free();
    cached = { key, mapper };
  }
  return use(cached.mapper, versions);
}

/** The version of the limetypes to use; their text, too, if they were fetched just now. */
async function knownLimetypes(
  env: Env,
  saved: { version: number; fetchedAt: string } | null,
): Promise<{ version: number; text?: string }> {
  if (saved !== null && Date.now() - Date.parse(saved.fetchedAt) < MAX_AGE) return saved;
  const { limetypes, error } = await workspaceOf(env).fetchLimetypes(false);
  if (limetypes !== null) {
    if (error !== null) log("warn", "old-limetypes-used", { code: error.code });
    return limetypes;
  }
  throw limetypesError(error);
}

export function limetypesError(error: { code: string; message: string } | null): HttpError {
  const { code, message } = error ?? { code: "internal", message: "try again" };
  const what = `Lime CRM's limetypes can't be had: ${message}`;
  return code === "no-lime-crm" ? new HttpError(503, code, what) : new HttpError(502, code, what);
}

/**
 * Checks a configuration against the limetypes that are known, or against none.
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
