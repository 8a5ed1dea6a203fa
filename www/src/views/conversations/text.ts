import type { conversations } from "../../i18n/messages/conversations.ts";

/** Translates the messages of this view. */
export type TranslateConversations = typeof conversations;

/** Keys of the messages of this view. */
export type ConversationsTextKey = Parameters<TranslateConversations>[0];
