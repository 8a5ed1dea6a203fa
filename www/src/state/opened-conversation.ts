// The conversation that was opened from the list, for going to the previous and the next one. Apart from the list, because
// the view of one conversation does not load that. Kept for the session of the tab, so that a reload changes nothing; without
// usable storage nothing is kept, and nothing fails.

import { Signal } from "../platform/signal.ts";

/** Where a conversation stands in the list. */
export interface ListPosition {
  /** Id of the conversation; null when it has none. */
  conversation: number | null;
  /** Counted from 1. */
  position: number;
  total: number;
}

export interface OpenedConversation extends ListPosition {
  /** Text of the payload as it was opened. */
  payload: string;
  /** Opens the conversation before or after this one; null at the ends. */
  previous: (() => Promise<void>) | null;
  next: (() => Promise<void>) | null;
}

/** Null when the last conversation was not opened from the list. */
export const openedConversation = new Signal<OpenedConversation | null>(null);

const KEY = "userlike-limeobject.opened";

/** Shows that a conversation was opened from the list, and keeps it. */
export function setOpened(opened: OpenedConversation): void {
  const { conversation, position, total, payload } = opened;
  openedConversation.value = opened;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ conversation, position, total, payload: digest(payload) }));
  } catch {}
}

/** Returns where the conversation with this payload stood in the list before a reload; undefined when it was not opened from it. */
export function keptPosition(payload: string): ListPosition | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept?.payload === digest(payload) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Tells payloads apart, which are too large to be kept once more. */
function digest(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return `${text.length} ${hash}`;
}
