import type { App } from "../../app.ts";
import { element } from "../../dom.ts";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { card, Result } from "./card.ts";
import { linesOf } from "./lines.ts";
import { problemsOf, type SavedSettings, type Settings } from "./saved.ts";

/** How fast Lime CRM may be asked, and from where files may come. */
export function limitsCard(_app: App, saved: SavedSettings): { element: HTMLElement; update: (now: Settings) => void } {
  const requests = lime("limel-input-field", { label: t("requests"), type: "number", helperText: t("limitHint") });
  const seconds = lime("limel-input-field", { label: t("seconds"), type: "number" });
  const hosts = lime("limel-input-field", { label: t("mediaHosts"), type: "textarea" });
  const save = lime("limel-button", { label: t("save"), icon: "save" });
  const result = new Result();
  for (const field of [requests, seconds, hosts])
    field.addEventListener("change", ({ detail }) => {
      field.value = detail;
      field.invalid = false;
    });
  save.addEventListener("click", async () => {
    save.loading = true;
    try {
      await saved.save({
        rateLimit: { requests: Number(requests.value), seconds: Number(seconds.value) },
        mediaHosts: linesOf(hosts.value ?? ""),
      });
      result.good(t("saved"));
    } catch (error) {
      const problems = problemsOf(error);
      requests.invalid = seconds.invalid = problems.some(({ pointer }) => pointer.startsWith("/rateLimit"));
      hosts.invalid = problems.some(({ pointer }) => pointer.startsWith("/mediaHosts"));
      result.bad(t("wrongOther"), ...problems.map(({ message }) => message));
    } finally {
      save.loading = false;
    }
  });
  return {
    element: card(
      "limits",
      "attachment",
      t("limits"),
      element("div", { class: "setting-fields" }, requests, seconds),
      hosts,
      element("div", { class: "setting-buttons" }, save),
      result.element,
    ),
    update: ({ rateLimit, mediaHosts }) => {
      requests.value = String(rateLimit.requests);
      seconds.value = String(rateLimit.seconds);
      hosts.value = mediaHosts.join("\n");
    },
  };
}
