import "../../../styles/fields.css";
import "../../../styles/settings.css";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import type { View } from "../view.ts";
import { accessCard } from "./access.ts";
import { addonCard } from "./addon-origins.ts";
import { appearanceCard } from "./appearance.ts";
import { limeCrmCard } from "./lime-crm.ts";
import { limetypesCard } from "./limetypes.ts";
import { limitsCard } from "./limits.ts";
import { SavedSettings } from "./settings-store.ts";
import { triggersCard } from "./triggers.ts";

export function view(app: App): View {
  const { api, store } = app;
  const saved = new SavedSettings(app);
  const access = accessCard(app);
  const ofWorker = [limeCrmCard, triggersCard, addonCard, limitsCard].map((make) => make(app, saved));
  const [limeCrm, ...others] = ofWorker.map(({ element }) => element) as [HTMLElement, ...HTMLElement[]];
  const limetypes = limetypesCard(app);
  const alone = element("p", { class: "notice" }, t("static"));
  const again = lime("limel-button", { label: t("readAgain"), icon: "refresh" });
  const waiting = element("div", { class: "setting-waiting", role: "status" });
  const made = element(
    "div",
    { class: "settings" },
    element("h1", {}, t("title")),
    alone,
    waiting,
    element(
      "div",
      { class: "settings-cards" },
      element("div", {}, limeCrm, access.element, limetypes.element, appearanceCard()),
      element("div", {}, ...others),
    ),
  );

  const read = async () => {
    waiting.replaceChildren(element("p", { class: "muted" }, t("loading")));
    try {
      await saved.read();
      waiting.replaceChildren();
    } catch (error) {
      const message = element("p", { class: "notice error", dir: "auto" }, (error as Error).message);
      waiting.replaceChildren(message, again);
    }
  };
  again.addEventListener("click", read);

  const update = () => {
    const status = api.status.value;
    const settings = saved.cell.value;
    alone.hidden = status !== "static";
    access.element.hidden = status !== "locked" && status !== "ready";
    access.update();
    for (const { element } of ofWorker) element.hidden = status !== "ready" || settings === null;
    limetypes.update();
  };
  const stops = [
    api.status.watch((status) => {
      if (status === "ready" && saved.cell.value === null) void read();
      update();
    }),
    saved.cell.subscribe((settings) => {
      if (settings !== null) for (const { update } of ofWorker) update(settings);
      update();
    }),
    store.limetypes.subscribe(update),
    store.limetypesSource.subscribe(update),
  ];
  update();
  return {
    element: made,
    title: t("title"),
    leave: () => {
      for (const stop of stops) stop();
    },
  };
}
