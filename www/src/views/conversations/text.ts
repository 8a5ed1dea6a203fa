import type { conversations } from "../../i18n/messages/conversations.ts";

/** Says a text of this view, in the language of the page. */
export type TranslateConversations = typeof conversations;

/** The names of this view's texts. */
export type ConversationsTextKey = keyof TranslateConversations["table"] & string;
