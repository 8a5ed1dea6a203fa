import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Asks for the range of days to fetch from Userlike. Errors of `start` are shown in the dialog, which stays open. */
export function showBackfillDialog(start: (from: string, to: string) => Promise<void>): void {
  const now = new Date();
  const date = (value: number) => {
    const field = element("input", { type: "date", class: "field-control", required: true });
    field.max = day(now.getTime());
    field.value = day(value);
    return field;
  };
  const from = date(now.getTime() - 7 * DAY);
  const until = date(now.getTime());
  const startButton = lime("limel-button", { label: t("backfillStart"), primary: true, icon: "download" });
  const cancelButton = lime("limel-button", { label: t("cancel") });
  const error = element("p", { class: "notice error", role: "alert", hidden: true, dir: "auto" });
  const field = (label: string, control: HTMLElement) =>
    element("label", { class: "field" }, element("span", { class: "field-label" }, label), control);
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "backfill-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "backfill-title" }, t("backfill")),
      element("p", {}, t("backfillText")),
      element("div", { class: "backfill-days" }, field(t("from"), from), field(t("until"), until)),
      error,
      element("div", { class: "dialog-actions" }, cancelButton, startButton),
    ),
  );
  const showError = (message: string) => {
    error.textContent = message;
    error.hidden = false;
  };
  startButton.addEventListener("click", async () => {
    if (from.value === "" || until.value === "" || from.value > until.value) return showError(t("backfillDates"));
    startButton.loading = true;
    try {
      // The range includes the whole last day.
      await start(from.value, day(Date.parse(until.value) + DAY));
      dialog.close();
    } catch (error) {
      showError((error as Error).message);
    } finally {
      startButton.loading = false;
    }
  });
  cancelButton.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
