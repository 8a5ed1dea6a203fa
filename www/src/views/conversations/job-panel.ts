import type { Job } from "../../../../contract/jobs.ts";
import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import type { ConversationsController } from "./conversations-controller.ts";
import { NO_FILTER } from "./filter.ts";
import { hasEnded } from "./job-watcher.ts";

/** Progress of the current job and its commands. Hidden without a job. */
export function jobPanel(
  app: App,
  { conversations, bulkSend }: ConversationsController,
): { element: HTMLElement; update: () => void } {
  const title = element("h2", { class: "panel-title", role: "status" });
  const bar = lime("limel-linear-progress", { class: "job-bar" });
  const counts = element("p", { class: "job-counts" });
  const note = element("p", { class: "muted panel-note" });
  const error = element("p", { class: "notice warning", dir: "auto" });
  const cancel = lime("limel-button", { label: t("cancelJob"), icon: "stop" });
  const retry = lime("limel-button", { label: t("retryFailed", { n: 0 }), icon: "refresh", primary: true });
  const failed = lime("limel-button", { label: t("showFailed"), icon: "filter" });
  const close = lime("limel-button", { label: t("closeJob"), icon: "cancel" });
  const withErrorToast = (act: () => Promise<void>) => async () => {
    try {
      await act();
    } catch (error) {
      app.toast((error as Error).message, "error");
    }
  };
  cancel.addEventListener(
    "click",
    withErrorToast(() => bulkSend.cancel()),
  );
  retry.addEventListener(
    "click",
    withErrorToast(() => bulkSend.retry()),
  );
  failed.addEventListener("click", () => conversations.setFilter({ ...NO_FILTER, send: "failed" }));
  close.addEventListener("click", () => bulkSend.close());
  const root = element(
    "section",
    { class: "bulk-job", "aria-label": t("sending") },
    title,
    bar,
    counts,
    error,
    note,
    element("div", { class: "panel-tools" }, cancel, retry, failed, close),
  );

  const update = () => {
    const { job, uploading, isCancelling, connectionError } = bulkSend;
    root.hidden = job === null && uploading === null;
    if (root.hidden) {
      title.textContent = "";
      return;
    }
    const ended = job !== null && hasEnded(job);
    const numbers = job?.counts;
    const text = isCancelling ? t("jobCancelling") : titleOf(job, uploading);
    // A live region: write only when the text changes.
    if (title.textContent !== text) title.textContent = text;
    const endedCount = numbers === undefined ? 0 : numbers.done + numbers.failed + numbers.cancelled;
    const total = numbers?.total ?? 0;
    bar.value = total === 0 ? 0 : endedCount / total;
    bar.indeterminate = job === null || (total === 0 && !ended);
    bar.accessibleLabel = text;
    counts.hidden = numbers === undefined;
    if (numbers !== undefined) {
      const { created, updated, failed } = numbers;
      counts.textContent = t("jobCounts", { created, updated, failed });
    }
    const reason =
      connectionError !== null ? t("lostConnection", { message: connectionError }) : (job?.error?.message ?? "");
    error.hidden = reason === "";
    error.textContent = reason;
    note.hidden = ended;
    note.textContent = t("goesOn");
    const failures = numbers?.failed ?? 0;
    cancel.hidden = ended || job === null || job.state !== "running";
    cancel.disabled = isCancelling;
    retry.hidden = !ended || failures === 0 || job?.state === "failed";
    retry.label = t("retryFailed", { n: failures });
    failed.hidden = failures === 0;
    close.hidden = !ended;
  };
  return { element: root, update };
}

function titleOf(answer: Job | null, uploading: number | null): string {
  if (answer === null) return t("uploading", { n: uploading ?? 0 });
  const { total, done, failed, cancelled } = answer.counts;
  switch (answer.state) {
    case "done":
      return t("jobDone", { n: done, total });
    case "cancelled":
      if (!hasEnded(answer)) return t("jobCancelling");
      return t("jobCancelled", { n: done, total });
    case "failed":
      return t("jobBroken");
    default:
      if (answer.kind === "backfill" && total === 0) return t("jobFetching", { n: total });
      return t("jobRunning", { n: done + failed + cancelled, total });
  }
}
