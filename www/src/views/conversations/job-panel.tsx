import type { Job } from "../../../../contract/jobs.ts";
import { Button } from "../../elements/button.tsx";
import { Notice } from "../../elements/notice.tsx";
import { Progress } from "../../elements/progress.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { useApp } from "../use-app.ts";
import type { LostRequest, Upload } from "./bulk-send-controller.ts";
import type { ConversationsController } from "./conversations-controller.ts";
import { NO_FILTER } from "./filter.ts";
import styles from "./job-panel.module.css";
import { hasEnded } from "./job-watcher.ts";
import { PanelNote, PanelSection, PanelTools } from "./panel-section.tsx";

/** Progress of the current job and its commands. Nothing without a job. */
export function JobPanel({ conversations, bulkSend }: ConversationsController) {
  const { toast, format } = useApp();
  const job = bulkSend.job.value;
  const upload = bulkSend.upload.value;
  const isCancelling = bulkSend.isCancelling.value;
  const connectionError = bulkSend.connectionError.value;
  const lost = bulkSend.lost.value;
  if (lost !== null) return <LostPanel lost={lost} bulkSend={bulkSend} />;
  if (upload !== null) return <UploadPanel upload={upload} bulkSend={bulkSend} />;
  if (job === null) return null;
  const withErrorToast = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      toast(problemText(error as Error), "error");
    }
  };
  const isEnded = hasEnded(job);
  const title = isCancelling ? t("jobCancelling") : titleOf(job);
  const { total, created, updated, failed, cancelled, done } = job.counts;
  const ended = done + failed + cancelled;
  const warning =
    connectionError !== null
      ? t("lostConnection", { message: problemText(connectionError) })
      : job.error
        ? problemText(job.error)
        : null;
  return (
    <PanelSection label={t("sending")} isFirst>
      <div class={styles.title} role="status">
        {title}
      </div>
      <Progress label={title} value={total > 0 || isEnded ? ended / Math.max(1, total) : undefined} />
      <p class={styles.counts}>{t("jobCounts", { created, existed: updated, failed })}</p>
      {warning !== null && <Notice kind="warning">{warning}</Notice>}
      {job.rateLimitedUntil !== null && (
        <Notice role="status">{t("rateLimited", { time: format.time(job.rateLimitedUntil) })}</Notice>
      )}
      {!isEnded && <PanelNote>{t("goesOn")}</PanelNote>}
      <PanelTools>
        {job.state === "running" && (
          <Button icon="stop" disabled={isCancelling} onClick={() => void withErrorToast(() => bulkSend.cancel())}>
            {t("cancelJob")}
          </Button>
        )}
        {isEnded && failed > 0 && job.state !== "failed" && (
          <Button kind="primary" icon="refresh" onClick={() => void withErrorToast(() => bulkSend.retry())}>
            {t("retryFailed", { n: failed })}
          </Button>
        )}
        {failed > 0 && (
          <Button icon="filter" onClick={() => conversations.setFilter({ ...NO_FILTER, send: "failed" })}>
            {t("showFailed")}
          </Button>
        )}
        {isEnded && cancelled > 0 && (
          <Button icon="check" onClick={() => selectCancelled(conversations)}>
            {t("selectCancelled", { n: cancelled })}
          </Button>
        )}
        {isEnded && (
          <Button icon="cancel" onClick={() => bulkSend.close()}>
            {t("closeJob")}
          </Button>
        )}
      </PanelTools>
    </PanelSection>
  );
}

/** Progress of an upload, of which nothing is sent before its end. */
function UploadPanel({ upload, bulkSend }: { upload: Upload; bulkSend: ConversationsController["bulkSend"] }) {
  const { format } = useApp();
  const { conversations, progress, isCancelling } = upload;
  const title = isCancelling ? t("uploadCancelling") : t("uploading", { n: conversations });
  const megabytes = (bytes: number) => format.number(bytes / 1e6, 1);
  return (
    <PanelSection label={t("sending")} isFirst>
      <div class={styles.title} role="status">
        {title}
      </div>
      <Progress label={title} value={progress === null ? undefined : progress.sent / progress.total} />
      {progress !== null && (
        <p class={styles.counts}>
          {t("uploaded", { sent: megabytes(progress.sent), total: megabytes(progress.total) })}
        </p>
      )}
      <PanelNote>{t("uploadNote")}</PanelNote>
      <PanelTools>
        <Button icon="stop" disabled={isCancelling} onClick={() => bulkSend.cancelUpload()}>
          {t("cancelUpload")}
        </Button>
      </PanelTools>
    </PanelSection>
  );
}

/** Selects what was cancelled, so that it can be sent again. */
function selectCancelled(conversations: ConversationsController["conversations"]): void {
  conversations.setFilter({ ...NO_FILTER, send: "cancelled" });
  conversations.selectKeys(conversations.visible.value.map(({ key }) => key));
}

/** What is known about a request whose answer was lost, or that was cancelled. */
function LostPanel({ lost, bulkSend }: { lost: LostRequest; bulkSend: ConversationsController["bulkSend"] }) {
  const isLooking = lost.state === "looking";
  if (lost.state === "cancelled") {
    return (
      <PanelSection label={t("sending")} isFirst>
        <Notice role="status" title={t("uploadCancelled")}>
          <p>{t("uploadCancelledText")}</p>
        </Notice>
        <PanelTools>
          <Button icon="cancel" onClick={() => bulkSend.close()}>
            {t("closeJob")}
          </Button>
        </PanelTools>
      </PanelSection>
    );
  }
  const looking = lost.cancelled === null ? t("lostLooking") : t("uploadCancelling");
  return (
    <PanelSection label={t("sending")} isFirst>
      <Notice kind="warning" role="status" title={isLooking ? looking : t("lostTitle")}>
        {!isLooking && <p>{t(lost.state === "unknown" ? "lostUnknown" : "lostAbsent")}</p>}
      </Notice>
      {!isLooking && (
        <PanelTools>
          <Button kind="primary" icon="refresh" onClick={() => void bulkSend.lookAgain()}>
            {t("lookAgain")}
          </Button>
          {lost.state === "absent" && (
            <Button icon="cancel" onClick={() => bulkSend.close()}>
              {t("closeJob")}
            </Button>
          )}
        </PanelTools>
      )}
    </PanelSection>
  );
}

function titleOf(job: Job): string {
  const { total, done, failed, cancelled } = job.counts;
  switch (job.state) {
    case "done":
      return t("jobDone", { n: done, total });
    case "cancelled":
      return hasEnded(job) ? t("jobCancelled", { n: done, total }) : t("jobCancelling");
    case "failed":
      return t("jobBroken");
    default:
      if (job.kind === "backfill" && total === 0) return t("jobFetching", { n: total });
      return t("jobRunning", { n: done + failed + cancelled, total });
  }
}
