import type { Settings } from "../../../../contract/settings.ts";
import { lime } from "../../elements/lime.ts";
import { interpolateNode } from "../../i18n/interpolate.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { bidiIsolate, element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { ActionResult, card } from "./card.ts";
import { LinesField } from "./lines-field.ts";
import type { SettingsStore } from "./settings-store.ts";
import { submit } from "./submit.ts";

/** Origins that may embed the page, as Userlike does with custom add-ons. */
export function addonCard(
  _app: App,
  settingsStore: SettingsStore,
): { element: HTMLElement; update: (now: Settings) => void } {
  const origins = new LinesField(t("origins"), t("originsHint"));
  const save = lime("limel-button", { label: t("save"), icon: "save" });
  const result = new ActionResult();
  save.addEventListener("click", () =>
    submit(
      save,
      result,
      async () => {
        await settingsStore.save({ addonOrigins: origins.lines });
        return t("saved");
      },
      (problems) => {
        origins.invalid = true;
        result.showError(t("wrongOther"), ...problems.map((problem) => origins.messageFor(problem)));
      },
    ),
  );
  const page = location.href.split(/[?#]/)[0];
  const address = new URL("?addon", page).href;
  const host = element("a", { href: "addon-host.html", target: "_blank", rel: "noopener" }, t("tryAddon"));
  return {
    element: card(
      "addon",
      "chat",
      t("addon"),
      element(
        "p",
        { class: "muted" },
        ...interpolateNode(t("addonText"), "url", bidiIsolate(address, { class: "address" })),
      ),
      origins.element,
      element("div", { class: "setting-buttons" }, save, host),
      result.element,
    ),
    update: ({ addonOrigins }) => origins.setLines(addonOrigins),
  };
}
