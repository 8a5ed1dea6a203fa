import { Button } from "../../elements/button.tsx";
import { Notice } from "../../elements/notice.tsx";
import { Progress } from "../../elements/progress.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { useApp } from "../use-app.ts";
import type { ConversationsController } from "./conversations-controller.ts";
import type { Notice as NoticeState } from "./notice.ts";
import styles from "./notices.module.css";

/** Failures until they are dismissed, and the progress of imports and checks. */
export function Notices({ conversations, loader }: ConversationsController) {
  const { format } = useApp();
  const loading = loader.pending.value;
  const unchecked = conversations.uncheckedCount.value;
  const imports = conversations.imports.value;
  const savedAt = conversations.savedAt.value;
  const failures = conversations.notices.value;
  return (
    <>
      <div class={styles.list} role="alert">
        {failures.map((notice) => (
          <Notice key={notice} kind="error">
            <div class={styles.line}>
              <p>{textOf(notice)}</p>
              <Button
                kind="quiet"
                icon="cancel"
                aria-label={t("dismiss")}
                onClick={() => conversations.dismiss(notice)}
              />
            </div>
          </Notice>
        ))}
      </div>
      {savedAt !== null && (
        <Notice kind="info">
          <div class={styles.line}>
            <p>{t("keptList", { age: format.relative(savedAt) })}</p>
            <Button icon="delete" onClick={() => conversations.removeAll()}>
              {t("dropKept")}
            </Button>
            <Button kind="quiet" icon="cancel" aria-label={t("dismiss")} onClick={() => conversations.dismissAge()} />
          </div>
        </Notice>
      )}
      <div class={styles.list} role="status">
        {imports.map(({ read, name, size, bytes, rows }) => (
          <Work
            key={read}
            text={`${t("reading", { name })}: ${t("total", { n: rows })}`}
            done={size === 0 ? 0 : bytes / size}
            onStop={() => conversations.stopImports()}
          />
        ))}
        {loading > 0 && <Work text={t("loading", { n: loading })} />}
        {unchecked > 0 && <Work text={t("checking", { n: unchecked })} />}
      </div>
    </>
  );
}

function Work({ text, done, onStop }: { text: string; done?: number; onStop?: () => void }) {
  return (
    <Notice>
      <div class={styles.line}>
        <p>{text}</p>
        <Progress label={text} value={done} />
        {onStop && <Button onClick={onStop}>{t("stop")}</Button>}
      </div>
    </Notice>
  );
}

function textOf(notice: NoticeState): string {
  if (notice.type === "thread") return t("threadBroken", { message: notice.message });
  if (notice.type === "not-kept") return t("notKept");
  const { name, error } = notice;
  switch (error.code) {
    case "open":
      return t("fileOpen", { name, line: error.line });
    case "behind":
      return t("fileBehind", { name, line: error.line });
    case "too-many":
      return t("fileTooMany", { name });
    case "unreadable":
      return t("fileUnreadable", { name });
    case "empty":
      return t("fileEmpty", { name });
    case "not-json":
      return t("fileNotJson", { name });
  }
}
