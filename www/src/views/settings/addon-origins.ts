import type { App } from "../../app.ts";
import { element, foreign } from "../../dom.ts";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { card, Result } from "./card.ts";
import { linesOf } from "./lines.ts";
import { problemsOf, type SavedSettings, type Settings } from "./saved.ts";
import { withValue } from "./sentence.ts";

/** Which web sites may show the page in a frame, as Userlike's custom add-on does. */
export function addonCard(_app: App, saved: SavedSettings): { element: HTMLElement; update: (now: Settings) => void } {
  const origins = lime("limel-input-field", {
    label: t("origins"),
    type: "textarea",
    helperText: t("originsHint"),
  });
  const save = lime("limel-button", { label: t("save"), icon: "save" });
  const result = new Result();
  origins.addEventListener("change", ({ detail }) => {
    origins.value = detail;
    origins.invalid = false;
  });
  save.addEventListener("click", async () => {
    save.loading = true;
    const lines = linesOf(origins.value ?? "");
    try {
      await saved.save({ addonOrigins: lines });
      result.good(t("saved"));
    } catch (error) {
      origins.invalid = true;
      // The pointer ends in the line's index.
      const said = problemsOf(error).map(({ pointer, message }) => {
        const line = lines[Number(pointer.split("/").at(-1))];
        return line === undefined ? message : `${line}: ${message}`;
      });
      result.bad(t("wrongOther"), ...said);
    } finally {
      save.loading = false;
    }
  });
  const page = location.href.split(/[?#]/)[0];
  const address = new URL("?addon", page).href;
  const host = element("a", { href: "addon-host.html", target: "_blank", rel: "noopener" }, t("tryAddon"));
  return {
    element: card(
      "addon",
      "chat",
      t("addon"),
      element("p", { class: "muted" }, ...withValue(t("addonText"), "url", foreign(address, { class: "address" }))),
      origins,
      element("div", { class: "setting-buttons" }, save, host),
      result.element,
    ),
    update: ({ addonOrigins }) => {
      origins.value = addonOrigins.join("\n");
    },
  };
}
