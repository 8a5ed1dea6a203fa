// Synchronizes configuration, limetypes and media hosts with the worker or, without one, with the browser's storage.

import { USERLIKE_HOSTS } from "userlike-limeobject";
import type { Api } from "../api/api.ts";
import { storedValue } from "../platform/local-storage.ts";
import { batch, onChange } from "../platform/signal.ts";
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
    store.limetypes.value = limetypes;
    store.limetypesSource.value = { from: "file", name: "" };
  }
}

export function sync(store: Store, api: Api): void {
  onChange(api.session, (session) => {
    const hosts = session?.mediaHosts ?? USERLIKE_HOSTS;
    if (String(hosts) !== String(store.mediaHosts.value)) store.mediaHosts.value = hosts;
  });
  api.status.subscribe((status) => {
    if (status === "ready") void load(store, api);
  });
  onChange(store.config, (text) => {
    if (api.status.value === "static") storedConfig.write(text);
  });
  onChange(store.limetypes, (text) => {
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
    batch(() => {
      store.savedConfig.value = { text, version, savedAt };
      if (!store.config.canUndo) store.config.replace(text);
    });
  }
  if (limetypes.status === "fulfilled") {
    store.limetypesSource.value = { from: "worker", url: limetypes.value.source };
    store.limetypes.value = JSON.stringify(limetypes.value.limetypes, null, 2);
  }
}
