import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import { examples } from "../../state/documents.ts";
import type { App } from "../app.ts";
import { ActionResult, card } from "./card.ts";
import { submit } from "./submit.ts";

/** When the worker fetched the limetypes from Lime CRM. */
let fetchedAt: string | null = null;

/** Loads the limetypes from the worker. `refresh`: the worker fetches them from Lime CRM again. */
export async function loadLimetypes({ api, store }: App, refresh: boolean): Promise<void> {
  const answer = await api.json("GET /api/limetypes", { query: { refresh } });
  fetchedAt = answer.fetchedAt;
  store.limetypesSource.value = { from: "worker", url: answer.source };
  store.limetypes.value = JSON.stringify(answer.limetypes, null, 2);
}

/** Source of the limetypes that previews are checked against. */
export function limetypesCard(app: App): { element: HTMLElement; update: () => void } {
  const { api, store, format } = app;
  const source = element("p", { class: "setting-state" });
  const refresh = lime("limel-button", { label: t("refresh"), icon: "refresh" });
  const open = lime("limel-button", { label: t("openLimetypes"), icon: "folder" });
  const builtIn = lime("limel-button", { label: t("useExample"), icon: "example" });
  const picker = element("input", { type: "file", hidden: true, accept: ".json,application/json" });
  const result = new ActionResult();

  refresh.addEventListener("click", () =>
    submit(refresh, result, async () => {
      await loadLimetypes(app, true);
      return t("limetypesFresh");
    }),
  );
  open.addEventListener("click", () => picker.click());
  picker.addEventListener("change", async () => {
    const file = picker.files?.[0];
    picker.value = "";
    if (file === undefined) return;
    try {
      const text = await file.text();
      JSON.parse(text);
      fetchedAt = null;
      store.limetypesSource.value = { from: "file", name: file.name };
      store.limetypes.value = text;
      result.clear();
    } catch (error) {
      result.showError(t("limetypesUnreadable", { name: file.name }), (error as Error).message);
    }
  });
  builtIn.addEventListener("click", () => {
    fetchedAt = null;
    store.limetypesSource.value = { from: "built-in" };
    store.limetypes.value = examples.limetypes;
    result.clear();
  });

  const root = card(
    "limetypes",
    "list",
    t("limetypes"),
    element("p", { class: "muted" }, t("limetypesText")),
    source,
    element("div", { class: "setting-buttons" }, refresh, open, builtIn),
    result.element,
    picker,
  );

  const update = () => {
    const { value } = store.limetypesSource;
    const count = t("limetypesCount", { n: store.limetypeIndex.value.all.length });
    const from =
      value.from === "built-in"
        ? t("limetypesExample")
        : value.from === "file"
          ? t("limetypesFile", { name: value.name })
          : fetchedAt === null
            ? value.url
            : t("limetypesFrom", { source: value.url, time: format.dateTime(fetchedAt) });
    source.textContent = store.limetypes.value.trim() === "" ? t("limetypesNone") : `${from} · ${count}`;
    refresh.hidden = api.status.value !== "ready";
    builtIn.hidden = value.from === "built-in";
  };
  return { element: root, update };
}
