import { type LimeCommand, Mapper, PayloadError } from "userlike-limeobject";

/** What of a body from Userlike decides what is done with it. */
export interface Callback {
  /** False for a callback about something else: an operator, a widget. All the rest is null then. */
  isAboutConversation: boolean;
  /** The conversation's id; null when there is none that can be used. */
  conversation: number | null;
  /** `_type` of a callback of the API add-on: `conversation`, `chat_session`. */
  type: string | null;
  /** `_event` of a callback: `ended`, `message_sent`, ... */
  event: string | null;
  /** The chat command, when the newest message is one and an operator wrote it. */
  command: LimeCommand | null;
}

/** A payload can have megabytes: the mapper picks out what is needed without building a tree of it all. */
let reader: Mapper | undefined;

/**
 * Reads a payload or a callback.
 *
 * @throws {PayloadError} when it is neither
 */
export function readCallback(body: Uint8Array): Callback {
  reader ??= new Mapper({
    instances: [
      {
        limetype: "callback",
        default: true,
        properties: { type: { userlikeKey: "_type" }, event: { userlikeKey: "_event" } },
      },
    ],
  });
  const { conversation, objects, findings } = reader.preview(body);
  const values = objects.find(({ role }) => role === "limeobject")?.values ?? {};
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    isAboutConversation: !findings.some(({ code }) => code === "nothing-to-map"),
    conversation,
    type: text(values.type),
    event: text(values.event),
    command: reader.command(body),
  };
}

/**
 * The conversation that a payload is of.
 *
 * @throws {PayloadError} when it is no payload, or has no id that can be used
 */
export function conversationIn(payload: Uint8Array): number {
  const { conversation } = readCallback(payload);
  if (conversation !== null) return conversation;
  throw new PayloadError("conversation-id-missing", NO_ID);
}

/** What is wrong with a payload without one, and what to do. */
export const NO_ID =
  'the payload has no id of a conversation, by which it could be found again; it needs an "id" that is a whole number above 0';
