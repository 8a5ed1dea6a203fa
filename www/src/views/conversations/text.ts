// Labels of states, origins and Userlike's words.

import type { Role } from "userlike-limeobject";
import type { Channel } from "../../../../contract/conversations.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
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

export function sendStateText({ progress, created }: RowSendState): string {
  if (progress !== "done" || created === null) return t(SEND_PROGRESS_TEXT[progress]);
  return created ? t("sendingCreated") : t("sendingUpdated");
}

const STATUS_TEXT = {
  new: "statusNew",
  open: "statusOpen",
  pending: "statusPending",
  active: "statusActive",
  closed: "statusClosed",
  ended: "statusEnded",
  archived: "statusArchived",
} as const;

/** Label of Userlike's status of a conversation; a status that is not known is returned as it is. */
export function statusText(status: string): string {
  const key = STATUS_TEXT[status.toLowerCase() as keyof typeof STATUS_TEXT];
  return key === undefined ? status : t(key);
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

const ROLE_TEXT = {
  limeobject: "roleLimeobject",
  ulconversation: "roleConversation",
  history: "roleHistory",
  document: "roleDocument",
  person: "rolePerson",
  company: "roleCompany",
  coworker: "roleCoworker",
} as const satisfies Record<Role, unknown>;

/** Label of what an object is for. */
export function roleText(role: Role): string {
  return t(ROLE_TEXT[role]);
}
