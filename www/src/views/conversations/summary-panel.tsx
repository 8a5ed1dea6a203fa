import { Button } from "../../elements/button.tsx";
import { format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { downloadFile } from "../../platform/download.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { NO_FILTER } from "./filter.ts";
import { PanelNote, PanelSection, PanelTools } from "./panel-section.tsx";
import { csvReport, jsonReport } from "./report.ts";
import type { CheckStatus, ConversationRow } from "./row.ts";
import { StateBar, StateMark } from "./state-badge.tsx";
import styles from "./summary-panel.module.css";
import { CHECK_STATUSES } from "./text.ts";

/** Summary of the selected rows, or of all visible ones: how many can be sent. */
export function SummaryPanel({ conversations, titleId }: { conversations: ConversationsStore; titleId: string }) {
  const { counts, superseded } = conversations.summary.value;
  const selected = conversations.selected.value;
  const shown = conversations.visible.value.reduce((n, { key }) => n + (selected.has(key) ? 1 : 0), 0);
  const listed = CHECK_STATUSES.filter(
    (status) => counts[status] > 0 || (status !== "unreadable" && status !== "unchecked"),
  );
  return (
    <PanelSection>
      <div class={styles.head}>
        <h2 id={titleId}>{selected.size > 0 ? t("summaryOfSelected", { n: selected.size }) : t("summaryOfAll")}</h2>
        {selected.size > 0 && <Button onClick={() => conversations.clearSelection()}>{t("clearSelection")}</Button>}
      </div>
      {shown < selected.size && <PanelNote>{t("ofThemHidden", { n: selected.size - shown })}</PanelNote>}
      <StateBar shares={CHECK_STATUSES.map((state) => ({ state, count: counts[state] }))} />
      <ul class={styles.verdicts}>
        {listed.map((status) => (
          <li key={status}>
            <VerdictButton conversations={conversations} status={status} count={counts[status]} />
          </li>
        ))}
      </ul>
      {superseded > 0 && <PanelNote>{t("duplicates", { n: superseded })}</PanelNote>}
    </PanelSection>
  );
}

interface VerdictButtonProps {
  conversations: ConversationsStore;
  status: CheckStatus;
  count: number;
}

/** Number of conversations with a status; shows only these. */
function VerdictButton({ conversations, status, count }: VerdictButtonProps) {
  const { checkStatus, search } = conversations.filter.value;
  const isOn = checkStatus === status;
  return (
    <button
      type="button"
      class={styles.verdict}
      aria-pressed={isOn}
      onClick={() => conversations.setFilter({ ...NO_FILTER, search, checkStatus: isOn ? null : status })}
    >
      <StateMark state={status} />
      <span>{t(status)}</span>
      <strong>{format.number(count)}</strong>
    </button>
  );
}

/** Reports about the selected or visible rows, and their removal from the table. */
export function SummaryTools({ conversations }: { conversations: ConversationsStore }) {
  const isEmpty = conversations.summary.value.total === 0;
  const affected = (): readonly ConversationRow[] =>
    conversations.selected.value.size > 0 ? conversations.selectedRows.value : conversations.visible.value;
  return (
    <PanelSection>
      <PanelTools>
        <Button
          icon="download"
          disabled={isEmpty}
          onClick={() => downloadFile("conversations.csv", "text/csv", csvReport(affected()))}
        >
          {t("reportCsv")}
        </Button>
        <Button
          icon="download"
          disabled={isEmpty}
          onClick={() => downloadFile("conversations.json", "application/json", jsonReport(affected(), new Date()))}
        >
          {t("reportJson")}
        </Button>
        <Button icon="delete" disabled={isEmpty} onClick={() => conversations.remove(affected())}>
          {t("remove")}
        </Button>
      </PanelTools>
    </PanelSection>
  );
}
