import { onChange } from "../../platform/signal.ts";
import "../../../styles/fields.css";
import "../../../styles/settings.css";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import type { ElementView } from "../view.ts";
import { accessCard } from "./access.ts";
import { addonCard } from "./addon-origins.ts";
import { appearanceCard } from "./appearance.ts";
import { limeCrmCard } from "./lime-crm.ts";
import { limetypesCard } from "./limetypes.ts";
import { limitsCard } from "./limits.ts";
import { SettingsStore } from "./settings-store.ts";
import { triggersCard } from "./triggers.ts";

export function view(app: App): ElementView {
  const { api, store } = app;
  const settingsStore = new SettingsStore(app);
  const access = accessCard(app);
  const workerCards = [limeCrmCard, triggersCard, addonCard, limitsCard].map((make) => make(app, settingsStore));
  const [limeCrm, ...others] = workerCards.map(({ element }) => element) as [HTMLElement, ...HTMLElement[]];
  const limetypes = limetypesCard(app);
  const staticNotice = element("p", { class: "notice" }, t("static"));
  const retryButton = lime("limel-button", { label: t("readAgain"), icon: "refresh" });
  const waiting = element("div", { class: "setting-waiting", role: "status" });
  const root = element(
    "div",
    { class: "settings" },
    element("h1", {}, t("title")),
    staticNotice,
    waiting,
    element(
      "div",
      { class: "settings-cards" },
      element("div", {}, limeCrm, access.element, limetypes.element, appearanceCard()),
      element("div", {}, ...others),
    ),
  );

  const load = async () => {
    waiting.replaceChildren(element("p", { class: "muted" }, t("loading")));
    try {
      await settingsStore.load();
      waiting.replaceChildren();
    } catch (error) {
      const message = element("p", { class: "notice error", dir: "auto" }, (error as Error).message);
      waiting.replaceChildren(message, retryButton);
    }
  };
  retryButton.addEventListener("click", load);

  const update = () => {
    const status = api.status.value;
    const settings = settingsStore.settings.value;
    staticNotice.hidden = status !== "static";
    access.element.hidden = status !== "locked" && status !== "ready";
    access.update();
    for (const { element } of workerCards) element.hidden = status !== "ready" || settings === null;
    limetypes.update();
  };
  const subscriptions = [
    api.status.subscribe((status) => {
      if (status === "ready" && settingsStore.settings.value === null) void load();
      update();
    }),
    onChange(settingsStore.settings, (settings) => {
      if (settings !== null) for (const { update } of workerCards) update(settings);
      update();
    }),
    onChange(store.limetypeIndex, update),
    onChange(store.limetypesSource, update),
  ];
  update();
  return {
    element: root,
    title: t("title"),
    dispose: () => {
      for (const stop of subscriptions) stop();
    },
  };
}
