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

/** All labels of what became of a send. */
export const SEND_TEXTS = [...Object.values(SEND_PROGRESS_TEXT), "sendingCreated", "sendingExisted"] as const;

/** Says what became of a send; of one that is not whole, what is missing. */
export function sendStateText({ progress, created, missingFiles }: RowSendState): string {
  if (missingFiles !== null && missingFiles > 0) return t("sendingFilesMissing", { n: missingFiles });
  if (progress !== "done" || created === null) return t(SEND_PROGRESS_TEXT[progress]);
  return created ? t("sendingCreated") : t("sendingExisted");
}

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
