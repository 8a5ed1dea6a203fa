import { type LimeCommand, summary } from "userlike-limeobject";
import { HttpError } from "../platform/http.ts";

/** The values of a body from Userlike that decide how it is handled. */
export interface Callback {
  /** False for a callback about something else, such as an operator or a widget. The other values are null then. */
  isAboutConversation: boolean;
  /** The conversation's id; null without a usable one. */
  conversation: number | null;
  /** `_type` of a callback of the API add-on: `conversation`, `chat_session`. */
  type: string | null;
  /** `_event` of a callback: `ended`, `message_sent`, … */
  event: string | null;
  /** The chat command, when the newest message is one and an operator wrote it. */
  command: LimeCommand | null;
}

/**
 * Reads a payload or a callback.
 *
 * @throws {PayloadError} when it is neither
 */
export function readCallback(body: Uint8Array): Callback {
  const { isConversation, conversation, callbackType, callbackEvent, command } = summary(body);
  return { isAboutConversation: isConversation, conversation, type: callbackType, event: callbackEvent, command };
}

const MISSING_ID =
  'the payload has no conversation id, by which it could be found again; it needs an "id" that is an integer above 0';

/**
 * Returns the id of a conversation that is to be sent.
 *
 * @throws {HttpError} 422 `conversation-id-missing`
 */
export function conversationId({ conversation }: Callback): number {
  if (conversation !== null) return conversation;
  throw new HttpError(422, "conversation-id-missing", MISSING_ID);
}
