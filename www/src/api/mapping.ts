// The configuration in the worker: the version in use, and the versions before it.

import type { ConfigurationVersion, ConfigurationVersionSummary } from "../../../contract/configurations.ts";
import type { LimetypesAnswer } from "../../../contract/limetypes.ts";
import type { Api } from "./api.ts";

export function savedConfig(api: Api): Promise<ConfigurationVersion> {
  return api.json("GET /api/config");
}

/** Saves a text. With `basedOn` only if that is still the version in use; otherwise the error's code is `changed`. */
export function saveConfig(api: Api, text: string, basedOn: number | undefined): Promise<ConfigurationVersion> {
  const headers: Record<string, string> = basedOn === undefined ? {} : { "If-Match": `"${basedOn}"` };
  return api.json("PUT /api/config", { headers, body: text });
}

export async function configVersions(api: Api): Promise<ConfigurationVersionSummary[]> {
  const { versions } = await api.json("GET /api/config/versions");
  return versions;
}

export function configVersion(api: Api, version: number): Promise<ConfigurationVersion> {
  return api.json("GET /api/config/versions/:version", { params: { version } });
}

export function restoreConfig(api: Api, version: number): Promise<ConfigurationVersion> {
  return api.json("POST /api/config/versions/:version/restore", { params: { version } });
}

/** Fetches limetypes from Lime CRM. */
export function freshLimetypes(api: Api): Promise<LimetypesAnswer> {
  return api.json("GET /api/limetypes", { query: { refresh: true } });
}
