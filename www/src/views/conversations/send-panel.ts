import { UPDATE_POLICIES } from "../../../../contract/conversations.ts";
import { confirm } from "../../elements/dialog.tsx";
import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import type { BulkSendOptions } from "./bulk-send-controller.ts";
import type { CheckSummary } from "./check-summary.ts";
import type { ConversationsController } from "./conversations-controller.ts";

const POLICY_TEXT = { keep: "existingKeep", fill: "existingFill", overwrite: "existingOverwrite" } as const;

/** Send options and the send button, or the reason why sending is unavailable. */
export function sendPanel(app: App, { conversations, bulkSend }: ConversationsController) {
  const { api, store } = app;
  const existing = element(
    "select",
    { class: "field-control" },
    ...UPDATE_POLICIES.map((value) => element("option", { value }, t(POLICY_TEXT[value]))),
  );
  const onlyIfChanged = element("input", { type: "checkbox" });
  onlyIfChanged.checked = true;
  const options = element(
    "div",
    { class: "bulk-options" },
    element("label", { class: "field" }, element("span", { class: "field-label" }, t("existing")), existing),
    element("label", { class: "check" }, onlyIfChanged, element("span", {}, t("onlyIfChanged"))),
  );
  const button = lime("limel-button", { label: t("send"), icon: "send", primary: true, class: "send-button" });
  const hint = element("p", { class: "muted panel-note", id: "send-hint" });
  const settings = element("a", { href: "#/settings" }, t("toSettings"));
  const unsaved = element("p", { class: "notice warning" });
  let verdicts: CheckSummary | undefined;

  button.addEventListener("click", async () => {
    const rows = verdicts?.sendable ?? [];
    if (rows.length === 0 || button.disabled) return;
    const left = conversations.selected.size - rows.length;
    const text = left > 0 ? t("leftOut", { n: left }) : "";
    const title = t("confirmTitle", { n: rows.length });
    if (!(await confirm({ title, text, confirmLabel: t("send"), cancelLabel: t("cancel") }))) return;
    const choices: BulkSendOptions = {
      existing: existing.value as BulkSendOptions["existing"],
      onlyIfChanged: onlyIfChanged.checked,
    };
    try {
      await bulkSend.send(rows, choices);
    } catch (error) {
      app.toast((error as Error).message, "error");
    }
  });

  const update = (found: CheckSummary) => {
    verdicts = found;
    const count = conversations.selected.size === 0 ? 0 : found.sendable.length;
    const status = api.status.value;
    const can = status === "ready" && count > 0 && !bulkSend.isBusy;
    button.label = count > 0 ? t("sendN", { n: count }) : t("send");
    button.disabled = !can;
    options.hidden = status !== "ready";
    settings.hidden = status !== "locked";
    hint.textContent =
      status === "static"
        ? t("needsWorker")
        : status === "locked"
          ? t("needsToken")
          : conversations.selected.size === 0
            ? t("selectFirst")
            : count === 0
              ? t("noneReady")
              : "";
    hint.hidden = hint.textContent === "";
    unsaved.hidden = status !== "ready" || !store.hasUnsavedConfig;
    unsaved.textContent = t("unsavedMapping");
  };

  return { element: element("div", { class: "send-panel" }, options, unsaved, button, hint, settings), update };
}
