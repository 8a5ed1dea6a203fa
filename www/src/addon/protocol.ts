// What Userlike's Message Center says to a custom add-on, as messages `{ name, payload }`.
//
// The name of the contact's event is documented; those of the other three are not, and are taken from the same pattern.
// Should Userlike call them differently, this is the place.

export const EVENTS = {
  contact: "contact_information",
  conversation: "conversation_information",
  operator: "operator_information",
  transcript: "transcript",
} as const;

type Fields = Record<string, unknown>;

/** A message that was understood. */
export type HostMessage =
  | { kind: "contact"; contact: Fields }
  | { kind: "conversation"; conversation: Fields }
  | { kind: "operator"; operator: Fields }
  | { kind: "transcript"; transcript: unknown[]; conversation: number | null };

/** Null: nothing that is meant for us, or nothing that we know. Other extensions of a browser post messages, too. */
export function parseMessage(data: unknown): HostMessage | null {
  if (!isRecord(data) || typeof data.name !== "string") return null;
  const { payload } = data;
  switch (data.name) {
    case EVENTS.contact:
      return isRecord(payload) ? { kind: "contact", contact: unwrap(payload, "contact") } : null;
    case EVENTS.conversation:
      return isRecord(payload) ? { kind: "conversation", conversation: unwrap(payload, "conversation") } : null;
    case EVENTS.operator:
      return isRecord(payload) ? { kind: "operator", operator: unwrap(payload, "operator") } : null;
    case EVENTS.transcript: {
      const transcript = isRecord(payload) ? (payload.transcript ?? payload.messages) : payload;
      return Array.isArray(transcript)
        ? { kind: "transcript", transcript, conversation: conversationOf(payload, transcript) }
        : null;
    }
    default:
      return null;
  }
}

/** Whether the information stands in a key of its own name, or is the payload itself, is not documented either. */
function unwrap(payload: Fields, name: string): Fields {
  const held = payload[name];
  return isRecord(held) && Object.keys(payload).length === 1 ? held : payload;
}

/** The conversation that a transcript is of, where it says so. */
function conversationOf(payload: unknown, transcript: unknown[]): number | null {
  const first = transcript.find(isRecord);
  const named = (isRecord(payload) ? (payload.conversation_id ?? payload.id) : undefined) ?? first?.conversation_id;
  return typeof named === "number" ? named : null;
}

/** What an add-on shows the operator, above the conversation. */
export interface HostToast {
  name: "toast";
  payload: { message: string; status: "success" | "error" };
}

export const hostToast = (message: string, status: HostToast["payload"]["status"]): HostToast => ({
  name: "toast",
  payload: { message, status },
});

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
