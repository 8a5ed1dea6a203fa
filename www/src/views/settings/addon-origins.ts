import { lime } from "../../elements/lime.ts";
import { withValue } from "../../i18n/interpolate.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element, foreign } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { card, Result } from "./card.ts";
import { Lines } from "./lines-field.ts";
import type { SavedSettings, Settings } from "./settings-store.ts";
import { acting } from "./submit.ts";

/** Which web sites may show the page in a frame, as Userlike's custom add-on does. */
export function addonCard(_app: App, saved: SavedSettings): { element: HTMLElement; update: (now: Settings) => void } {
  const origins = new Lines(t("origins"), t("originsHint"));
  const save = lime("limel-button", { label: t("save"), icon: "save" });
  const result = new Result();
  save.addEventListener("click", () =>
    acting(
      save,
      result,
      async () => {
        await saved.save({ addonOrigins: origins.lines });
        return t("saved");
      },
      (problems) => {
        origins.invalid = true;
        result.bad(t("wrongOther"), ...problems.map((problem) => origins.said(problem)));
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
      element("p", { class: "muted" }, ...withValue(t("addonText"), "url", foreign(address, { class: "address" }))),
      origins.element,
      element("div", { class: "setting-buttons" }, save, host),
      result.element,
    ),
    update: ({ addonOrigins }) => origins.show(addonOrigins),
  };
}
