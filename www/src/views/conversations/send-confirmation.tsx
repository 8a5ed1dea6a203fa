import type { Connection } from "../../api/connection.ts";
import { format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import type { BulkSendOptions } from "./bulk-send-controller.ts";
import type { ConversationRow } from "./row.ts";
import styles from "./send-confirmation.module.css";

const POLICY_TEXT = { keep: "confirmKeep", fill: "confirmFill", overwrite: "confirmOverwrite" } as const;

interface SendConfirmationProps {
  rows: readonly ConversationRow[];
  /** Number of selected rows that are not sent because they can't be. */
  left: number;
  /** Number of selected rows that are not sent because the filter hides them. */
  hidden: number;
  options: BulkSendOptions;
  connection: Connection;
  limetypes: LimetypeIndex;
}

/** What will be sent, where, and how; text of the dialog that asks for it. */
export function SendConfirmation({ rows, left, hidden, options, connection, limetypes }: SendConfirmationProps) {
  return (
    <div class={styles.text}>
      <p>
        <strong>
          {connection.is === "sandbox" ? t("targetSandbox") : t("targetHost", { host: hostOf(connection.url) })}
        </strong>
      </p>
      <ul class={styles.kinds}>
        {kindsOf(rows, limetypes).map(({ label, count }) => (
          <li key={label}>
            {format.number(count)} <bdi>{label}</bdi>
          </li>
        ))}
      </ul>
      <p>{t(POLICY_TEXT[options.existing])}</p>
      <p>{options.onlyIfChanged ? t("confirmNotesChanged") : t("confirmNotes")}</p>
      {hidden > 0 && <p>{t("hiddenLeftOut", { n: hidden })}</p>}
      {left > 0 && <p>{t("leftOut", { n: left })}</p>}
    </div>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Returns how many conversations become which limetype, by its label, the most frequent first. */
function kindsOf(rows: readonly ConversationRow[], limetypes: LimetypeIndex): { label: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { check } of rows) {
    const name = check?.limetype ?? "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => {
      const limetype = limetypes.get(name);
      return { label: (count === 1 ? limetype?.label : limetype?.pluralLabel) ?? name, count };
    })
    .sort((a, b) => b.count - a.count);
}
