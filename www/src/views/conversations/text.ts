// Labels of states and origins.

import type { Channel } from "../../../../contract/conversations.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import type { ImportSummary } from "./conversations-store.ts";
import type { CheckStatus, Origin, RowSendState } from "./row.ts";

export const CHECK_STATUSES: readonly CheckStatus[] = ["ready", "warnings", "blocked", "unreadable", "unchecked"];

export const SEND_PROGRESS_TEXT = {
  none: "sendingNone",
  waiting: "sendingWaiting",
  running: "sendingRunning",
  done: "sendingDone",
  failed: "sendingFailed",
  cancelled: "sendingCancelled",
} as const satisfies Record<RowSendState["progress"] | "none", unknown>;

/**
 * Returns all labels of what became of sends.
 *
 * @param missing Numbers of files that sends could not attach.
 */
export function sendTexts(missing: readonly number[]): string[] {
  const ended = [true, false, null].map(endText);
  const flawed = missing.flatMap((n) => ended.map((text) => withMissingFiles(text, n)));
  return [...Object.values(SEND_PROGRESS_TEXT).map((key) => t(key)), ...ended, ...flawed];
}

/** Says what became of a send; of one that is not whole, what is missing. */
export function sendStateText({ progress, created, missingFiles }: RowSendState): string {
  if (progress !== "done") return t(SEND_PROGRESS_TEXT[progress]);
  return missingFiles ? withMissingFiles(endText(created), missingFiles) : endText(created);
}

function endText(created: boolean | null): string {
  if (created === null) return t("sendingDone");
  return created ? t("sendingCreated") : t("sendingExisted");
}

const withMissingFiles = (text: string, n: number): string => `${text} · ${t("sendingFilesMissing", { n })}`;

const CHANNEL_TEXT = {
  userlike: "channelUserlike",
  webhook: "channelWebhook",
  send: "channelSend",
  bulk: "channelBulk",
  backfill: "channelBackfill",
  redrive: "channelRedrive",
} as const satisfies Record<Channel, unknown>;

export function originText(origin: Origin): string {
  if (origin.from === "file") return t("originFile", { name: origin.name, line: origin.line });
  return origin.from === "received" ? t(CHANNEL_TEXT[origin.channel]) : t("originJob");
}

/** Says what files brought: "250 conversations added, 1 unreadable". */
export function importText({ added, known, unreadable }: ImportSummary): string {
  const parts = [
    added > 0 ? t("importAdded", { n: added }) : null,
    known > 0 ? t("importKnown", { n: known }) : null,
    unreadable > 0 ? t("importUnreadable", { n: unreadable }) : null,
  ];
  return parts.filter((part) => part !== null).join(", ");
}
