import { clsx } from "clsx";
import { useMemo, useState } from "preact/hooks";
import { muted } from "../../elements/text.tsx";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { useMedia } from "../../platform/use-media.ts";
import { useApp } from "../use-app.ts";
import { BackfillDialog } from "./backfill-dialog.tsx";
import { CheckReasons } from "./check-reasons.tsx";
import { ConversationTable } from "./conversation-table.tsx";
import type { ConversationsController } from "./conversations-controller.ts";
import styles from "./conversations-view.module.css";
import { DropZone } from "./drop-zone.tsx";
import { FailureReasons } from "./failure-reasons.tsx";
import { JobPanel } from "./job-panel.tsx";
import { Notices } from "./notices.tsx";
import { SendBar } from "./send-bar.tsx";
import { SendForm } from "./send-form.ts";
import { SendPanel } from "./send-panel.tsx";
import { Sources } from "./sources.tsx";
import { SummaryPanel, SummaryTools } from "./summary-panel.tsx";

export function ConversationsView(controller: ConversationsController) {
  const { conversations, bulkSend } = controller;
  const app = useApp();
  const form = useMemo(() => new SendForm(app, controller), [app]);
  const isPanelBelow = useMedia("(width < 64rem)");
  const [isBackfillOpen, setBackfillOpen] = useState(false);
  const isEmpty = conversations.rows.value.length === 0 && conversations.imports.value.length === 0;
  const hasJob = bulkSend.isBusy.value || bulkSend.job.value !== null || bulkSend.lost.value !== null;
  // The panel is far from the table there.
  const hasBar = isPanelBelow && form.canSend.value;
  const openBackfill = () => setBackfillOpen(true);
  return (
    <div class={clsx(styles.view, (!isEmpty || hasJob) && styles.full)}>
      <div class={styles.head}>
        <h1>{t("title")}</h1>
        {!isEmpty && <Sources {...controller} onBackfill={openBackfill} />}
      </div>
      <Notices {...controller} />
      {isEmpty && <EmptyTable {...controller} onBackfill={openBackfill} />}
      {(!isEmpty || hasJob) && (
        <div class={styles.workbench}>
          <ConversationTable {...controller} />
          <aside class={styles.panel} aria-labelledby="summary-title">
            <JobPanel {...controller} />
            <SummaryPanel conversations={conversations} titleId="summary-title" />
            <SendPanel form={form} hasButton={!hasBar} />
            <FailureReasons conversations={conversations} />
            <CheckReasons conversations={conversations} />
            <SummaryTools conversations={conversations} />
          </aside>
        </div>
      )}
      {hasBar && <SendBar form={form} />}
      <DropZone onDrop={(files) => conversations.importFiles(files)} />
      {isBackfillOpen && (
        <BackfillDialog onStart={(from, to) => bulkSend.backfill(from, to)} onClose={() => setBackfillOpen(false)} />
      )}
    </div>
  );
}

/** What can be done while there are no conversations. */
function EmptyTable(props: ConversationsController & { onBackfill(): void }) {
  const isStatic = useApp().api.status.value === "static";
  return (
    <div class={styles.empty}>
      <h2>{t("emptyTitle")}</h2>
      <p>{t("emptyText")}</p>
      <Sources {...props} isCentered />
      {!isStatic && props.received.isEmpty.value && (
        <p class={muted} role="status">
          {t("noneReceived")}
        </p>
      )}
    </div>
  );
}
