// Contents of the table's cells.

import { clsx } from "clsx";
import { isLink } from "../../elements/link.ts";
import { format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { findingText } from "../../state/finding-text.ts";
import styles from "./cells.module.css";
import type { ConversationRow } from "./row.ts";
import { checkStatus } from "./row.ts";
import { StateBadge } from "./state-badge.tsx";
import { originText, sendStateText } from "./text.ts";

/** One line of text that may be the visitor's. */
export function TextCell({ text }: { text: string }) {
  return (
    <span class={styles.text} dir="auto" title={text}>
      {text}
    </span>
  );
}

/** Two lines, of which the second is secondary. */
function Lines({ main, more, isFaint = false }: { main: string; more: string; isFaint?: boolean }) {
  return (
    <>
      <span class={clsx(styles.text, isFaint && styles.faint)} dir="auto" title={main}>
        {main}
      </span>
      <span class={styles.more} dir="auto" title={more}>
        {more}
      </span>
    </>
  );
}

export function ConversationCell({ row, onOpen }: { row: ConversationRow; onOpen(row: ConversationRow): void }) {
  const id = row.conversation === null ? t("noId") : String(row.conversation);
  return (
    <button
      type="button"
      class={styles.open}
      tabIndex={-1}
      disabled={row.readError !== null}
      aria-label={t("open", { id })}
      onClick={() => onOpen(row)}
    >
      {id}
    </button>
  );
}

export function ContactCell({ row: { summary, origin } }: { row: ConversationRow }) {
  const { contact = "", email = "" } = summary ?? {};
  const main = contact || email || (summary === null ? "…" : t("nobody"));
  return (
    <Lines
      main={main}
      more={contact !== "" && email !== "" ? email : originText(origin)}
      isFaint={contact === "" && email === ""}
    />
  );
}

export function TopicsCell({ topics }: { topics: readonly string[] }) {
  return (
    <span class={styles.topics}>
      {topics.map((topic, at) => (
        <span key={at} class={styles.topic} dir="auto">
          {topic}
        </span>
      ))}
    </span>
  );
}

export function StartedCell({ row: { summary, receivedAt } }: { row: ConversationRow }) {
  const at = summary?.startedAt ?? receivedAt;
  return at === null ? null : <Lines main={format.date(at)} more={format.time(at)} />;
}

export function CheckCell({ row }: { row: ConversationRow }) {
  const status = checkStatus(row);
  const reason = mainReason(row);
  return (
    <>
      <StateBadge state={status}>{t(status)}</StateBadge>
      <span class={styles.more} dir="auto" title={reason}>
        {reason}
      </span>
    </>
  );
}

export function SendingCell({ row: { send, conversation } }: { row: ConversationRow }) {
  if (send === null) return null;
  const reason = send.error === null ? "" : problemText(send.error);
  return (
    <>
      <StateBadge state={(send.missingFiles ?? 0) > 0 ? "warnings" : send.progress}>{sendStateText(send)}</StateBadge>
      {send.url !== null && isLink(send.url) ? (
        <a
          class={styles.link}
          href={new URL(send.url).href}
          target="_blank"
          rel="noopener noreferrer"
          tabIndex={-1}
          aria-label={`${t("openInLime")}: ${conversation ?? ""}`}
        >
          {t("openInLime")}
        </a>
      ) : (
        <span class={styles.more} dir="auto" title={reason}>
          {reason}
        </span>
      )}
    </>
  );
}

/** Returns the most important reason why a conversation cannot be sent or has a warning. */
function mainReason({ readError, superseded, check }: ConversationRow): string {
  if (readError !== null) return problemText(readError);
  if (superseded) return t("supersededShort");
  const findings = check?.findings ?? [];
  const worst =
    findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  return worst === undefined ? "" : findingText(worst);
}
