import type { conversations } from "../../i18n/messages/conversations.ts";

/** The names of this view's texts. */
export type Text = keyof typeof conversations;

/** A text of this view, in the language of the page. */
export type Say = (name: Text, values?: Record<string, string | number>) => string;
