import { conversationStatus as t } from "./messages/conversation-status.ts";

/** Label of Userlike's status of a conversation; a status that is not known is returned as it is. */
export function statusText(status: string): string {
  const key = status.toLowerCase();
  return t.has(key) ? t(key) : status;
}
