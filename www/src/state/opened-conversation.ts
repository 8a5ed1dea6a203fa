// The conversation that was opened from the list, for going to the previous and the next one. Apart from the list, because
// the view of one conversation does not load that.

import { Signal } from "../platform/signal.ts";

export interface OpenedConversation {
  /** Position in the list, counted from 1. */
  position: number;
  total: number;
  /** Text of the payload as it was opened. */
  payload: string;
  /** Opens the conversation before or after this one; null at the ends. */
  previous: (() => Promise<void>) | null;
  next: (() => Promise<void>) | null;
}

/** Null when the last conversation was not opened from the list. */
export const openedConversation = new Signal<OpenedConversation | null>(null);
