import type { Settings } from "../../../../contract/settings.ts";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { ActionResult, card } from "./card.ts";
import { TextInput } from "./field.ts";
import { LinesField } from "./lines-field.ts";
import type { SettingsStore } from "./settings-store.ts";
import { submit } from "./submit.ts";

/** Rate limit for Lime CRM, and the hosts that files may be fetched from. */
export function limitsCard(
  _app: App,
  settingsStore: SettingsStore,
): { element: HTMLElement; update: (now: Settings) => void } {
  const requests = new TextInput({ label: t("requests"), type: "number" });
  const seconds = new TextInput({ label: t("seconds"), type: "number" });
  const hosts = new LinesField(t("mediaHosts"));
  const save = lime("limel-button", { label: t("save"), icon: "save" });
  const result = new ActionResult();
  save.addEventListener("click", () =>
    submit(
      save,
      result,
      async () => {
        const rateLimit = { requests: Number(requests.value), seconds: Number(seconds.value) };
        await settingsStore.save({ rateLimit, mediaHosts: hosts.lines });
        return t("saved");
      },
      (problems) => {
        requests.invalid = seconds.invalid = problems.some(({ pointer }) => pointer.startsWith("/rateLimit"));
        hosts.invalid = problems.some(({ pointer }) => pointer.startsWith("/mediaHosts"));
        result.showError(t("wrongOther"), ...problems.map((problem) => hosts.messageFor(problem)));
      },
    ),
  );
  return {
    element: card(
      "limits",
      "attachment",
      t("limits"),
      element("p", { class: "muted" }, t("limitHint")),
      element("div", { class: "setting-fields" }, requests.element, seconds.element),
      hosts.element,
      element("div", { class: "setting-buttons" }, save),
      result.element,
    ),
    update: ({ rateLimit, mediaHosts }) => {
      requests.value = String(rateLimit.requests);
      seconds.value = String(rateLimit.seconds);
      hosts.setLines(mediaHosts);
    },
  };
}
