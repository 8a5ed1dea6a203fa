// Synchronizes configuration, limetypes and media hosts with the worker or, without one, with the browser's storage.

import { USERLIKE_HOSTS } from "userlike-limeobject";
import type { Api } from "../api/api.ts";
import type { ConnectionMonitor } from "../api/connection.ts";
import { storedValue } from "../platform/local-storage.ts";
import type { Store } from "../state/store.ts";

const storedConfig = storedValue("config");
const storedLimetypes = storedValue("limetypes");

/**
 * Restores configuration and limetypes from the browser's storage. The worker's values replace them as soon as they
 * are loaded.
 */
export function restore(store: Store): void {
  const config = storedConfig.read();
  const limetypes = storedLimetypes.read();
  if (config !== undefined) store.config.replace(config);
  if (limetypes !== undefined) {
    store.limetypes.set(limetypes);
    store.limetypesSource.set({ from: "file", name: "" });
  }
}

export function sync(store: Store, api: Api, { mediaHosts }: ConnectionMonitor): void {
  mediaHosts.subscribe((hosts = USERLIKE_HOSTS) => {
    if (String(hosts) !== String(store.mediaHosts.value)) store.mediaHosts.set(hosts);
  });
  api.status.watch((status) => {
    if (status === "ready") void load(store, api);
  });
  store.config.subscribe((text) => {
    if (api.status.value === "static") storedConfig.write(text);
  });
  store.limetypes.subscribe((text) => {
    if (api.status.value !== "static") return;
    storedLimetypes.write(store.limetypesSource.value.from === "built-in" ? undefined : text);
  });
}

/** Loads configuration and limetypes from the worker. A configuration that was edited here is kept. */
export async function load(store: Store, api: Api): Promise<void> {
  const [config, limetypes] = await Promise.allSettled([api.json("GET /api/config"), api.json("GET /api/limetypes")]);
  if (config.status === "fulfilled") {
    const { version, savedAt } = config.value;
    const text = JSON.stringify(config.value.config, null, 2);
    store.savedConfig.set({ text, version, savedAt });
    if (!store.config.canUndo) store.config.replace(text);
  }
  if (limetypes.status === "fulfilled") {
    store.limetypesSource.set({ from: "worker", url: limetypes.value.source });
    store.limetypes.set(JSON.stringify(limetypes.value.limetypes, null, 2));
  }
}
