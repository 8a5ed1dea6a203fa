import { Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";

/** When the server fetched the limetypes in use from Lime CRM; null while that is not known. */
export const fetchedAt = new Signal<string | null>(null);

/** Loads the limetypes from the server. `refresh`: the server fetches them from Lime CRM again. */
export async function loadLimetypes({ api, store }: App, refresh: boolean, signal?: AbortSignal): Promise<void> {
  const answer = await api.json("GET /api/limetypes", {
    query: refresh ? { refresh } : {},
    ...(signal === undefined ? {} : { signal }),
  });
  fetchedAt.value = answer.fetchedAt;
  store.limetypesSource.value = { from: "worker", url: answer.source };
  store.limetypes.value = JSON.stringify(answer.limetypes, null, 2);
}
