// The configuration as the worker keeps it: one that is in use, and the versions before it.

import type { Problem } from "userlike-limeobject";
import type { Api } from "./api.ts";

export interface ConfigVersion {
  version: number;
  savedAt: string | null;
  config: unknown;
}

/** An earlier version, in the list of them. */
export interface VersionNote {
  version: number;
  savedAt: string;
  /** The version that it was restored from. */
  restored: number | null;
}

export function savedConfig(api: Api): Promise<ConfigVersion> {
  return api.json("api/config");
}

/** Saves a text. With `onTopOf` only if that is still the version in use; otherwise the error's code is `changed`. */
export function saveConfig(
  api: Api,
  text: string,
  onTopOf: number | undefined,
): Promise<ConfigVersion & { problems: Problem[] }> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (onTopOf !== undefined) headers["If-Match"] = `"${onTopOf}"`;
  return api.json("api/config", { method: "PUT", headers, body: text });
}

export async function configVersions(api: Api): Promise<VersionNote[]> {
  const { versions } = await api.json<{ versions: VersionNote[] }>("api/config/versions");
  return versions;
}

export function configVersion(api: Api, version: number): Promise<ConfigVersion> {
  return api.json(`api/config/versions/${version}`);
}

export function restoreConfig(api: Api, version: number): Promise<ConfigVersion> {
  return api.json(`api/config/versions/${version}/restore`, { method: "POST" });
}

/** Lime CRM's limetypes, asked for anew. */
export function freshLimetypes(api: Api): Promise<{ source: string; limetypes: unknown }> {
  return api.json("api/limetypes?refresh=1");
}
